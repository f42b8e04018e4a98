package emulator

import (
	"maps"
	"slices"

	"sightline/snapshot"
)

// identities checks users, groups and roles of one account.
func (c check) identities(a *Account) {
	for _, g := range a.Groups {
		c.identity(a, snapshot.KindGroup, g.Identity)
	}
	for _, u := range a.Users {
		got := c.identity(a, snapshot.KindUser, u.Identity)
		var groups []string
		for _, g := range a.Groups {
			if slices.Contains(u.Groups, g.Name) {
				groups = append(groups, a.ARN("group"+g.Path+g.Name))
			}
		}
		c.list("groups of "+u.Name, got.Groups, groups)
	}
	for _, r := range a.Roles {
		got := c.identity(a, snapshot.KindRole, r.Identity)
		c.equal("boundary of "+r.Name, got.Boundary, r.Boundary)
		c.document("trust of "+r.Name, c.text(got.Trust), r.Trust)
		var profiles []string
		if r.Profile != "" {
			profiles = []string{a.ARN("instance-profile" + r.Path + r.Profile)}
		}
		c.list("instance profiles of "+r.Name, got.InstanceProfiles, profiles)
	}
	c.count(a)
}

// count demands that nothing else is there but what AWS makes by itself.
func (c check) count(a *Account) {
	want := len(a.Groups) + len(a.Users) + len(a.Roles)
	if a.Name != "management" {
		want++ // OrganizationAccountAccessRole
	}
	got := 0
	for _, i := range c.Identities {
		if i.Account == a.ID {
			got++
		}
	}
	c.equal("identities of "+a.Name, got, want)
}

func (c check) identity(a *Account, kind string, want Identity) snapshot.Identity {
	arn := a.ARN(kind + want.Path + want.Name)
	got := c.exported.identity(arn)
	if got == nil {
		c.Errorf("%s is missing", arn)
		return snapshot.Identity{}
	}
	c.equal("kind of "+arn, got.Kind, kind)
	c.equal("name of "+arn, got.Name, want.Name)
	c.equal("account of "+arn, got.Account, a.ID)
	c.tags(arn, got.Tags, want.Tags)
	c.list("attached to "+arn, got.Attached, want.Attached)
	var names []string
	for i := range got.Inline {
		names = append(names, got.Inline[i].Name)
		c.document(arn+" "+got.Inline[i].Name, c.text(&got.Inline[i]), want.Inline[got.Inline[i].Name])
	}
	c.list("inline policies of "+arn, names, slices.Collect(maps.Keys(want.Inline)))
	return *got
}

// managed checks customer managed policies, and that the AWS managed ones that
// are attached have their text.
func (c check) managed(a *Account) {
	for _, p := range a.Policies {
		c.document(p.Name, c.policy(p.ARN(a.ID)), p.Document)
	}
	for _, arn := range []string{administratorAccess, readOnlyAccess, securityAudit} {
		if text := c.policy(arn); len(text) < 50 {
			c.Errorf("%s: %q", arn, text)
		}
	}
}

// policy is the text of a managed policy.
func (c check) policy(arn string) string {
	for i := range c.Policies {
		if c.Policies[i].ARN == arn {
			return c.text(&c.Policies[i].Attachment)
		}
	}
	c.Errorf("%s is missing", arn)
	return ""
}
