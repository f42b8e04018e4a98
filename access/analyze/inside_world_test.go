package analyze_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// A village is a small organization: account owner with ann, bob and the role
// app, account sister with the role far, both of o-exampleorgid; a bucket, a
// key, a queue and an instance in owner.
const (
	annARN    = "arn:aws:iam::" + owner + ":user/ann"
	bobARN    = "arn:aws:iam::" + owner + ":user/bob"
	appARN    = "arn:aws:iam::" + owner + ":role/app"
	farARN    = "arn:aws:iam::" + sister + ":role/far"
	ledgerARN = "arn:aws:s3:::ledger"
	sealARN   = "arn:aws:kms:eu-west-1:" + owner + ":key/1a2b3c4d-5e6f-7a8b-9c0d-1a2b3c4d5e6f"
	queueARN  = "arn:aws:sqs:eu-west-1:" + owner + ":orders"
	serverARN = "arn:aws:ec2:eu-west-1:" + owner + ":instance/i-0a1b2c3d4e5f60718"
)

type village struct {
	// policies of identities (by ARN), and of resources; trust of the role app.
	own, on map[string]string
	change  func(*snapshot.Data)
}

// st makes a document of statements that lack their braces.
func st(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[{` + strings.Join(statements, "},{") + `}]}`
}

func (v village) build(t *testing.T) *snapshot.Snapshot {
	t.Helper()
	b := &snapshot.Builder{}
	d := b.Data()
	d.TakenAt = time.Unix(0, 0)
	all := []string{"AWS::IAM", snapshot.TypeBucket, snapshot.TypeAccessPoint, snapshot.TypeKey, "AWS::SQS::Queue", snapshot.TypeInstance}
	d.Organizations = []snapshot.Organization{{ID: "o-exampleorgid", ManagementAccount: sister, Root: "r-1"}}
	d.Accounts = []snapshot.Account{
		{ID: owner, Organization: "o-exampleorgid", Parent: "r-1", Collected: all},
		{ID: sister, Organization: "o-exampleorgid", Parent: "r-1", Collected: all},
		{ID: partner, OrganizationKnown: true, Collected: all},
	}
	trust := v.on[appARN]
	if trust == "" {
		trust = st(`"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"`)
	}
	person := func(kind, arn, account string) {
		id := snapshot.Identity{Kind: kind, ARN: arn, Name: arn[strings.LastIndexByte(arn, '/')+1:], Account: account, UniqueID: "AIDA" + strings.ToUpper(arn[len(arn)-3:]) + "EXAMPLE0000"}
		if kind == snapshot.KindRole {
			a := b.Attach("", trust, "", 0)
			id.Trust = &a
		}
		if text := v.own[arn]; text != "" {
			id.Inline = []snapshot.Attachment{b.Attach("own", text, "", 0)}
		}
		d.Identities = append(d.Identities, id)
	}
	person(snapshot.KindUser, annARN, owner)
	person(snapshot.KindUser, bobARN, owner)
	person(snapshot.KindRole, appARN, owner)
	person(snapshot.KindRole, farARN, sister)
	person(snapshot.KindUser, "arn:aws:iam::"+partner+":user/eve", partner)
	thing := func(arn, kind string) {
		r := snapshot.Resource{ARN: arn, Type: kind, Account: owner, Region: "eu-west-1", PolicyRead: true, TagsRead: true}
		if kind == snapshot.TypeBucket {
			r.Region, r.Bucket = "", &snapshot.Bucket{Ownership: snapshot.OwnershipEnforced}
		}
		if kind == snapshot.TypeKey {
			r.KeyManager = "CUSTOMER"
		}
		if text := v.on[arn]; text != "" {
			a := b.Attach("", text, "", 0)
			r.Policy = &a
		}
		d.Resources = append(d.Resources, r)
	}
	thing(ledgerARN, snapshot.TypeBucket)
	thing(sealARN, snapshot.TypeKey)
	thing(queueARN, "AWS::SQS::Queue")
	thing(serverARN, snapshot.TypeInstance)
	if v.change != nil {
		v.change(d)
	}
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lines writes candidates as "who: actions condition", with what is said beside.
func lines(r *analyze.Result) (out []string) {
	for i := range r.Candidates {
		c := &r.Candidates[i]
		who := c.Principal["AWS"]
		line := who[strings.LastIndexAny(who, "/:")+1:] + ": " + strings.Join(c.Actions, " ")
		if len(c.Condition) > 0 {
			line += " " + fmt.Sprint(c.Condition)
		}
		if c.Error != "" {
			line += c.Error
		}
		if c.Undetermined != "" {
			line += " (" + c.Undetermined + ")"
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

const sendAllow = `"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"`

func TestInsideVillage(t *testing.T) {
	send := func(more string) string { return `"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"` + more }
	condition := func(text string) string { return send(`,"Condition":{` + text + `}`) }
	deny := func(text string) string {
		return `"Effect":"Deny","Action":"sqs:*","Resource":"*","Condition":{` + text + `}`
	}
	to := func(who, more string) string {
		return `"Effect":"Allow","Principal":` + who + `,"Action":"sqs:SendMessage","Resource":"*"` + more
	}
	tests := []struct {
		name string
		v    village
		zone string // organization unless given
		on   string // the queue unless given
		want []string
	}{
		{name: "an identity policy is enough in the account", v: village{own: map[string]string{annARN: st(send(""))}}, want: []string{"ann: sqs:SendMessage"}},
		{name: "across accounts it is not", v: village{own: map[string]string{farARN: st(send(""))}}},
		{
			name: "across accounts both sides", v: village{
				own: map[string]string{farARN: st(send(""))}, on: map[string]string{queueARN: st(to(`{"AWS":"`+sister+`"}`, ""))},
			}, want: []string{"far: sqs:SendMessage"},
		},
		{
			name: "the zone is one account", zone: "account:" + owner, v: village{
				own: map[string]string{farARN: st(send("")), annARN: st(send(""))}, on: map[string]string{queueARN: st(to(`{"AWS":"`+sister+`"}`, ""))},
			}, want: []string{"ann: sqs:SendMessage"},
		},
		{
			name: "nobody from outside the zone", v: village{
				own: map[string]string{"arn:aws:iam::" + partner + ":user/eve": st(send(""))}, on: map[string]string{queueARN: st(to(`{"AWS":"`+partner+`"}`, ""))},
			},
		},
		{
			name: "a named user needs no policy of its own", v: village{on: map[string]string{queueARN: st(to(`{"AWS":"`+bobARN+`"}`, ""))}},
			want: []string{"bob: sqs:SendMessage"},
		},
		{
			name: "the account as a whole does", v: village{on: map[string]string{queueARN: st(to(`{"AWS":"`+owner+`"}`, ""))}},
		},
		{
			name: "an explicit deny", v: village{own: map[string]string{annARN: st(send(""), `"Effect":"Deny","Action":"*","Resource":"`+queueARN+`"`)}},
		},
		{
			name: "conditions that exclude each other", v: village{
				own: map[string]string{annARN: st(condition(`"StringEquals":{"aws:SourceVpce":"vpce-1"}`), deny(`"StringNotEquals":{"aws:SourceVpce":"vpce-2"}`))},
			},
		},
		{
			name: "one fixed value by an Allow", v: village{own: map[string]string{annARN: st(condition(`"StringEquals":{"aws:SourceVpce":"vpce-1"}`))}},
			want: []string{"ann: sqs:SendMessage map[aws:SourceVpce:vpce-1]"},
		},
		{
			name: "the same by a Deny", v: village{own: map[string]string{annARN: st(send(""), deny(`"StringNotEquals":{"aws:SourceVpce":"vpce-1"}`))}},
			want: []string{"ann: sqs:SendMessage map[aws:SourceVpce:vpce-1]"},
		},
		{
			name: "two ways, each with a condition", v: village{
				own: map[string]string{annARN: st(condition(`"StringEquals":{"aws:SourceVpce":"vpce-1"}`), condition(`"Bool":{"aws:MultiFactorAuthPresent":"true"}`))},
			},
			want: []string{"ann: sqs:SendMessage map[aws:MultiFactorAuthPresent:true]", "ann: sqs:SendMessage map[aws:SourceVpce:vpce-1]"},
		},
		{
			name: "what needs less stands for what needs more", v: village{
				own: map[string]string{annARN: st(condition(`"StringEquals":{"aws:SourceVpce":"vpce-1"},"Bool":{"aws:SecureTransport":"true"}`), condition(`"StringEquals":{"aws:SourceVpce":"vpce-1"}`))},
			},
			want: []string{"ann: sqs:SendMessage map[aws:SourceVpce:vpce-1]"},
		},
		{
			name: "both sides have conditions", v: village{
				own: map[string]string{farARN: st(condition(`"StringEquals":{"aws:SourceVpce":"vpce-1"}`))},
				on:  map[string]string{queueARN: st(to(`{"AWS":"`+sister+`"}`, `,"Condition":{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"}}`))},
			},
			want: []string{"far: sqs:SendMessage map[aws:SourceIp:198.51.100.0/24 aws:SourceVpce:vpce-1]"},
		},
		{
			name: "several values are marked by their operator", v: village{own: map[string]string{annARN: st(condition(`"StringEquals":{"aws:SourceVpce":["vpce-1","vpce-2"]}`))}},
			want: []string{"ann: sqs:SendMessage map[aws:SourceVpce:StringEquals vpce-1, vpce-2]"},
		},
		{
			name: "what the snapshot knows is no condition", v: village{own: map[string]string{
				annARN: st(condition(`"StringEquals":{"aws:PrincipalOrgID":"o-exampleorgid"}`)), bobARN: st(condition(`"StringEquals":{"aws:PrincipalOrgID":"o-other"}`)),
			}},
			want: []string{"ann: sqs:SendMessage"},
		},
		{
			name: "tags that nobody read are facts, not conditions", v: village{
				own: map[string]string{annARN: st(condition(`"StringEquals":{"aws:ResourceTag/team":"red"}`))},
				change: func(d *snapshot.Data) {
					for i := range d.Resources {
						d.Resources[i].TagsRead = false
					}
				},
			},
			want: []string{"ann: sqs:SendMessage map[aws:ResourceTag/team:red] (the value of aws:ResourceTag/team was not read)"},
		},
		{
			name: "a variable is the caller's own name", v: village{own: map[string]string{
				annARN: st(`"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:*:${aws:username}"`),
				bobARN: st(`"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:*:orders"`),
			}},
			want: []string{"bob: sqs:SendMessage"},
		},
		{
			name: "a session that the policy names", v: village{on: map[string]string{queueARN: st(to(`{"AWS":"arn:aws:sts::`+owner+`:assumed-role/app/nightly"}`, ""))}},
			want: []string{"app: sqs:SendMessage"},
		},
		{
			name: "a key without a delegation", on: sealARN, v: village{
				own: map[string]string{annARN: st(`"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"`)},
				on:  map[string]string{sealARN: st(`"Effect":"Allow","Principal":{"AWS":"` + appARN + `"},"Action":"kms:Decrypt","Resource":"*"`)},
			},
			want: []string{"app: kms:Decrypt"},
		},
		{
			name: "a key that delegates", on: sealARN, v: village{
				own: map[string]string{annARN: st(`"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"`)},
				on:  map[string]string{sealARN: st(`"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + owner + `:root"},"Action":"kms:*","Resource":"*"`)},
			},
			want: []string{"ann: kms:Decrypt"},
		},
		{
			name: "a grant with its encryption context", on: sealARN, v: village{
				on: map[string]string{sealARN: st(`"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + owner + `:root"},"Action":"kms:*","Resource":"*"`)},
				change: func(d *snapshot.Data) {
					d.Resources[1].Grants = []authz.Grant{{ID: "g1", Grantee: bobARN, Operations: []string{"Decrypt"}, ContextSubset: map[string]string{"for": "books"}}}
				},
			},
			want: []string{"bob: kms:Decrypt map[kms:EncryptionContext:for:books]"},
		},
		{
			name: "a role as a resource needs its trust policy", on: appARN, v: village{
				own: map[string]string{annARN: st(`"Effect":"Allow","Action":["sts:AssumeRole","iam:PassRole"],"Resource":"*"`), bobARN: st(`"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"`)},
				on:  map[string]string{appARN: st(`"Effect":"Allow","Principal":{"AWS":"` + owner + `"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"7"}}`)},
			},
			want: []string{"ann: iam:PassRole", "ann: sts:AssumeRole map[sts:ExternalId:7]", "bob: sts:AssumeRole map[sts:ExternalId:7]"},
		},
		{
			name: "a type without policies", on: serverARN, v: village{own: map[string]string{annARN: st(`"Effect":"Allow","Action":"ec2:StopInstances","Resource":"*"`)}},
			want: []string{"ann: ec2:StopInstances"},
		},
		{
			name: "objects under a prefix", on: ledgerARN, v: village{own: map[string]string{annARN: st(`"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::ledger/public/*"`)}},
			want: []string{"ann: s3:GetObject"},
		},
		{
			name: "a boundary and an SCP that do not meet", on: ledgerARN, v: village{
				own: map[string]string{annARN: st(`"Effect":"Allow","Action":"s3:GetObject","Resource":"*"`)},
				change: func(d *snapshot.Data) {
					b := snapshot.NewBuilder(*d)
					d.Policies = append(d.Policies, snapshot.Managed{ARN: "arn:aws:iam::" + owner + ":policy/fence", Attachment: b.Attach("fence", st(`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::ledger/a/*"`), "", 0)})
					d.Identities[0].Boundary = "arn:aws:iam::" + owner + ":policy/fence"
					d.Organizations[0].SCPsEnabled = true
					d.Organizations[0].SCPs = []snapshot.OrgPolicy{{
						ID: "p-1", Attachment: b.Attach("only-b", st(`"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::ledger/b/*"`), "", 0), Targets: []string{"r-1", owner},
					}}
					d.Documents = b.Data().Documents
				},
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			zone, on := test.zone, test.on
			if zone == "" {
				zone = "organization"
			}
			if on == "" {
				on = queueARN
			}
			s := test.v.build(t)
			r := insideOf(t, s, zone, finding.Inclusion{Resources: []string{on}})
			if got := lines(&r); !slices.Equal(got, test.want) {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
			}
			for i := range r.Candidates {
				if c := &r.Candidates[i]; c.Undetermined == "" && c.Error == "" && replayed(t, s, c) != authz.Allowed {
					t.Errorf("%+v is not allowed", c.Witness)
				}
			}
		})
	}
}
