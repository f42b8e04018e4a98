package snapshot

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// describe prints a stack in a line a part, for comparison.
func describe(st *authz.Stack) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, p := range st.Identity {
		add("identity %s", named(&p))
	}
	if st.Boundary != nil {
		add("boundary %s", named(st.Boundary))
	}
	if st.Resource != nil {
		add("resource %s", named(st.Resource))
	}
	for _, l := range st.SCP {
		add("scp %s", level(l))
	}
	for _, l := range st.RCP {
		add("rcp %s", level(l))
	}
	for _, g := range st.Grants {
		add("grant %s %v", g.ID, g.Operations)
	}
	if st.Bucket != nil {
		add("bucket %+v", *st.Bucket)
	}
	if u := st.Underlying; u != nil {
		add("underlying %s %s %v %+v", u.Resource, u.Account, u.Policy != nil, *u.Bucket)
	}
	for _, u := range st.Unread {
		add("unread %s: %s", u.Layer, u.Gap)
	}
	if st.ResourceNotCollected {
		add("resource not collected")
	}
	return strings.Join(out, "\n")
}

func named(p *authz.Policy) string {
	if p.Document == nil {
		return p.Name + " without document"
	}
	return strings.TrimSpace(p.Name + " " + p.ARN)
}

func level(l authz.Level) string {
	names := []string{l.Entity}
	for _, p := range l.Policies {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}

const (
	scpLines = "scp r-1 FullAWSAccess\nscp ou-all FullAWSAccess\nscp ou-dev FullAWSAccess ReadOnly\nscp 222222222222 FullAWSAccess\n"
	rcpLines = "rcp r-1 RCPFullAWSAccess\n"
	appLine  = "identity read " + readARN + "\n"
)

func TestStackFor(t *testing.T) {
	block := func(acls, ignore, policies, restrict bool) string {
		return fmt.Sprintf("Block:{BlockPublicACLs:%v IgnorePublicACLs:%v BlockPublicPolicy:%v RestrictPublicBuckets:%v}", acls, ignore, policies, restrict)
	}
	papers := "bucket {ACL:{Disabled:true Grants:[]} " + block(false, true, true, false) + " ObjectACLsUnread:false}\n"
	old := "bucket {ACL:{Disabled:false Grants:[{Grantee:222222222222 Permission:FULL_CONTROL} {Grantee:333333333333 Permission:READ}]} " +
		block(false, true, false, false)
	door := "bucket {ACL:{Disabled:false Grants:[]} " + block(true, true, false, true) + " ObjectACLsUnread:false}\n"
	tests := []struct{ name, who, resource, want string }{
		{
			"user with a group and a boundary", "alice", bucketARN,
			"identity inline own\nidentity group devs: inline shared\nidentity group devs: read " + readARN +
				"\nboundary limit " + limitARN + "\nresource bucket policy of papers\n" + scpLines + rcpLines + papers,
		},
		{"no resource", "role/app", "*", appLine + scpLines},
		{
			"object lies in its bucket", "role/app", bucketARN + "/a/b",
			appLine + "resource bucket policy of papers\n" + scpLines + rcpLines + papers,
		},
		{
			"bucket with a list", "role/app", oldARN,
			appLine + scpLines + rcpLines + old + " ObjectACLsUnread:false}\n",
		},
		{
			"objects with lists that nobody read", "role/app", oldARN + "/k",
			appLine + scpLines + rcpLines + old + " ObjectACLsUnread:true}\n",
		},
		{
			"access point with its bucket", "role/app", pointARN + "/object/x/y",
			appLine + "resource access point policy of door\n" + scpLines + rcpLines + door +
				"underlying " + bucketARN + "/x/y 222222222222 true {ACL:{Disabled:true Grants:[]} " + block(false, true, true, false) + " ObjectACLsUnread:false}\n",
		},
		{
			"key with grants", "role/app", keyARN,
			appLine + "resource key policy of 1234\n" + scpLines + rcpLines + "grant g [Decrypt Encrypt]\n",
		},
		{
			"AWS managed key is out of reach of RCPs", "role/app", awsKeyARN,
			appLine + "resource key policy of aws\n" + scpLines,
		},
		{
			"role with its trust policy", "role/app", appARN,
			appLine + "resource trust policy of app\n" + scpLines + rcpLines,
		},
		{"management account has no SCPs", "role/admin", "*", ""},
		{
			"management account has no RCPs", "role/app", adminARN,
			appLine + "resource trust policy of admin\n" + scpLines,
		},
		{"root user", "222222222222/root", "*", scpLines},
		{"anybody", "*", bucketARN, "resource bucket policy of papers\n" + rcpLines + papers},
		{"a service", "ec2.amazonaws.com", appARN, "resource trust policy of app\n" + rcpLines},
		{"texts that nobody has", "bob", "*", scpLines +
			"unread identity: policy document of " + awsReadARN + " was not read\n" +
			"unread boundary: policy document of arn:aws:iam::222222222222:policy/lost was not read"},
		{"user behind a federated user", "arn:aws:sts::222222222222:federated-user/carol", "*", scpLines +
			"unread identity: the user behind arn:aws:sts::222222222222:federated-user/carol is not known"},
		{"users have no resource policy", "role/app", aliceARN, appLine + scpLines + rcpLines},
		{"a bucket that does not exist", "role/app", "arn:aws:kms:eu-west-1:222222222222:key/none", appLine + scpLines + rcpLines},
		{"a bucket that nobody knows", "role/app", "arn:aws:s3:::elsewhere/k", appLine + scpLines + "resource not collected"},
		{"a type that was not collected", "role/app", "arn:aws:sqs:eu-west-1:222222222222:q", appLine + scpLines + rcpLines + "resource not collected"},
		{"an account that was not collected", "role/app", "arn:aws:iam::333333333333:role/x", appLine + scpLines + "resource not collected"},
	}
	s := worldWith(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			st, _, err := s.StackFor(principal(t, s, test.who), test.resource)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := describe(st), strings.TrimSuffix(test.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestStackForGaps(t *testing.T) {
	denied := func(g Gap) func(*Data) {
		g.Reason = "AccessDenied"
		return func(d *Data) { d.Gaps = append(d.Gaps, g) }
	}
	unknownBucket := func(d *Data) {
		d.Resources[0].Policy, d.Resources[0].PolicyRead, d.Resources[0].Bucket = nil, false, nil
	}
	and := func(changes ...func(*Data)) func(*Data) {
		return func(d *Data) {
			for _, c := range changes {
				c(d)
			}
		}
	}
	bucketPolicy := Gap{Account: member, Call: "s3:GetBucketPolicy", Layer: authz.LayerResource, Subject: bucketARN}
	tests := []struct {
		name     string
		change   func(*Data)
		resource string
		want     string // the unread layers and "resource not collected"
	}{
		{
			"policy of this bucket refused", and(unknownBucket, denied(bucketPolicy)), bucketARN + "/k",
			"unread resource: s3:GetBucketPolicy on " + bucketARN + " in account 222222222222: AccessDenied",
		},
		{"policy of another bucket refused", denied(bucketPolicy), oldARN, ""},
		{"nobody looked", unknownBucket, bucketARN, "resource not collected"},
		{
			"policies of a type refused", and(unknownBucket, denied(Gap{Account: member, Call: "s3:GetBucketPolicy", Layer: authz.LayerResource, Type: TypeBucket})), bucketARN,
			"unread resource: s3:GetBucketPolicy in account 222222222222: AccessDenied",
		},
		{
			"policies of another type refused", and(unknownBucket, denied(Gap{Account: member, Call: "kms:GetKeyPolicy", Layer: authz.LayerResource, Type: TypeKey})), bucketARN,
			"resource not collected",
		},
		{
			"list of buckets refused", denied(Gap{Account: member, Call: "s3:ListBuckets", Type: TypeBucket}), "arn:aws:s3:::elsewhere",
			"unread resource: s3:ListBuckets in account 222222222222: AccessDenied",
		},
		{"list of buckets refused, bucket known", denied(Gap{Account: member, Call: "s3:ListBuckets", Type: TypeBucket}), bucketARN, ""},
		{"list of keys refused in another Region", denied(Gap{Account: member, Region: "us-east-1", Call: "kms:ListKeys", Type: TypeKey}), "arn:aws:kms:eu-west-1:222222222222:key/none", ""},
		{
			"list of keys refused", denied(Gap{Account: member, Region: "eu-west-1", Call: "kms:ListKeys", Type: TypeKey}), "arn:aws:kms:eu-west-1:222222222222:key/none",
			"unread resource: kms:ListKeys in account 222222222222, eu-west-1: AccessDenied\nunread grant: kms:ListKeys in account 222222222222, eu-west-1: AccessDenied",
		},
		{
			"list refused", and(unknownBucket, denied(Gap{Account: member, Call: "s3:GetBucketAcl", Layer: authz.LayerACL, Subject: bucketARN})), bucketARN,
			"unread acl: s3:GetBucketAcl on " + bucketARN + " in account 222222222222: AccessDenied\nresource not collected",
		},
		{"list refused though it was read", denied(Gap{Account: member, Call: "s3:GetBucketAcl", Layer: authz.LayerACL, Subject: bucketARN}), bucketARN, ""},
		{
			"block of the bucket refused", and(unknownBucket, denied(Gap{Account: member, Call: "s3:GetBucketPublicAccessBlock", Layer: authz.LayerPublicAccessBlock, Subject: bucketARN})), bucketARN,
			"unread publicAccessBlock: s3:GetBucketPublicAccessBlock on " + bucketARN + " in account 222222222222: AccessDenied\nresource not collected",
		},
		{
			"block of the account refused", and(func(d *Data) { d.Accounts[0].PublicAccessBlock = nil },
				denied(Gap{Account: member, Call: "s3:GetAccountPublicAccessBlock", Layer: authz.LayerPublicAccessBlock})), bucketARN,
			"unread publicAccessBlock: s3:GetAccountPublicAccessBlock in account 222222222222: AccessDenied",
		},
		{
			"grants refused", denied(Gap{Account: member, Call: "kms:ListGrants", Layer: authz.LayerGrant, Subject: keyARN}), keyARN,
			"unread grant: kms:ListGrants on " + keyARN + " in account 222222222222: AccessDenied",
		},
		{
			"SCPs refused to the management account", denied(Gap{Account: management, Call: "organizations:ListPolicies", Layer: authz.LayerSCP}), "*",
			"unread scp: organizations:ListPolicies in account 111111111111: AccessDenied",
		},
		{
			"SCPs of the unit above refused", denied(Gap{Account: management, Call: "organizations:ListPoliciesForTarget", Layer: authz.LayerSCP, Subject: "ou-all"}), "*",
			"unread scp: organizations:ListPoliciesForTarget on ou-all in account 111111111111: AccessDenied",
		},
		{"SCPs of a unit elsewhere refused", denied(Gap{Account: management, Call: "organizations:ListPoliciesForTarget", Layer: authz.LayerSCP, Subject: "ou-x"}), "*", ""},
		{
			"no SCP of a unit told", func(d *Data) { d.Organizations[0].SCPs[0].Targets = []string{"r-1", "ou-dev", member} }, "*",
			"unread scp: the service control policies of ou-all were not read: it has at least one",
		},
		{
			"text of an SCP refused", and(func(d *Data) { d.Organizations[0].SCPs[1].Document = "" },
				denied(Gap{Account: management, Call: "organizations:DescribePolicy", Layer: authz.LayerSCP, Subject: "p-read"})), "*",
			"unread scp: policy document of p-read was not read\nunread scp: organizations:DescribePolicy on p-read in account 111111111111: AccessDenied",
		},
		{
			"RCPs refused", denied(Gap{Account: management, Call: "organizations:ListPolicies", Layer: authz.LayerRCP, Subject: "o-1"}), bucketARN,
			"unread rcp: organizations:ListPolicies on o-1 in account 111111111111: AccessDenied",
		},
		{
			"place in the organization not read", func(d *Data) { d.Accounts[0].Parent = "" }, "*",
			"unread scp: where account 222222222222 stands in organization o-1 was not read",
		},
		{
			"identities of the account refused", denied(Gap{Account: member, Call: "iam:GetAccountAuthorizationDetails", Layer: authz.LayerIdentity}), "*",
			"unread identity: iam:GetAccountAuthorizationDetails in account 222222222222: AccessDenied",
		},
		{
			"policies of a group refused", denied(Gap{Account: member, Call: "iam:GetGroupPolicy", Layer: authz.LayerIdentity, Subject: devsARN}), "*",
			"unread identity: iam:GetGroupPolicy on " + devsARN + " in account 222222222222: AccessDenied",
		},
		{"policies of another user refused", denied(Gap{Account: member, Call: "iam:GetUserPolicy", Layer: authz.LayerIdentity, Subject: bobARN}), "*", ""},
		{
			"a group that is not there", func(d *Data) { d.Identities[2].ARN, d.Identities[2].Name = devsARN+"2", "devs2" }, "*",
			"unread identity: group " + devsARN + " is not in the snapshot",
		},
		{
			"trust policy refused", and(func(d *Data) { d.Identities[3].Trust = nil },
				denied(Gap{Account: member, Call: "iam:GetRole", Layer: authz.LayerResource, Subject: appARN})), appARN,
			"unread resource: iam:GetRole on " + appARN + " in account 222222222222: AccessDenied",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := worldWith(t, test.change)
			st, _, err := s.StackFor(principal(t, s, "alice"), test.resource)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(&authz.Stack{Unread: st.Unread, ResourceNotCollected: st.ResourceNotCollected})
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestStackForUnknownCallers(t *testing.T) {
	s := worldWith(t, nil)
	_, _, err := s.StackFor(authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::222222222222:user/x", Account: member}, "*")
	if err == nil || !strings.Contains(err.Error(), "has no such identity") {
		t.Errorf("error %v", err)
	}
	st, info, err := s.StackFor(authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::999999999999:user/x", Account: "999999999999"}, bucketARN)
	if err != nil || len(st.Unread) != 1 || st.Unread[0].Layer != authz.LayerIdentity {
		t.Fatalf("stack %v, error %v", st, err)
	}
	if info.Identity != nil || info.Resource == nil || info.ResourceAccount != member {
		t.Errorf("info %+v", info)
	}
}

func TestMissingACLsAreNoGap(t *testing.T) {
	s := worldWith(t, func(d *Data) {
		d.Resources[1].Bucket = nil
		d.NotCollected = []NotCollected{{What: MissingACLs, Source: "world.json", Account: member}}
	})
	st, _, err := s.StackFor(authz.Principal{}, oldARN+"/k")
	if err != nil || st.Bucket == nil || st.Bucket.ObjectACLsUnread || len(st.Unread) != 0 {
		t.Errorf("bucket %+v, unread %v, error %v", st.Bucket, st.Unread, err)
	}
}

// A source that never holds lists of objects leaves nothing open for it; one
// that could does.
func TestObjectListsNotCollected(t *testing.T) {
	for _, lacking := range []bool{false, true} {
		s := worldWith(t, func(d *Data) {
			if lacking {
				d.NotCollected = []NotCollected{{What: MissingObjectACLs, Source: "aws"}}
			}
		})
		st, _, err := s.StackFor(authz.Principal{}, oldARN+"/k")
		if err != nil || st.Bucket == nil || st.Bucket.ACL.Disabled || st.Bucket.ObjectACLsUnread == lacking {
			t.Errorf("lacking %v: bucket %+v, error %v", lacking, st.Bucket, err)
		}
	}
}

// Evaluators cache by a document's address, so equal texts share one, whoever
// asks first.
func TestDocumentsAreShared(t *testing.T) {
	s := worldWith(t, nil)
	alice := principal(t, s, "alice")
	docs := make([]*policy.Document, 8)
	var group sync.WaitGroup
	for i := range docs {
		group.Go(func() {
			st, _, err := s.StackFor(alice, bucketARN)
			if err == nil {
				docs[i] = st.Resource.Document
			}
		})
	}
	group.Wait()
	st, _, _ := s.StackFor(alice, keyARN)
	for i, d := range docs {
		if d == nil || d != docs[0] || d != st.Resource.Document || d != st.Boundary.Document {
			t.Fatalf("document %d is another one", i)
		}
	}
}

func TestStackForReusesWhatTheCallerBrings(t *testing.T) {
	s := worldWith(t, nil)
	app := principal(t, s, "role/app")
	first, _, _ := s.StackFor(app, bucketARN)
	second, _, _ := s.StackFor(app, keyARN)
	if &first.Identity[0] != &second.Identity[0] || &first.SCP[0] != &second.SCP[0] {
		t.Error("identity policies or SCP levels were gathered twice")
	}
	if got := testing.AllocsPerRun(100, func() { _, _, _ = s.StackFor(app, "*") }); got > 4 {
		t.Errorf("%v allocations", got)
	}
}
