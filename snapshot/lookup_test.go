package snapshot

import (
	"slices"
	"testing"

	"sightline/iam/authz"
)

func TestResource(t *testing.T) {
	const (
		table    = "arn:aws:dynamodb:eu-west-1:222222222222:table/t"
		function = "arn:aws:lambda:eu-west-1:222222222222:function:f"
		repo     = "arn:aws:ecr:eu-west-1:222222222222:repository/a"
	)
	s := worldWith(t, func(d *Data) {
		for _, arn := range []string{table, function, repo, table + "/index/i"} {
			d.Resources = append(d.Resources, Resource{ARN: arn, Type: "AWS::Test::Thing", Account: member})
		}
	})
	tests := []struct{ name, arn, want string }{
		{"bucket", bucketARN, bucketARN},
		{"object", bucketARN + "/key", bucketARN},
		{"object with slashes and colons", bucketARN + "/a/b:c//", bucketARN},
		{"name that begins alike", bucketARN + "2/key", ""},
		{"access point", pointARN, pointARN},
		{"object of an access point", pointARN + "/object/a/b", pointARN},
		{"access point elsewhere", "arn:aws:s3:eu-west-1:222222222222:accesspoint/x/object/a", ""},
		{"stream of a table", table + "/stream/1", ""},
		{"longest parent", table + "/index/i/x", table + "/index/i"},
		{"version of a function", function + ":7", function},
		{"repository inside a name", repo + "/b", ""},
		{"wildcard", bucketARN + "/*", bucketARN},
		{"no ARN", "papers/key", ""},
		{"empty", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if r := s.Resource(test.arn); r != nil {
				got = r.ARN
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestResourceAccountAndType(t *testing.T) {
	s := worldWith(t, nil)
	for _, test := range []struct{ arn, account, kind string }{
		{bucketARN + "/k", member, TypeBucket},
		{"arn:aws:s3:::elsewhere", "", TypeBucket},
		{keyARN, member, TypeKey},
		{"arn:aws:kms:eu-west-1:999999999999:key/x", "999999999999", TypeKey},
		{"arn:aws:iam::111111111111:role/x", management, TypeRole},
		{"arn:aws:ec2:eu-west-1:333333333333:instance/i-1", outside, TypeInstance},
		{"arn:aws:s3:eu-west-1:333333333333:accesspoint/x", outside, TypeAccessPoint},
		{"arn:aws:s3::333333333333:accesspoint/x.mrap", outside, ""},
		{"arn:aws:iam::aws:policy/ReadOnlyAccess", "", ""},
		{"*", "", ""},
	} {
		if got := s.ResourceAccount(test.arn); got != test.account {
			t.Errorf("account of %s is %q, want %q", test.arn, got, test.account)
		}
		if got := s.TypeOf(test.arn); got != test.kind {
			t.Errorf("type of %s is %q, want %q", test.arn, got, test.kind)
		}
	}
}

func TestLookups(t *testing.T) {
	s := worldWith(t, nil)
	if a := s.Account(member); a == nil || a.Name != "dev" || s.Account("999999999999") != nil {
		t.Errorf("account %+v", a)
	}
	if o := s.Organization("o-1"); o == nil || o.Root != "r-1" || s.Organization("o-2") != nil {
		t.Errorf("organization %+v", o)
	}
	if got := s.OrganizationPath(member); !slices.Equal(got, []string{"r-1", "ou-all", "ou-dev", member}) {
		t.Errorf("path %v", got)
	}
	if s.OrganizationPath(outside) != nil || s.OrganizationPath("x") != nil {
		t.Error("an account outside has a path")
	}
	if got := s.Members(devsARN); len(got) != 1 || got[0].ARN != aliceARN {
		t.Errorf("members %v", got)
	}
	if r := s.InstanceProfileRole(profileARN); r == nil || r.ARN != appARN {
		t.Errorf("role %v", r)
	}
	if r := s.Instance("i-0abc"); r == nil || r.ARN != instanceARN || s.Instance("i-x") != nil {
		t.Errorf("instance %v", r)
	}
	if s.AccountOfCanonicalID("canon3") != outside || s.AccountOfCanonicalID("x") != "" {
		t.Error("canonical ids are lost")
	}
	if n := len(s.IdentitiesOf(management)); n != 2 || len(s.IdentitiesOf(outside)) != 0 || len(s.Identities()) != 6 {
		t.Errorf("%d identities", n)
	}
	if n := len(s.ResourcesOf(member)); n != 7 || len(s.ResourcesOf(outside)) != 0 {
		t.Errorf("%d resources", n)
	}
	want := Counts{Accounts: 3, Identities: 6, Users: 3, Roles: 2, Groups: 1, Policies: 2, Resources: 7, Documents: 3}
	if got := s.Counts(); got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

func TestPrincipals(t *testing.T) {
	s := worldWith(t, func(d *Data) { d.Accounts[1].Partition = "aws-cn" })
	alice := s.PrincipalOf(s.Identity(aliceARN))
	if alice.Kind != authz.KindUser || alice.UniqueID != "AIDAALICE" || alice.CanonicalID != "canon2" || alice.OpenSession {
		t.Errorf("user %+v", alice)
	}
	app := s.PrincipalOf(s.Identity(appARN))
	if app.Kind != authz.KindRole || app.Role != appARN || !app.OpenSession {
		t.Errorf("role %+v", app)
	}
	if root := s.RootOf(management); root.ARN != "arn:aws-cn:iam::111111111111:root" || root.Kind != authz.KindRoot {
		t.Errorf("root %+v", root)
	}
	parsed, err := authz.ParsePrincipal("arn:aws:sts::222222222222:assumed-role/app/x", "")
	if err != nil || s.IdentityOf(parsed) != s.Identity(appARN) {
		t.Errorf("the role of a session is not found: %v", err)
	}
	if s.IdentityOf(authz.Principal{}) != nil || s.IdentityOf(s.RootOf(member)) != nil {
		t.Error("anybody has an identity")
	}
	carol := authz.Principal{Kind: authz.KindFederatedUser, Account: member, User: aliceARN}
	if s.IdentityOf(carol) != s.Identity(aliceARN) {
		t.Error("the user behind a federated user is not found")
	}
}

func TestGaps(t *testing.T) {
	gaps := []Gap{
		{Call: "a", Account: member},
		{Call: "b", Account: member, Type: TypeBucket},
		{Call: "c", Account: member, Type: TypeBucket, Region: "eu-west-1"},
		{Call: "d", Account: member, Type: TypeBucket, Subject: bucketARN},
		{Call: "e", Account: management},
		{Call: "f"},
		{Call: "g", Account: member, Layer: authz.LayerACL, Subject: bucketARN},
	}
	s := worldWith(t, func(d *Data) { d.Gaps = gaps })
	tests := []struct {
		name string
		q    GapQuestion
		want string
	}{
		{"account", GapQuestion{Account: member}, "abcf"},
		{"type", GapQuestion{Account: member, Type: TypeKey}, "af"},
		{"Region", GapQuestion{Account: member, Type: TypeBucket, Region: "us-east-1"}, "abf"},
		{"subject", GapQuestion{Account: member, Type: TypeBucket, Subject: bucketARN}, "abcdfg"},
		{"layer", GapQuestion{Account: member, Subject: bucketARN, Layer: authz.LayerGrant}, "abcdf"},
		{"another subject", GapQuestion{Account: member, Type: TypeBucket, Subject: oldARN}, "abcf"},
		{"no account", GapQuestion{}, "f"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []byte
			for _, g := range s.Gaps(test.q) {
				got = append(got, g.Call...)
			}
			slices.Sort(got)
			if string(got) != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
