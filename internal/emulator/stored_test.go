package emulator

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// exported is a snapshot's content as `snapshot export` writes it.
type exported struct{ *snapshot.Data }

// export writes the latest snapshot to a file and reads it.
func (d *desk) export() exported {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), "snapshot.json")
	if r := d.run("snapshot", "export", "latest", path); r.exit != 0 {
		d.t.Fatalf("snapshot export: exit %d, %s", r.exit, r.stderr)
	}
	f, err := os.Open(path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	s, err := snapshot.Decode(f)
	if err != nil {
		d.t.Fatal(err)
	}
	return exported{s.Data()}
}

func (s exported) resource(arn string) *snapshot.Resource {
	for i := range s.Resources {
		if s.Resources[i].ARN == arn {
			return &s.Resources[i]
		}
	}
	return nil
}

func (s exported) identity(arn string) *snapshot.Identity {
	for i := range s.Identities {
		if s.Identities[i].ARN == arn {
			return &s.Identities[i]
		}
	}
	return nil
}

// text is the document of an attachment.
func (s exported) text(a *snapshot.Attachment) string {
	if a == nil {
		return ""
	}
	return s.Documents[a.Document]
}

// check compares a snapshot with what was seeded, and complains.
type check struct {
	*testing.T
	exported
}

// stored proves that everything that was seeded is in the snapshot, field by
// field, whatever the engine makes of it.
func stored(t *testing.T, d *desk, w *World) {
	c := check{t, d.export()}
	c.organization(w)
	for _, a := range w.Accounts {
		c.identities(a)
		c.managed(a)
		c.computers(a)
		c.data(a)
	}
}

func (c check) equal(what string, got, want any) {
	c.Helper()
	if got != want {
		c.Errorf("%s: %v, want %v", what, got, want)
	}
}

func (c check) tags(what string, got, want map[string]string) {
	c.Helper()
	if !maps.Equal(got, want) {
		c.Errorf("tags of %s: %q, want %q", what, got, want)
	}
}

func (c check) document(what, got, want string) {
	c.Helper()
	if !sameJSON(got, want) {
		c.Errorf("policy %s: %s, want %s", what, got, want)
	}
}

func (c check) list(what string, got, want []string) {
	c.Helper()
	if got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
		c.Errorf("%s: %q, want %q", what, got, want)
	}
}

func (c check) organization(w *World) {
	c.equal("organizations", len(c.Organizations), 1)
	o := c.Organizations[0]
	c.equal("organization", o.ID, w.Organization)
	c.equal("management account", o.ManagementAccount, w.Account("management").ID)
	c.equal("root", o.Root, w.Root)
	c.equal("units", len(o.Units), len(units()))
	for _, u := range units() {
		at := slices.IndexFunc(o.Units, func(x snapshot.Unit) bool { return x.ID == w.Units[u.name] })
		if at < 0 {
			c.Errorf("unit %s is missing", u.name)
			continue
		}
		c.equal("unit's name", o.Units[at].Name, u.name)
		c.equal("parent of "+u.name, o.Units[at].Parent, w.Units[u.parent])
	}
	c.equal("SCPs on", o.SCPsEnabled, true)
	c.equal("RCPs on", o.RCPsEnabled, true)
	c.orgPolicies(o.SCPs, w.SCPs, "FullAWSAccess")
	c.orgPolicies(o.RCPs, w.RCPs, "RCPFullAWSAccess")
	c.accounts(w)
}

func (c check) orgPolicies(got []snapshot.OrgPolicy, want []OrgPolicy, always string) {
	named := func(name string) int {
		return slices.IndexFunc(got, func(p snapshot.OrgPolicy) bool { return p.Name == name })
	}
	if named(always) < 0 || len(got) != len(want)+1 {
		c.Errorf("%d policies, want %d and %s", len(got), len(want), always)
	}
	for _, p := range want {
		at := named(p.Name)
		if at < 0 {
			c.Errorf("policy %s is missing", p.Name)
			continue
		}
		c.document(p.Name, c.text(&got[at].Attachment), p.Document)
		c.list("targets of "+p.Name, got[at].Targets, p.Targets)
	}
}

func (c check) accounts(w *World) {
	c.equal("accounts", len(c.Accounts), len(w.Accounts))
	for _, a := range w.Accounts {
		at := slices.IndexFunc(c.Accounts, func(x snapshot.Account) bool { return x.ID == a.ID })
		if at < 0 {
			c.Errorf("account %s is missing", a.Name)
			continue
		}
		got := c.Accounts[at]
		c.equal("name", got.Name, a.Title)
		c.equal("parent of "+a.Name, got.Parent, w.Units[a.Unit])
		all := authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
		c.equal("public access block of "+a.Name, got.PublicAccessBlock != nil && *got.PublicAccessBlock == all, a.Block)
	}
}
