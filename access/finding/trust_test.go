package finding

import (
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

func TestTrust(t *testing.T) {
	const shut, half = "333344445555", "555566667777"
	organization, accounts := Zone{Kind: ZoneOrganization}, Zone{Kind: ZoneAccounts, Accounts: []string{home, vendor}}
	refusal := snapshot.Gap{Account: home, Call: "organizations:ListAccountsForParent", Reason: "AccessDenied", Layer: authz.LayerSCP}
	for _, c := range []struct {
		sentence string
		zone     Zone
		change   func(*snapshot.Data)
		account  string
		want     authz.Tri
	}{
		{"a member is inside", organization, nil, member, authz.True},
		{"an account that the organization does not list is outside", organization, nil, vendor, authz.False},
		{"one that is known to be in none is outside", organization, func(d *snapshot.Data) {
			d.Accounts = append(d.Accounts, snapshot.Account{ID: shut, OrganizationKnown: true})
		}, shut, authz.False},
		{"one of another organization is outside", organization, func(d *snapshot.Data) {
			d.Accounts = append(d.Accounts, snapshot.Account{ID: shut, Organization: "o-other", OrganizationKnown: true})
			d.Organizations = append(d.Organizations, snapshot.Organization{ID: "o-other"})
		}, shut, authz.False},
		{"one whose membership was not read is unknown", organization, func(d *snapshot.Data) {
			d.Accounts = append(d.Accounts, snapshot.Account{ID: half})
		}, half, authz.Maybe},
		{"one that the list may lack, because a call was refused, is unknown", organization, func(d *snapshot.Data) { d.Gaps = append(d.Gaps, refusal) }, vendor, authz.Maybe},
		{"a member stays inside although a call was refused", organization, func(d *snapshot.Data) { d.Gaps = append(d.Gaps, refusal) }, member, authz.True},
		{"where the tree was not read, others are unknown", organization, func(d *snapshot.Data) { d.Organizations[0].Root = "" }, vendor, authz.Maybe},
		{"in a scan of chosen accounts, others are unknown", organization, func(d *snapshot.Data) { d.Accounts = d.Accounts[1:]; d.Resources, d.Identities = nil, nil }, vendor, authz.Maybe},
		{"unless a policy of the organization is attached to them", organization, func(d *snapshot.Data) {
			d.Organizations[0].SCPs = []snapshot.OrgPolicy{{ID: "p-1", Targets: []string{"r-1", vendor}}}
		}, vendor, authz.True},
		{"a chosen account is inside", accounts, nil, vendor, authz.True},
		{"one that was not chosen is outside, though a member", accounts, nil, member, authz.False},
		{"and nothing of it is unknown", accounts, func(d *snapshot.Data) { d.Gaps = append(d.Gaps, refusal) }, member, authz.False},
	} {
		zone := c.zone
		if zone.Kind == ZoneOrganization {
			zone.Organization = "o-shop"
		}
		trust, err := zone.Resolve(build(t, c.change))
		if err != nil || trust.Account(c.account) != c.want {
			t.Errorf("%s: %v", c.sentence, err)
		}
	}
}

func TestResolve(t *testing.T) {
	zone := Zone{Kind: ZoneOrganization}
	trust, err := zone.Resolve(build(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if ids := trust.Organizations(); len(ids) != 1 || ids[0] != "o-shop" || len(trust.Doubt()) != 0 {
		t.Errorf("%v", ids)
	}
	if trust.Organization("o-shop") != authz.True || trust.Organization("o-other") != authz.False ||
		trust.OrganizationPath("o-shop/r-1/ou-1/") != authz.True || trust.OrganizationPath("o-other/*") != authz.False {
		t.Error("the zone's organization is not the one that is inside")
	}
	_, err = zone.Resolve(build(t, func(d *snapshot.Data) {
		d.Organizations = nil
		for i := range d.Accounts {
			d.Accounts[i].Organization, d.Accounts[i].Parent = "", ""
		}
	}))
	if err == nil || !strings.Contains(err.Error(), "knows no organization") {
		t.Error(err)
	}
	_, err = zone.Resolve(build(t, func(d *snapshot.Data) {
		d.Organizations = append(d.Organizations, snapshot.Organization{ID: "o-other"})
	}))
	if err == nil || !strings.Contains(err.Error(), "organization:o-other") {
		t.Error(err)
	}
	listed := build(t, func(d *snapshot.Data) {
		d.Accounts[0].CanonicalID = "c0ffee"
		d.Accounts = append(d.Accounts, snapshot.Account{ID: "555566667777"})
		d.Organizations[0].RCPs = []snapshot.OrgPolicy{{ID: "p-1", Targets: []string{"ou-1", "666677778888"}}}
	})
	trust, err = zone.Resolve(listed)
	if err != nil {
		t.Fatal(err)
	}
	same(t, trust.Accounts(), []string{home, member, "666677778888"})
	same(t, trust.CanonicalIDs(), []string{"c0ffee"})
	if trust, err = (Zone{Kind: ZoneAccounts, Accounts: []string{vendor, member}}).Resolve(listed); err != nil || len(trust.CanonicalIDs()) != 0 {
		t.Errorf("%v %v", trust.CanonicalIDs(), err)
	}
	same(t, trust.Accounts(), []string{member, vendor})
	chosen, err := (Zone{Kind: ZoneAccount, Accounts: []string{home}}).Resolve(build(t, nil))
	if err != nil || chosen.Organization("o-shop") != authz.False || chosen.Doubt() != nil {
		t.Error("a chosen account brings its organization")
	}
}
