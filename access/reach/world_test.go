package reach_test

import (
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// Accounts of the small worlds; partner is in no snapshot.
const (
	home    = "111122223333"
	second  = "444455556666"
	third   = "777788889999"
	partner = "123456789012"
)

// world builds a small snapshot; each method adds one thing.
type world struct {
	b snapshot.Builder
	s *snapshot.Snapshot
}

func newWorld(accounts ...string) *world {
	w := &world{}
	for _, id := range accounts {
		w.b.Data().Accounts = append(w.b.Data().Accounts, snapshot.Account{
			ID: id, OrganizationKnown: true,
			Collected: []string{"AWS::IAM", snapshot.TypeBucket, snapshot.TypeInstance, "AWS::Lambda::Function", "AWS::SQS::Queue"},
		})
	}
	w.b.Data().Sources = []snapshot.Source{{Name: "world", Kind: "snapshot"}}
	return w
}

func (w *world) asker(t testing.TB) *permission.Asker {
	t.Helper()
	if w.s == nil {
		s, err := w.b.Build()
		if err != nil {
			t.Fatal(err)
		}
		w.s = s
	}
	return permission.New(w.s, eval.New(), catalog.Embedded())
}

// document joins statements.
func document(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

// allow and deny write statements: actions, resources, and further elements.
func allow(actions, resources string, more ...string) string {
	return statement("Allow", actions, resources, more)
}

func deny(actions, resources string, more ...string) string {
	return statement("Deny", actions, resources, more)
}

func statement(effect, actions, resources string, more []string) string {
	s := `{"Effect":"` + effect + `","Action":["` + strings.ReplaceAll(actions, " ", `","`) + `"]`
	if resources != "" {
		s += `,"Resource":["` + strings.ReplaceAll(resources, " ", `","`) + `"]`
	}
	for _, m := range more {
		s += "," + m
	}
	return s + "}"
}

// trusting writes a trust policy for AWS principals.
func trusting(principal string, more ...string) string {
	return document(allow("sts:AssumeRole", "", append(more, `"Principal":{"AWS":"`+principal+`"}`)...))
}

func trustingService(name string) string {
	return document(allow("sts:AssumeRole", "", `"Principal":{"Service":"`+name+`"}`))
}

func rootOf(account string) string { return "arn:aws:iam::" + account + ":root" }

func roleARN(account, name string) string { return "arn:aws:iam::" + account + ":role/" + name }

func userARN(account, name string) string { return "arn:aws:iam::" + account + ":user/" + name }

// user adds a user with one inline policy, if there are statements.
func (w *world) user(account, name string, statements ...string) *snapshot.Identity {
	return w.identity(snapshot.Identity{Kind: snapshot.KindUser, ARN: userARN(account, name), Name: name, Account: account}, statements)
}

func (w *world) role(account, name, trust string, statements ...string) *snapshot.Identity {
	t := w.b.Attach("", trust, "", 0)
	return w.identity(snapshot.Identity{Kind: snapshot.KindRole, ARN: roleARN(account, name), Name: name, Account: account, Trust: &t}, statements)
}

func (w *world) group(account, name string, statements ...string) *snapshot.Identity {
	return w.identity(snapshot.Identity{Kind: snapshot.KindGroup, ARN: "arn:aws:iam::" + account + ":group/" + name, Name: name, Account: account}, statements)
}

func (w *world) identity(id snapshot.Identity, statements []string) *snapshot.Identity {
	if len(statements) > 0 {
		id.Inline = []snapshot.Attachment{w.b.Attach("own", document(statements...), "", 0)}
	}
	d := w.b.Data()
	d.Identities = append(d.Identities, id)
	return &d.Identities[len(d.Identities)-1]
}

// managed adds a managed policy and returns its ARN.
func (w *world) managed(account, name string, statements ...string) string {
	arn := "arn:aws:iam::" + account + ":policy/" + name
	w.b.Data().Policies = append(w.b.Data().Policies, snapshot.Managed{ARN: arn, Attachment: w.b.Attach(name, document(statements...), "", 0)})
	return arn
}

// bucket adds a bucket without access control lists, with a policy if given.
func (w *world) bucket(account, name string, statements ...string) *snapshot.Resource {
	r := snapshot.Resource{
		ARN: "arn:aws:s3:::" + name, Type: snapshot.TypeBucket, Name: name, Account: account, Region: "eu-west-1",
		PolicyRead: true, Bucket: &snapshot.Bucket{Ownership: snapshot.OwnershipEnforced, ACL: &[]authz.ACLGrant{}},
	}
	return w.resource(r, statements)
}

func (w *world) queue(account, name string, statements ...string) *snapshot.Resource {
	return w.resource(snapshot.Resource{
		ARN: "arn:aws:sqs:eu-west-1:" + account + ":" + name, Type: "AWS::SQS::Queue",
		Name: name, Account: account, Region: "eu-west-1", PolicyRead: true,
	}, statements)
}

func (w *world) resource(r snapshot.Resource, statements []string) *snapshot.Resource {
	if len(statements) > 0 {
		p := w.b.Attach("", document(statements...), "", 0)
		r.Policy = &p
	}
	d := w.b.Data()
	d.Resources = append(d.Resources, r)
	return &d.Resources[len(d.Resources)-1]
}

// instance adds an EC2 instance whose profile holds a role.
func (w *world) instance(account, id string, role *snapshot.Identity) {
	profile := "arn:aws:iam::" + account + ":instance-profile/" + role.Name
	role.InstanceProfiles = []string{profile}
	w.resource(snapshot.Resource{
		ARN: "arn:aws:ec2:eu-west-1:" + account + ":instance/" + id, Type: snapshot.TypeInstance,
		Account: account, Region: "eu-west-1", InstanceProfile: profile, PolicyRead: true,
	}, nil)
}

func (w *world) function(account, name, role string) {
	w.resource(snapshot.Resource{
		ARN: "arn:aws:lambda:eu-west-1:" + account + ":function:" + name, Type: "AWS::Lambda::Function",
		Name: name, Account: account, Region: "eu-west-1", Role: role, PolicyRead: true,
	}, nil)
}

// organization puts all accounts under one root with an SCP beside
// FullAWSAccess.
func (w *world) organization(scp ...string) {
	d := w.b.Data()
	d.Organizations = []snapshot.Organization{{
		ID: "o-world00000", ManagementAccount: "999999999999", Root: "r-root", SCPsEnabled: true,
		SCPs: []snapshot.OrgPolicy{
			{ID: "p-full", Attachment: w.b.Attach("FullAWSAccess", document(allow("*", "*")), "", 0), Targets: []string{"r-root", home, second, third}},
			{ID: "p-guard", Attachment: w.b.Attach("guard", document(scp...), "", 0), Targets: []string{"r-root"}},
		},
	}}
	for i := range d.Accounts {
		d.Accounts[i].Organization, d.Accounts[i].Parent = "o-world00000", "r-root"
	}
}
