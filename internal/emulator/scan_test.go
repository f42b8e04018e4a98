package emulator

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestScanOrganization scans with the built program and asks it.
func TestScanOrganization(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	d := atDesk(t, proxy(t, w).URL)
	// No --regions: every Region that the account has enabled.
	a := d.scan(0, "--organization")
	if a.Accounts != len(w.Accounts) {
		t.Errorf("%d accounts, want %d", a.Accounts, len(w.Accounts))
	}
	if len(a.Gaps) > 0 {
		t.Errorf("gaps: %+v", a.Gaps)
	}
	t.Run("answers", func(t *testing.T) { asked(t, d, w.World) })
	t.Run("stored", func(t *testing.T) { stored(t, d, w.World) })
}

// TestScanAnswer holds the JSON of scan against the contract.
func TestScanAnswer(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	r := atDesk(t, w.Endpoint).run("scan", "--organization", twoRegions)
	var a map[string]any
	if err := json.Unmarshal([]byte(r.stdout), &a); err != nil {
		t.Fatalf("exit %d: %v; %s", r.exit, err, r.stderr)
	}
	for _, field := range []string{"snapshot", "accounts", "identities", "resources", "gaps", "notCollected", "findings"} {
		if a[field] == nil {
			t.Errorf("the answer has no %s: %s", field, r.stdout)
		}
	}
	findings, _ := a["findings"].(map[string]any)
	for _, field := range []string{"active", "new", "resolved"} {
		if _, ok := findings[field].(float64); !ok {
			t.Errorf("findings has no %s: %v", field, findings)
		}
	}
}

// TestRegions: the flag limits regional resources only. Buckets are read
// whatever is chosen.
func TestRegions(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	d := atDesk(t, w.Endpoint)
	d.scan(0, "--organization", "--regions", Virginia)
	s := d.export()
	prod := w.Account("prod")
	for arn, want := range map[string]bool{
		prod.Instance("web").ARN(prod.ID): true, prod.Instance("web-eu").ARN(prod.ID): false,
		prod.Key("orders").ARN: true, prod.Key("orders-eu").ARN: false,
		prod.Clusters[0].ARN(prod.ID): true, prod.Clusters[1].ARN(prod.ID): false,
		prod.Databases[0].ARN(prod.ID): true, prod.Databases[2].ARN(prod.ID): false,
		prod.Bucket("data").ARN(""): true, prod.Bucket("europe").ARN(""): true,
	} {
		if has := s.resource(arn) != nil; has != want {
			t.Errorf("%s in the snapshot: %v, want %v", arn, has, want)
		}
	}
	if a, r := d.ask("who-can", "s3:ListBucket", prod.Bucket("europe").ARN("")); r.exit != 0 || len(a.Principals) == 0 {
		t.Errorf("who-can on the bucket of the other Region: exit %d, %+v %s", r.exit, a, r.stderr)
	}
}

// TestAccounts: the flag limits the accounts that are read.
func TestAccounts(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	d := atDesk(t, w.Endpoint)
	prod, dev := w.Account("prod"), w.Account("dev")
	d.scan(0, "--organization", twoRegions, "--accounts", prod.ID+","+dev.ID)
	s := d.export()
	for _, i := range s.Identities {
		if i.Account != prod.ID && i.Account != dev.ID {
			t.Errorf("%s is of another account", i.ARN)
		}
	}
	// The organization above them counts all the same.
	a, _ := d.ask("can", prod.ARN("role/Admin"), "s3:DeleteBucket", prod.Bucket("data").ARN(""))
	if a.Decision != "ExplicitlyDenied" || a.DecidedBy != "scp" {
		t.Errorf("the administrator: %s by %s", a.Decision, a.DecidedBy)
	}
	if r := d.run("scan", "--organization", "--accounts", "999999999999"); r.exit != 2 || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("an account that is not there: exit %d, %s", r.exit, r.stderr)
	}
}

// TestOneAccount: without --organization the credentials' own account is read.
func TestOneAccount(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	d := atDesk(t, w.Endpoint)
	if a := d.scan(0, twoRegions); a.Accounts != 1 {
		t.Errorf("%d accounts, want 1", a.Accounts)
	}
	s, own := d.export(), w.Account("management")
	for _, i := range s.Identities {
		if i.Account != own.ID {
			t.Errorf("%s is of another account", i.ARN)
		}
	}
	// Service control policies do not touch the management account.
	a, r := d.ask("can", own.ARN("user/staff/alice"), "s3:DeleteBucket", own.Bucket("home").ARN(""))
	if a.Decision != "Allowed" || r.exit != 0 {
		t.Errorf("alice: %s, exit %d", a.Decision, r.exit)
	}
}

// TestRoleFlags: the named role is assumed, with the external id.
func TestRoleFlags(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	p := proxy(t, w)
	d := atDesk(t, p.URL)
	d.scan(0, "--organization", twoRegions, "--role", "OrganizationAccountAccessRole", "--external-id", "id-17")
	var roles, ids []string
	for _, c := range p.Calls() {
		if c.Operation == "AssumeRole" {
			roles, ids = append(roles, c.Subject), append(ids, c.ExternalID)
		}
	}
	for _, a := range w.Accounts[1:] {
		if !slices.Contains(roles, a.ARN("role/OrganizationAccountAccessRole")) {
			t.Errorf("the role of %s was not assumed: %v", a.Name, roles)
		}
	}
	if !slices.Contains(ids, "id-17") {
		t.Errorf("external ids %v", ids)
	}
}

// TestRegionsRefused: who may not list the Regions has those read that every
// account has, and is told that there may be others.
func TestRegionsRefused(t *testing.T) {
	t.Parallel()
	w := seeded(t)
	d := atDesk(t, proxy(t, w, On("ec2:DescribeRegions", Deny)).URL)
	a := d.scan(3, "--organization")
	for _, g := range a.Gaps {
		if g.Call != "ec2:DescribeRegions" || g.MissingAction != "ec2:DescribeRegions" {
			t.Errorf("gap %+v", g)
		}
	}
	prod, s := w.Account("prod"), d.export()
	for _, i := range prod.Instances {
		if s.resource(i.ARN(prod.ID)) == nil {
			t.Errorf("instance %s is missing", i.Label)
		}
	}
}
