package generate_test

import (
	"testing"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/internal/generate"
	"sightline/snapshot"
)

func parts(t *testing.T, opts generate.Options) []generate.Part {
	t.Helper()
	seq, err := generate.Organization(opts)
	if err != nil {
		t.Fatal(err)
	}
	var out []generate.Part
	for p := range seq {
		out = append(out, p)
	}
	return out
}

func merged(t *testing.T, opts generate.Options) *snapshot.Snapshot {
	t.Helper()
	b := snapshot.NewBuilder(snapshot.Data{})
	for _, p := range parts(t, opts) {
		if err := b.Merge(p.Data); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	s, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSizesAreAsAsked(t *testing.T) {
	for _, o := range []generate.Options{
		{Accounts: 1},
		{Accounts: 2, Principals: 1, Resources: 1},
		{Accounts: 1, Principals: 7, Resources: 3},
		{Accounts: 12, Principals: 60, Resources: 90, Seed: 5},
		{Accounts: 1, Principals: 500, Resources: 1000, RolePercent: 100, BucketPercent: 100},
	} {
		c := merged(t, o).Counts()
		if c.Accounts != o.Accounts || c.Identities != o.Accounts*o.Principals || c.Resources != o.Accounts*o.Resources {
			t.Errorf("%+v gives %+v", o, c)
		}
		if o.RolePercent == 100 && c.Roles != o.Principals {
			t.Errorf("%d roles of %d identities", c.Roles, o.Principals)
		}
	}
}

func TestSharesOfKinds(t *testing.T) {
	c := merged(t, generate.Options{Accounts: 4, Principals: 200, Resources: 10}).Counts()
	if c.Roles != 480 || c.Users != 240 || c.Groups != 80 {
		t.Errorf("of 800 identities %d roles, %d users, %d groups", c.Roles, c.Users, c.Groups)
	}
}

func TestEveryDocumentParsesWithoutIssues(t *testing.T) {
	d := merged(t, generate.Options{Accounts: 25, Principals: 120, Resources: 200, Seed: 3}).Data()
	for _, text := range d.Documents {
		doc := policy.Parse([]byte(text))
		if doc.Broken || len(doc.Issues) > 0 || len(doc.Statements) == 0 {
			t.Errorf("%v in %s", doc.Issues, text)
		}
	}
}

// Real organizations attach few documents many times.
func TestDocumentsAreShared(t *testing.T) {
	d := merged(t, generate.Options{Accounts: 20, Principals: 200, Resources: 200}).Data()
	attached := 0
	for i := range d.Identities {
		attached += len(d.Identities[i].Attached) + len(d.Identities[i].Inline)
		if d.Identities[i].Trust != nil {
			attached++
		}
	}
	if attached < 2*len(d.Documents) {
		t.Errorf("%d documents for %d attachments of identities alone", len(d.Documents), attached)
	}
}

func TestPopularityIsUneven(t *testing.T) {
	d := merged(t, generate.Options{Accounts: 1, Principals: 1000, Resources: 0}).Data()
	use, total, most := make(map[string]int), 0, 0
	for i := range d.Identities {
		for _, arn := range d.Identities[i].Attached {
			use[arn]++
			total++
			most = max(most, use[arn])
		}
	}
	if most*len(use) < 5*total {
		t.Errorf("the most popular of %d policies has %d of %d uses", len(use), most, total)
	}
}

// counts of one feature in an organization.
type features struct {
	boundaries, inline, partnerTrust, githubTrust, linked, permissionSets int
	publicPolicy, publicACL, policies, keys, keysWithGrants               int
	functions, instances, tagged                                          int
}

func survey(d *snapshot.Data) (f features) {
	for i := range d.Identities {
		id := &d.Identities[i]
		f.boundaries += count(id.Boundary != "")
		f.inline += count(len(id.Inline) > 0)
		f.linked += count(authz.IsServiceLinkedRole(id.ARN))
		f.permissionSets += count(id.PermissionSet != "")
		if id.Trust != nil {
			f.partnerTrust += count(contains(d, id.Trust, "999988887777"))
			f.githubTrust += count(contains(d, id.Trust, "repo:generated/"))
		}
	}
	for i := range d.Resources {
		f.resource(d, &d.Resources[i])
	}
	return f
}

func (f *features) resource(d *snapshot.Data, r *snapshot.Resource) {
	f.policies += count(r.Policy != nil && r.Type != snapshot.TypeKey)
	f.tagged += count(len(r.Tags) > 0)
	f.keys += count(r.Type == snapshot.TypeKey)
	f.keysWithGrants += count(len(r.Grants) > 0)
	f.functions += count(r.Type == "AWS::Lambda::Function" && r.Role != "")
	f.instances += count(r.InstanceProfile != "")
	if r.Bucket != nil && r.Bucket.PublicAccessBlock == nil {
		f.publicPolicy += count(r.Policy != nil && contains(d, r.Policy, "PublicRead"))
		f.publicACL += count(r.Bucket.Ownership == "ObjectWriter" && len(*r.Bucket.ACL) == 2)
	}
}

func TestHasEveryFeature(t *testing.T) {
	f := survey(merged(t, generate.Options{Accounts: 20, Principals: 150, Resources: 400}).Data())
	for name, c := range map[string]struct{ n, min, max int }{
		"boundaries":        {f.boundaries, 100, 1500},
		"inline policies":   {f.inline, 100, 1500},
		"trust of partners": {f.partnerTrust, 10, 300},
		"trust of GitHub":   {f.githubTrust, 20, 400},
		"service-linked":    {f.linked, 20, 20},
		"permission sets":   {f.permissionSets, 80, 80},
		"public by policy":  {f.publicPolicy, 5, 80},
		"public by list":    {f.publicACL, 2, 60},
		"resource policies": {f.policies, 800, 2400},
		"keys":              {f.keys, 150, 900},
		"keys with grants":  {f.keysWithGrants, 10, 300},
		"functions":         {f.functions, 400, 2500},
		"instances":         {f.instances, 100, 1200},
		"tagged":            {f.tagged, 4000, 7500},
	} {
		if c.n < c.min || c.n > c.max {
			t.Errorf("%s: %d, want %d to %d", name, c.n, c.min, c.max)
		}
	}
}

// What a resource runs as must exist and trust the service.
func TestComputeRunsAsRolesThatTrustIt(t *testing.T) {
	s := merged(t, generate.Options{Accounts: 3, Principals: 100, Resources: 300})
	d := s.Data()
	profiles := make(map[string]*snapshot.Identity)
	for i := range d.Identities {
		for _, p := range d.Identities[i].InstanceProfiles {
			profiles[p] = &d.Identities[i]
		}
	}
	for i := range d.Resources {
		r := &d.Resources[i]
		if r.Role != "" && (s.Identity(r.Role) == nil || !contains(d, s.Identity(r.Role).Trust, "lambda.amazonaws.com")) {
			t.Errorf("%s runs as %s, which does not trust Lambda", r.ARN, r.Role)
		}
		if r.InstanceProfile != "" && (profiles[r.InstanceProfile] == nil || !contains(d, profiles[r.InstanceProfile].Trust, "ec2.amazonaws.com")) {
			t.Errorf("%s has the profile %s, whose role does not trust EC2", r.ARN, r.InstanceProfile)
		}
	}
}

func TestControlPoliciesStandAtThreeLevels(t *testing.T) {
	s := merged(t, generate.Options{Accounts: 20, Principals: 20, Resources: 2})
	o := s.Data().Organizations[0]
	units := make(map[string]bool)
	for _, u := range o.Units {
		units[u.ID] = true
	}
	var root, unit, account int
	for _, p := range o.SCPs {
		if p.Name == "FullAWSAccess" {
			continue
		}
		for _, target := range p.Targets {
			root += count(target == o.Root)
			unit += count(units[target])
			account += count(s.Account(target) != nil)
		}
	}
	if root == 0 || unit == 0 || account == 0 || len(o.RCPs) != 2 {
		t.Errorf("%d policies at the root, %d at units, %d at accounts, %d RCPs", root, unit, account, len(o.RCPs))
	}
}

func TestBadOptions(t *testing.T) {
	for _, o := range []generate.Options{
		{},
		{Accounts: -1},
		{Accounts: 1, Principals: -1},
		{Accounts: 1, Resources: -5},
		{Accounts: generate.MaxAccounts + 1},
		{Accounts: 1, Resources: generate.MaxPerObject + 1},
		{Accounts: 1, RolePercent: 101},
	} {
		if _, err := generate.Organization(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
