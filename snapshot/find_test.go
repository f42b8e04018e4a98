package snapshot

import (
	"errors"
	"strings"
	"testing"

	"sightline/iam/authz"
)

func TestFindPrincipal(t *testing.T) {
	s := worldWith(t, nil)
	session := "arn:aws:sts::222222222222:assumed-role/app/nightly"
	instance := "arn:aws:sts::222222222222:assumed-role/app/i-0abc"
	tests := []struct {
		text string
		kind authz.Kind
		arn  string
		role string
	}{
		{"*", authz.KindAnonymous, "", ""},
		{aliceARN, authz.KindUser, aliceARN, ""},
		{"alice", authz.KindUser, aliceARN, ""},
		{"user/alice", authz.KindUser, aliceARN, ""},
		{"user/staff/alice", authz.KindUser, aliceARN, ""},
		{"role/app", authz.KindRole, appARN, appARN},
		{"role/service/app", authz.KindRole, appARN, appARN},
		{"222222222222/app", authz.KindRole, appARN, appARN},
		{"111111111111/user/app", authz.KindUser, "arn:aws:iam::111111111111:user/app", ""},
		{session, authz.KindSession, session, appARN},
		{"i-0abc", authz.KindSession, instance, appARN},
		{instanceARN, authz.KindSession, instance, appARN},
		{"arn:aws:iam::222222222222:root", authz.KindRoot, "arn:aws:iam::222222222222:root", ""},
		{"222222222222/root", authz.KindRoot, "arn:aws:iam::222222222222:root", ""},
		{"lambda.amazonaws.com", authz.KindService, "lambda.amazonaws.com", ""},
		{"accounts.google.com", authz.KindProvider, "accounts.google.com", ""},
		{"arn:aws:iam::222222222222:oidc-provider/git.example", authz.KindProvider, "arn:aws:iam::222222222222:oidc-provider/git.example", ""},
		{"arn:aws:sts::222222222222:federated-user/carol", authz.KindFederatedUser, "arn:aws:sts::222222222222:federated-user/carol", ""},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			p, err := s.FindPrincipal(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if p.Kind != test.kind || p.ARN != test.arn || p.Role != test.role {
				t.Errorf("got %v %q role %q", p.Kind, p.ARN, p.Role)
			}
			if p.OpenSession != (test.kind == authz.KindRole) {
				t.Errorf("OpenSession is %v", p.OpenSession)
			}
		})
	}
}

func TestFindPrincipalRefuses(t *testing.T) {
	s := worldWith(t, func(d *Data) { d.Resources[5].InstanceProfile = "arn:aws:iam::222222222222:instance-profile/gone" })
	tests := []struct{ name, text, want string }{
		{"ambiguous name", "app", "fits arn:aws:iam::111111111111:user/app, " + appARN},
		{"close name", "alcie", "did you mean user/alice?"},
		{"other case", "Alice", "did you mean user/alice?"},
		{"nothing close", "zacharias-the-great", "not in the snapshot"},
		{"group", "devs", "a group cannot act"},
		{"ARN of a group", devsARN, "a group cannot act"},
		{"unknown ARN", "arn:aws:iam::222222222222:role/apq", "did you mean"},
		{"account that is not there", "arn:aws:iam::999999999999:user/x", "account 999999999999 is not in the snapshot"},
		{"root of such an account", "arn:aws:iam::999999999999:root", "account 999999999999"},
		{"session of no role", "arn:aws:sts::222222222222:assumed-role/nobody/x", "not in the snapshot"},
		{"instance without profile", "i-0bare", "no instance profile"},
		{"instance with a lost role", "i-0abc", "instance-profile/gone is not in the snapshot"},
		{"unknown instance", "i-0ffff", "not in the snapshot"},
		{"no caller", bucketARN, "not the ARN of a user"},
		{"malformed ARN", "arn:aws", "six parts"},
		{"empty", "", "not in the snapshot"},
		{"some host", "example.com", "not in the snapshot"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := s.FindPrincipal(test.text)
			if err == nil {
				t.Fatalf("found %+v", p)
			}
			var unknown *UnknownPrincipalError
			var ambiguous *AmbiguousPrincipalError
			if !errors.As(err, &unknown) && !errors.As(err, &ambiguous) {
				t.Errorf("error of type %T", err)
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q does not say %q", err, test.want)
			}
		})
	}
}

func TestNearKeepsToSimilarNames(t *testing.T) {
	for _, test := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"", "", 2, 0},
		{"abc", "abc", 2, 0},
		{"abc", "abd", 2, 1},
		{"abc", "bc", 2, 1},
		{"kitten", "sitting", 3, 3},
		{"a", "abcdef", 2, 3},
	} {
		if got := distance(test.a, test.b, test.limit); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

// Who may be behind a refused call is not told to be unknown: as an ARN it is
// a caller of whom nothing was read, as a name the error tells of the gap.
func TestFindWhatWasNotRead(t *testing.T) {
	const lost = "999999999999"
	s := worldWith(t, func(d *Data) {
		d.Accounts = append(d.Accounts, Account{ID: lost, OrganizationKnown: true})
		d.Gaps = append(d.Gaps, Gap{Account: lost, Call: "sts:AssumeRole", Reason: "refused"},
			Gap{Account: member, Region: "eu-west-1", Call: "ec2:DescribeInstances", Reason: "refused", Layer: authz.LayerResource, Type: TypeInstance})
	})
	p, err := s.FindPrincipal("arn:aws:iam::" + lost + ":role/r")
	if err != nil || p.Kind != authz.KindRole || !p.OpenSession {
		t.Errorf("%+v, %v", p, err)
	}
	st, _, err := s.StackFor(p, "arn:aws:s3:::papers")
	if err != nil || len(st.Unread) == 0 {
		t.Errorf("unread %v, %v", st, err)
	}
	for text, want := range map[string]string{"nobody": "sts:AssumeRole in account " + lost, "i-0a": "ec2:DescribeInstances"} {
		if _, err := s.FindPrincipal(text); err == nil || !strings.Contains(err.Error(), "was not read: "+want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := s.FindPrincipal("arn:aws:iam::" + member + ":role/nope"); err == nil {
		t.Error("a role of an account that was read is found though it is not there")
	}
}
