package file

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// writeAll makes a directory of files.
func writeAll(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func accountIDs(d snapshot.Data) string {
	var out []string
	for _, a := range d.Accounts {
		out = append(out, a.ID)
	}
	return strings.Join(out, " ")
}

func saved(t *testing.T, content string) string {
	t.Helper()
	d, err := Read(write(t, "source.json", content), Options{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	s, err := snapshot.NewBuilder(d).Build()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := snapshot.Encode(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSavedSnapshot(t *testing.T) {
	text := saved(t, page(roleWith("111111111111", "r", doc1)))
	for name, content := range map[string]string{"s.json": text, "s.json.gz": zipped(t, text)} {
		d := read(t, write(t, name, content))
		if accountIDs(d) != "111111111111" || !d.TakenAt.Equal(testNow) || d.Sources[0].Kind != KindDetails {
			t.Errorf("%s: %+v", name, d)
		}
	}
	changed := strings.Replace(text, `"name":"r"`, `"name":"s"`, 1)
	if got := failure(t, write(t, "s.json", changed), Options{}); !strings.HasPrefix(got, "s.json:") || !strings.Contains(got, "this snapshot cannot be read at id:") {
		t.Error(got)
	}
}

func TestDirectories(t *testing.T) {
	one, two := page(roleWith("111111111111", "r", doc1)), page(roleWith("222222222222", "r", doc1))
	shared := func(version, action string) string {
		return `{"Policies":[{"Arn":"arn:aws:iam::aws:policy/A","DefaultVersionId":"` + version + `","PolicyVersionList":[{"VersionId":"` +
			version + `","Document":{"Statement":{"Action":"` + action + `"}}}]}]}`
	}
	for _, c := range []struct {
		name     string
		files    map[string]string
		accounts string
	}{
		{"details", map[string]string{"a.json": one, "b.json": two}, "111111111111 222222222222"},
		{"snapshots", map[string]string{"a.json": saved(t, one), "b.json.gz": zipped(t, saved(t, two))}, "111111111111 222222222222"},
		{"both", map[string]string{"a.json": saved(t, one), "b.json": two}, "111111111111 222222222222"},
		{"other-names-are-left-alone", map[string]string{"a.json": one, "README.md": "hello", ".hidden.json": "{"}, "111111111111"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := accountIDs(read(t, writeAll(t, c.files))); got != c.accounts {
				t.Errorf("got %s", got)
			}
		})
	}
	t.Run("the-higher-version-of-an-aws-managed-policy-counts", func(t *testing.T) {
		d := read(t, writeAll(t, map[string]string{"a.json": one + shared("v9", "a:Old"), "b.json": two + shared("v10", "a:New"), "c.json": shared("v2", "a:Older")}))
		if p := d.Policies[0]; len(d.Policies) != 1 || p.VersionID != "v10" || !strings.Contains(d.Documents[p.Document], "a:New") {
			t.Errorf("%+v", d.Policies)
		}
	})
	t.Run("groups-in-another-file", func(t *testing.T) {
		d := read(t, writeAll(t, map[string]string{
			"1.json": `{"UserDetailList":[{"Arn":"arn:aws:iam::111111111111:user/u","GroupList":["g"]}]}`,
			"2.json": `{"GroupDetailList":[{"Arn":"arn:aws:iam::111111111111:group/g"}]}`,
		}))
		if u := find(t, d, "arn:aws:iam::111111111111:user/u"); len(u.Groups) != 1 || len(d.Gaps) != 0 {
			t.Errorf("%+v, gaps %+v", u, d.Gaps)
		}
	})
}

func TestBadDirectories(t *testing.T) {
	role := page(roleWith("111111111111", "r", doc1))
	account := "aws/aws/accounts/111111111111/"
	user := account + "iam/user/u/"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"garbage-beside-good", map[string]string{"a.json": role, "b.json": `{"x":1}`}, `b.json:1:1: not a format known: an object with "x"`},
		{"empty-beside-good", map[string]string{"a.json": role, "b.json": ``}, `b.json: is empty`},
		{"no-json", map[string]string{"a.txt": role}, `this directory holds nothing that can be scanned: no *.json`},
		{"the-same-role-in-two-files", map[string]string{"a.json": role, "b.json": role}, "b.json:1:20 /RoleDetailList/0: the role \"r\" of account 111111111111 stands a second time; first at "},
		{"snapshots-that-differ", map[string]string{"a.json": saved(t, role), "b.json": saved(t, strings.Replace(role, "s3:*", "s3:Get*", 1))}, "b.json: sources differ"},
		{"storage-on-s3", map[string]string{"iam-collect.json": `{"iamCollectVersion":"0.1","storage":{"type":"s3"}}`}, `iam-collect.json: iam-collect's storage is of type "s3"; only files can be read`},
		{"storage-elsewhere", map[string]string{"iam-collect.json": `{"iamCollectVersion":"0.1","storage":{"type":"file","path":"gone"}}`}, `names the storage "gone", which holds no aws/PARTITION/accounts`},
		{"identity-without-arn", map[string]string{user + "metadata.json": `{"name":"u"}`}, "metadata.json: gives no arn, so nobody knows which user this is"},
		{"identity-of-another-account", map[string]string{user + "metadata.json": `{"arn":"arn:aws:iam::222222222222:user/u"}`}, "is not of account 111111111111"},
		{"identity-of-another-kind", map[string]string{user + "metadata.json": `{"arn":"arn:aws:iam::111111111111:role/u"}`}, "a user should stand here"},
		{"bad-time", map[string]string{user + "metadata.json": `{"arn":"arn:aws:iam::111111111111:user/u","created":"soon"}`}, `/created: "soon" is not a time`},
		{"malformed-file", map[string]string{user + "metadata.json": `{"arn":`}, "metadata.json:1:8 /arn: the file ends where a value should stand"},
		{"two-values-in-a-file", map[string]string{user + "metadata.json": `{"arn":"arn:aws:iam::111111111111:user/u"} {}`}, "metadata.json:1:44: something stands behind the value: an object"},
		{"wrong-type", map[string]string{user + "metadata.json": `{"arn":"arn:aws:iam::111111111111:user/u"}`, user + "managed-policies.json": `{"a":1}`}, "managed-policies.json:1:1: an object stands where an array should"},
		{"account-directory-with-a-name", map[string]string{account + "organization.json": `{}`, "aws/aws/accounts/prod/x.json": `{}`}, "an account's directory is named by its 12 digits"},
		{"two-organizations-claim-an-account", map[string]string{"aws/aws/organizations/o-a/accounts.json": `{"111111111111":{"ou":"r-1"}}`, account + "organization.json": `{"organizationId":"o-b"}`}, `names organization "o-b", but o-a lists the account as its own`},
		{"resource-twice", map[string]string{account + "sqs/r/a/metadata.json": `{"arn":"arn:aws:sqs:r:1:q"}`, account + "sqs/r/b/metadata.json": `{"arn":"arn:aws:sqs:r:1:q"}`}, "describes arn:aws:sqs:r:1:q a second time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := failure(t, writeAll(t, c.files), Options{}); !strings.Contains(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

const collected = "testdata/iam-collect/data/aws/aws"

func TestCollectionIsFoundFromAnywhere(t *testing.T) {
	want := accountIDs(read(t, collected))
	if want != "111111111111 222222222222 333333333333 444444444444" {
		t.Fatalf("accounts %s", want)
	}
	for _, path := range []string{"testdata/iam-collect", "testdata/iam-collect/data", "testdata/iam-collect/data/aws"} {
		if got := accountIDs(read(t, path)); got != want {
			t.Errorf("%s: accounts %s", path, got)
		}
	}
	elsewhere := writeAll(t, map[string]string{
		"deep/store/aws/aws-cn/accounts/111111111111/metadata.json": `{}`,
		"conf/iam-collect.jsonc":                                    `{"iamCollectVersion":"0.1.206","storage":{"type":"file","path":"../deep/store"}}`,
	})
	if d := read(t, filepath.Join(elsewhere, "conf")); d.Accounts[0].Partition != "aws-cn" {
		t.Errorf("by configuration: %+v", d.Accounts)
	}
}

func TestCollectionOrganization(t *testing.T) {
	d := read(t, collected)
	o := d.Organizations[0]
	if o.ID != "o-abc123" || o.ManagementAccount != "111111111111" || o.Root != "r-ab12" || !o.SCPsEnabled || !o.RCPsEnabled ||
		!slices.Equal(o.Units, []snapshot.Unit{{ID: "ou-ab12-prod", Name: "Production", Parent: "r-ab12"}}) {
		t.Errorf("%+v", o)
	}
	scps := map[string]string{}
	for _, p := range o.SCPs {
		scps[p.ID] = strings.Join(p.Targets, " ")
		if (p.Document == "") != (p.ID == "p-lost5678") {
			t.Errorf("%+v", p)
		}
	}
	if !maps.Equal(scps, map[string]string{
		"p-FullAWSAccess": "111111111111 222222222222 444444444444 ou-ab12-prod r-ab12",
		"p-deny1234":      "ou-ab12-prod", "p-lost5678": "222222222222",
	}) {
		t.Errorf("%v", scps)
	}
	shop, other := d.Accounts[1], d.Accounts[3]
	if shop.Name != "shop" || shop.Organization != "o-abc123" || shop.Parent != "ou-ab12-prod" || !shop.OrganizationKnown ||
		*shop.PublicAccessBlock != (authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true}) {
		t.Errorf("%+v", shop)
	}
	if other.Parent != "ou-ab12-prod" || len(other.Collected) != 0 {
		t.Errorf("an account that structure.json alone places: %+v", other)
	}
	if carols := d.Accounts[2]; carols.OrganizationKnown || carols.Organization != "" {
		t.Errorf("%+v", carols)
	}
}

// Whether policies of a type are in force is known if the features say so, or
// if one is attached.
func TestCollectionPolicyTypes(t *testing.T) {
	for _, c := range []struct {
		name, features, scps string
		on, lacks            bool
	}{
		{"told on", `{"SERVICE_CONTROL_POLICY":true}`, `[]`, true, false},
		{"told off", `{"SERVICE_CONTROL_POLICY":false}`, `[]`, false, false},
		{"not told, one attached", `{}`, `["arn:aws:organizations::aws:policy/service_control_policy/p-x"]`, true, false},
		{"not told, none attached", `{}`, `[]`, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := writeAll(t, map[string]string{
				"aws/aws/organizations/o-1/metadata.json":     `{"id":"o-1","rootOu":"r-1","rootAccountId":"999999999999","features":` + c.features + `}`,
				"aws/aws/organizations/o-1/accounts.json":     `{"111111111111":{"ou":"r-1","scps":` + c.scps + `}}`,
				"aws/aws/accounts/111111111111/metadata.json": `{"name":"one"}`,
			})
			d := read(t, dir)
			lacks := slices.ContainsFunc(d.NotCollected, func(n snapshot.NotCollected) bool { return n.What == snapshot.MissingSCPs })
			if d.Organizations[0].SCPsEnabled != c.on || lacks != c.lacks {
				t.Errorf("enabled %t, lacks %t", d.Organizations[0].SCPsEnabled, lacks)
			}
		})
	}
}

func TestCollectionIdentities(t *testing.T) {
	d := read(t, collected)
	app := find(t, d, "arn:aws:iam::222222222222:role/team/App")
	if app.Boundary != "arn:aws:iam::222222222222:policy/Edge" || app.UniqueID != "AROAAPP" || app.Tags["team"] != "shop" ||
		len(app.Inline) != 1 || app.Inline[0].Name != "read" || len(app.Attached) != 2 || len(app.InstanceProfiles) != 1 || app.Created == nil {
		t.Errorf("%+v", app)
	}
	alice := find(t, d, "arn:aws:iam::222222222222:user/Alice")
	if !slices.Equal(alice.Groups, []string{"arn:aws:iam::222222222222:group/Devs"}) || alice.Tags["mail"] != "alice@example.com" {
		t.Errorf("%+v", alice)
	}
	sso := find(t, d, "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_Team_0123456789abcdef")
	if sso.PermissionSet != "Admin_Team" || sso.Trust == nil || sso.Trust.Document != "" {
		t.Errorf("%+v", sso)
	}
}

func TestCollectionResources(t *testing.T) {
	d := read(t, collected)
	byARN := map[string]snapshot.Resource{}
	for _, r := range d.Resources {
		byARN[r.ARN] = r
	}
	all := authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
	data := byARN["arn:aws:s3:::shop-data"]
	if data.Type != snapshot.TypeBucket || data.Account != "222222222222" || data.Region != "eu-west-1" || data.Policy == nil ||
		*data.Bucket.PublicAccessBlock != all || data.Bucket.ACL != nil || data.Bucket.Ownership != "" || data.Tags["Dept"] != "Shop" {
		t.Errorf("%+v", data)
	}
	logs := byARN["arn:aws:s3:::shop-logs"]
	if logs.Policy != nil || !logs.PolicyRead || !logs.TagsRead || logs.Bucket.PublicAccessBlock != nil {
		t.Errorf("%+v", logs)
	}
	if r := byARN["arn:aws:s3:eu-west-1:222222222222:accesspoint/logs"]; r.Type != snapshot.TypeAccessPoint || r.Underlying != logs.ARN {
		t.Errorf("%+v", r)
	}
	if r := byARN["arn:aws:kms:eu-west-1:222222222222:key/k-2"]; r.Type != snapshot.TypeKey || r.PolicyRead {
		t.Errorf("a key without its policy: %+v", r)
	}
	if r := byARN["arn:aws:lambda:eu-west-1:222222222222:function:Pay"]; r.Role != "arn:aws:iam::222222222222:role/team/App" {
		t.Errorf("%+v", r)
	}
	if r := byARN["arn:aws:sqs:eu-west-1:222222222222:Orders"]; r.Policy == nil || r.Policy.Name != "AWS RAM" {
		t.Errorf("a shared queue: %+v", r)
	}
	if r := byARN["arn:aws:quantum:eu-west-1:222222222222:cat/Box"]; r.Type != "quantum:cat" || r.Attributes["lives"] != "9" {
		t.Errorf("%+v", r)
	}
	if r := byARN["arn:aws:ec2:eu-west-1:222222222222:vpc-endpoint/vpce-1"]; r.Policy != nil || r.Attributes["endpointPolicy"] == "" {
		t.Errorf("an endpoint's policy is no resource policy: %+v", r)
	}
}

func TestCollectionGaps(t *testing.T) {
	d := read(t, collected)
	var gaps []string
	for _, g := range d.Gaps {
		gaps = append(gaps, strings.TrimSpace(string(g.Layer)+" "+g.Subject+" "+g.Type))
	}
	slices.Sort(gaps)
	want := []string{
		"identity arn:aws:iam::222222222222:role/team/App",
		"resource  unknown",
		"resource arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_Team_0123456789abcdef",
		"resource arn:aws:kms:eu-west-1:222222222222:key/k-2",
		"scp p-lost5678",
	}
	if !slices.Equal(gaps, want) {
		t.Errorf("gaps %q", gaps)
	}
	var lacks []string
	for _, n := range d.NotCollected {
		lacks = append(lacks, strings.TrimSpace(n.Account+" "+n.What))
	}
	slices.Sort(lacks)
	want = []string{
		"111111111111 resource policies", "111111111111 resources", "222222222222 AWS managed policies",
		"333333333333 organization membership", "333333333333 resource control policies", "333333333333 service control policies",
		"444444444444 resource policies", "444444444444 resources", "KMS grants", "bucket access control lists and ownership",
		"policies of Lambda aliases, versions and layers", "with whom snapshots and images are shared",
	}
	if !slices.Equal(lacks, want) {
		t.Errorf("not collected %q", lacks)
	}
}

// What external access is judged by, as far as the layout has it: the policies
// of every type, and of access points what is behind them and where they listen.
func TestCollectionOfSharedResources(t *testing.T) {
	const account = "aws/aws/accounts/222222222222/"
	files := make(map[string]string)
	put := func(dir, arn, more string) {
		files[account+dir+"/metadata.json"] = `{"arn":"` + arn + `"` + more + `}`
		files[account+dir+"/policy.json"] = `{"Version":"2012-10-17","Statement":[]}`
	}
	types := map[string]string{
		"arn:aws:sns:eu-west-1:222222222222:t":                                         snapshot.TypeTopic,
		"arn:aws:secretsmanager:eu-west-1:222222222222:secret:s-1":                     snapshot.TypeSecret,
		"arn:aws:elasticfilesystem:eu-west-1:222222222222:file-system/fs-1":            snapshot.TypeFileSystem,
		"arn:aws:ecr:eu-west-1:222222222222:repository/a/b":                            snapshot.TypeRepository,
		"arn:aws:lambda:eu-west-1:222222222222:function:f":                             snapshot.TypeFunction,
		"arn:aws:dynamodb:eu-west-1:222222222222:table/t":                              snapshot.TypeTable,
		"arn:aws:dynamodb:eu-west-1:222222222222:table/t/stream/2026-01-01T00:00:00.0": snapshot.TypeStream,
		"arn:aws:s3express:eu-west-1:222222222222:bucket/d--az--x-s3":                  snapshot.TypeDirectoryBucket,
	}
	for arn := range types {
		parts := strings.SplitN(arn, ":", 6)
		put(parts[2]+"/"+parts[3]+"/"+strings.ReplaceAll(parts[5], ":", "-"), arn, "")
	}
	const points = `,"bucket":"%","bucketAccount":"333333333333","networkOrigin":"VPC","vpc":"vpc-1"`
	point, multi, directory := "arn:aws:s3:eu-west-1:222222222222:accesspoint/p", "arn:aws:s3::222222222222:accesspoint/m.mrap", "arn:aws:s3express:eu-west-1:222222222222:accesspoint/q--az--xa-s3"
	put("s3/eu-west-1/accesspoint/p", point, strings.Replace(points, "%", "b", 1))
	put("s3/accesspoint/m.mrap", multi, `,"alias":"m.mrap","regions":[{"Bucket":"b","Region":"eu-west-1"},{"Bucket":"c","Region":"us-east-1"}]`)
	put("s3express/eu-west-1/accesspoint/q--az--xa-s3", directory, strings.Replace(points, "%", "d--az--x-s3", 1))
	files[account+"s3/accesspoint/m.mrap/bpa.json"] = `{"RestrictPublicBuckets":true}`
	s, err := snapshot.NewBuilder(read(t, writeAll(t, files))).Build()
	if err != nil {
		t.Fatal(err)
	}
	for arn, kind := range types {
		if r := s.Resource(arn); r == nil || r.ARN != arn || r.Type != kind || r.Policy == nil || !r.PolicyRead {
			t.Errorf("%s: %+v", arn, r)
		}
	}
	if r := s.Resource(point); r.Underlying != "arn:aws:s3:::b" || r.NetworkOrigin != snapshot.OriginVPC || r.Attributes["networkOrigin"] != "" || r.Attributes["vpc"] != "vpc-1" {
		t.Errorf("%+v", r)
	}
	if r := s.Resource(multi); !slices.Equal(r.UnderlyingBuckets, []string{"arn:aws:s3:::b", "arn:aws:s3:::c"}) || !r.Bucket.PublicAccessBlock.RestrictPublicBuckets {
		t.Errorf("%+v", r)
	}
	if r := s.Resource(directory); r.Underlying != "arn:aws:s3express:eu-west-1:333333333333:bucket/d--az--x-s3" {
		t.Errorf("%+v", r)
	}
	if why := s.CannotRescan(); !strings.Contains(why, "a file cannot be rescanned") {
		t.Errorf("rescan: %q", why)
	}
}
