package file

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sightline/snapshot"
)

const realAccount = "testdata/authorization-details/example-authz-details.json"

var testNow = time.Date(2026, 11, 20, 9, 46, 0, 0, time.UTC)

// read reads a path and builds a snapshot from it, so that every test also
// shows that the content holds together.
func read(t *testing.T, path string) snapshot.Data {
	t.Helper()
	d, err := Read(path, Options{Now: testNow})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	var b snapshot.Builder
	if err := b.Merge(d); err != nil {
		t.Fatalf("Merge: %v", err)
	}
	s, err := b.Build()
	if err != nil {
		t.Fatalf("Build: %v", err)
	}
	return *s.Data()
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func find(t *testing.T, d snapshot.Data, arn string) snapshot.Identity {
	t.Helper()
	for _, id := range d.Identities {
		if id.ARN == arn {
			return id
		}
	}
	t.Fatalf("no identity %s", arn)
	return snapshot.Identity{}
}

func TestRealAccount(t *testing.T) {
	d := read(t, realAccount)
	kinds := map[string]int{}
	for _, id := range d.Identities {
		kinds[id.Kind]++
	}
	if kinds[snapshot.KindUser] != 3 || kinds[snapshot.KindGroup] != 2 || kinds[snapshot.KindRole] != 3 || len(d.Policies) != 32 {
		t.Errorf("got %v and %d policies", kinds, len(d.Policies))
	}
	if len(d.Accounts) != 1 || d.Accounts[0].ID != "012345678901" || d.Accounts[0].Partition != "aws" ||
		!slices.Equal(d.Accounts[0].Collected, []string{"AWS::IAM"}) {
		t.Errorf("accounts %+v", d.Accounts)
	}
	if len(d.Gaps) != 0 {
		t.Errorf("gaps %v", d.Gaps)
	}
	if !d.TakenAt.Equal(testNow) || len(d.Sources) != 1 || d.Sources[0] != (snapshot.Source{Name: realAccount, Kind: KindDetails}) {
		t.Errorf("taken at %v from %+v", d.TakenAt, d.Sources)
	}
	obama := find(t, d, "arn:aws:iam::012345678901:user/obama")
	if !slices.Equal(obama.Groups, []string{"arn:aws:iam::012345678901:group/admin"}) ||
		obama.Created.Format(time.RFC3339) != "2019-12-18T19:10:08Z" {
		t.Errorf("obama %+v", obama)
	}
	ec2 := find(t, d, "arn:aws:iam::012345678901:role/OverprivilegedEC2")
	if !slices.Equal(ec2.InstanceProfiles, []string{"arn:aws:iam::012345678901:instance-profile/OverprivilegedEC2"}) || ec2.Trust.Document == "" {
		t.Errorf("OverprivilegedEC2 %+v", ec2)
	}
}

func TestRealAccountNotCollected(t *testing.T) {
	var got []string
	for _, n := range read(t, realAccount).NotCollected {
		if n.Source != realAccount || n.Account != "012345678901" {
			t.Errorf("%+v", n)
		}
		got = append(got, n.What)
	}
	want := []string{
		snapshot.MissingGrants, snapshot.MissingPublicBlock, snapshot.MissingACLs, snapshot.MissingOrganization,
		snapshot.MissingRCPs, snapshot.MissingResourcePolicies, snapshot.MissingTags, snapshot.MissingResources, snapshot.MissingSCPs,
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDefaultVersionIsTaken(t *testing.T) {
	for _, p := range read(t, realAccount).Policies {
		if p.ARN == "arn:aws:iam::aws:policy/AWSCodeCommitPowerUser" && p.VersionID != "v11" {
			t.Errorf("version %s", p.VersionID)
		}
	}
}

// attachments lists all of them.
func attachments(d snapshot.Data) (out []snapshot.Attachment) {
	for _, id := range d.Identities {
		out = append(out, id.Inline...)
		if id.Trust != nil {
			out = append(out, *id.Trust)
		}
	}
	for _, p := range d.Policies {
		out = append(out, p.Attachment)
	}
	for _, r := range d.Resources {
		if r.Policy != nil {
			out = append(out, *r.Policy)
		}
	}
	return out
}

// standsAt tells whether a text stands in a file from some place in a line on.
func standsAt(file, text string, line int) bool {
	lines := strings.SplitAfter(file, "\n")
	if line < 1 || line > len(lines) {
		return false
	}
	begin := strings.Index(lines[line-1], strings.SplitAfter(text, "\n")[0])
	return begin >= 0 && strings.HasPrefix(strings.Join(lines[line-1:], "")[begin:], text)
}

func TestDocumentsStandWhereTheLineSays(t *testing.T) {
	for _, path := range []string{realAccount, "testdata/iam-collect"} {
		d := read(t, path)
		all := attachments(d)
		if len(all) < 8 {
			t.Fatalf("%s: only %d attachments", path, len(all))
		}
		for _, a := range all {
			if a.Document == "" {
				continue
			}
			src, err := os.ReadFile(a.File)
			if err != nil {
				t.Fatal(err)
			}
			if !standsAt(string(src), d.Documents[a.Document], a.Line) {
				t.Errorf("%s: the text of %q does not stand at line %d of %s", path, a.Name, a.Line, a.File)
			}
		}
	}
}

const doc1 = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b%c+d/*"}}`

func roleWith(account, name, document string) string {
	return `{"Arn":"arn:aws:iam::` + account + `:role/` + name + `","RoleName":"` + name + `","RolePolicyList":[{"PolicyName":"p","PolicyDocument":
` + document + `}],"AssumeRolePolicyDocument":{"Statement":[]}}`
}

func page(roles ...string) string {
	return `{"RoleDetailList":[` + strings.Join(roles, ",") + `]}`
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

func TestDocumentForms(t *testing.T) {
	encoded := strings.ReplaceAll(url.QueryEscape(doc1), "+", "%20")
	multi := strings.ReplaceAll(doc1, `,"Statement"`, ",\n\"Statement\"")
	for _, c := range []struct {
		name, document, text string
		line                 int
	}{
		{"object", doc1, doc1, 2},
		{"object-of-several-lines", multi, multi, 2},
		{"json-string", quote(doc1), doc1, 2},
		{"url-encoded", quote(encoded), doc1, 2},
		{"url-encoded-keeps-plus", quote("%7B%22a%22%3A%221+1%22%7D"), `{"a":"1+1"}`, 2},
		{"several-lines-in-a-string-have-no-line", quote(multi), multi, 0},
		{"unicode-escapes-are-decoded-in-strings", `"{\u0022\ud83d\ude00\u0022:1}"`, `{"😀":1}`, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, write(t, "a.json", page(roleWith("111111111111", "r", c.document))))
			a := d.Identities[0].Inline[0]
			if d.Documents[a.Document] != c.text || a.Line != c.line || a.Name != "p" {
				t.Errorf("got %+v with text %q", a, d.Documents[a.Document])
			}
		})
	}
}

func TestPages(t *testing.T) {
	one, two := roleWith("111111111111", "one", doc1), roleWith("222222222222", "two", doc1)
	other := roleWith("111111111111", "other", doc1)
	for _, c := range []struct {
		name, content string
		accounts      string
	}{
		{"one-object", page(one, other), "111111111111"},
		{"array-of-pages", "[" + page(one) + "," + page(other) + "]", "111111111111"},
		{"concatenated-pages", page(one) + "\n" + page(other), "111111111111"},
		{"two-accounts-on-pages-of-their-own", page(one) + page(two), "111111111111 222222222222"},
		{"byte-order-mark", "\xef\xbb\xbf" + page(one), "111111111111"},
		{"unknown-fields-and-nulls", `{"ResponseMetadata":{"x":[1,-2.5e3,true,null]},"UserDetailList":null,"RoleDetailList":[` + one + `]}`, "111111111111"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, a := range read(t, write(t, "a.json", c.content)).Accounts {
				got = append(got, a.ID)
			}
			if strings.Join(got, " ") != c.accounts {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestGroupsAreFoundOnLaterPages(t *testing.T) {
	d := read(t, write(t, "a.json", `{"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/a/u","GroupList":["G","H"]}],"IsTruncated":true,"Marker":"x"}
{"GroupDetailList":[{"Arn":"arn:aws:iam::111111111111:group/path/G"}],"IsTruncated":false}`))
	u := find(t, d, "arn:aws:iam::111111111111:user/a/u")
	if u.Name != "u" || !slices.Equal(u.Groups, []string{"arn:aws:iam::111111111111:group/path/G"}) {
		t.Errorf("user %+v", u)
	}
	if len(d.Gaps) != 1 || d.Gaps[0].Subject != u.ARN || !strings.Contains(d.Gaps[0].Reason, `"H"`) {
		t.Errorf("gaps %+v", d.Gaps)
	}
}

func TestMissingPagesAreAGap(t *testing.T) {
	user := `"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/u"}]`
	last := `{"Policies":[{"Arn":"arn:aws:iam::aws:policy/A","DefaultVersionId":"v1","PolicyVersionList":[{"VersionId":"v1","Document":{}}]}]}`
	for _, c := range []struct {
		name, content string
		gaps          int
	}{
		{"truncated", `{` + user + `,"IsTruncated":true}`, 1},
		{"next-token", `{` + user + `,"NextToken":"x"}`, 1},
		{"whole", `{` + user + `,"IsTruncated":false}`, 0},
		{"the-last-page-names-no-account", `{` + user + `,"IsTruncated":true}` + last, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := read(t, write(t, "a.json", c.content)); len(d.Gaps) != c.gaps {
				t.Errorf("gaps %+v", d.Gaps)
			}
		})
	}
}

// A source cut down to its users says that the rest is not there; an empty list
// is an answer.
func TestListsThatAreNotThereAreNotCollected(t *testing.T) {
	d := read(t, write(t, "users.json", `{"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/u"}],"GroupDetailList":[]}`))
	var got []string
	for _, n := range d.NotCollected {
		switch n.What {
		case snapshot.MissingUsers, snapshot.MissingGroups, snapshot.MissingRoles, snapshot.MissingManaged:
			got = append(got, n.What)
		}
	}
	if slices.Sort(got); !slices.Equal(got, []string{snapshot.MissingManaged, snapshot.MissingRoles}) {
		t.Errorf("%v", got)
	}
}

func TestPoliciesThatAreNotThere(t *testing.T) {
	d := read(t, write(t, "a.json", `{"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/u",
		"AttachedManagedPolicies":{"PolicyName":"x","PolicyArn":"arn:aws:iam::aws:policy/X"},
		"PermissionsBoundary":{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::111111111111:policy/B"}}],
		"RoleDetailList":[{"Arn":"arn:aws:iam::111111111111:role/r"}]}`))
	if !slices.ContainsFunc(d.NotCollected, func(n snapshot.NotCollected) bool { return n.What == snapshot.MissingAWSManaged }) {
		t.Errorf("not collected %+v", d.NotCollected)
	}
	var got []string
	for _, g := range d.Gaps {
		got = append(got, string(g.Layer)+" "+g.Subject)
	}
	want := []string{"resource arn:aws:iam::111111111111:role/r", "boundary arn:aws:iam::111111111111:user/u"}
	if !slices.Equal(got, want) {
		t.Errorf("gaps %q", got)
	}
	if r := find(t, d, "arn:aws:iam::111111111111:role/r"); r.Trust == nil || r.Trust.Document != "" {
		t.Errorf("trust %+v", r.Trust)
	}
}

func TestRoleDetails(t *testing.T) {
	d := read(t, write(t, "a.json", page(`{"Arn":"arn:aws-cn:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Power_User_0a1b2c3d4e5f6789",
		"CreateDate":"2019-11-13T17:30:00Z","RoleLastUsed":{"LastUsedDate":"2019-11-13 17:30:00.5+01:00","Region":"us-west-2"},
		"Tags":[{"Key":"a","Value":"b"},{"Key":"empty","Value":""}],"MaxSessionDuration":43200,"AssumeRolePolicyDocument":{}}`)))
	r := d.Identities[0]
	if r.PermissionSet != "Power_User" || r.MaxSession != 43200 || len(r.Tags) != 2 || r.Tags["a"] != "b" ||
		r.LastUsed.Format(time.RFC3339Nano) != "2019-11-13T16:30:00.5Z" || d.Accounts[0].Partition != "aws-cn" {
		t.Errorf("%+v", r)
	}
}

func TestPermissionSet(t *testing.T) {
	for name, want := range map[string]string{
		"AWSReservedSSO_Admin_0123456789abcdef": "Admin", "AWSReservedSSO_A_B_00": "A_B", "AWSReservedSSO_Admin": "",
		"AWSReservedSSO_Admin_xyz": "", "Admin_00": "", "AWSReservedSSO_Admin_": "",
	} {
		if got := snapshot.PermissionSetOf("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/" + name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := snapshot.PermissionSetOf("arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef"); got != "" {
		t.Errorf("outside the path: %q", got)
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]string{
		"2019-12-18 19:10:08+00:00": "2019-12-18T19:10:08Z", "2019-12-18T19:10:08Z": "2019-12-18T19:10:08Z",
		"2019-12-18T19:10:08.123Z": "2019-12-18T19:10:08.123Z", "2019-12-18T20:10:08+0100": "2019-12-18T19:10:08Z",
		"2019-12-18 19:10:08": "2019-12-18T19:10:08Z", "2019-12-18T21:10:08.000+02:00": "2019-12-18T19:10:08Z",
	} {
		if got := parseTime(text); got == nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s: got %v", text, got)
		}
	}
	for _, text := range []string{"yesterday", "2019-13-01T00:00:00Z", "1576696208"} {
		if got := parseTime(text); got != nil {
			t.Errorf("%s: got %v", text, got)
		}
	}
}
