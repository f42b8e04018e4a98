package finding

import (
	"maps"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// Trust is a Zone that answers for accounts and organizations, as one snapshot
// knows them. Zone.Resolve makes it; it is never changed afterwards.
type Trust struct {
	snap          *snapshot.Snapshot
	accounts      map[string]bool // nil: an organization is meant
	organizations []string
	attached      map[string]bool // accounts that policies of the organization are attached to
	doubt         []Gap
}

// Resolve looks the zone up in a snapshot. A zone "organization" without id
// means the only one of the snapshot: with none, or several, the error says what
// to write, and nothing can be judged.
func (z Zone) Resolve(s *snapshot.Snapshot) (*Trust, error) {
	t := &Trust{snap: s, doubt: membershipGaps(s)}
	if z.Kind != ZoneOrganization {
		t.accounts = make(map[string]bool, len(z.Accounts))
		for _, id := range z.Accounts {
			t.accounts[id] = true
		}
		return t, nil
	}
	id, err := z.organization(s)
	if err != nil {
		return nil, err
	}
	t.organizations, t.attached = []string{id}, targetsOf(s.Organization(id))
	return t, nil
}

// targetsOf lists what an organization's policies are attached to. Only members
// can be, and AWS attaches FullAWSAccess to every one, so a scan of few accounts
// knows the others by it.
func targetsOf(o *snapshot.Organization) map[string]bool {
	out := make(map[string]bool)
	if o == nil {
		return out
	}
	for _, list := range [][]snapshot.OrgPolicy{o.SCPs, o.RCPs} {
		for i := range list {
			for _, target := range list[i].Targets {
				out[target] = true
			}
		}
	}
	return out
}

func (z Zone) organization(s *snapshot.Snapshot) (string, error) {
	if z.Organization != "" {
		return z.Organization, nil
	}
	known := organizationsOf(s)
	switch len(known) {
	case 0:
		return "", invalid("zone", "the snapshot knows no organization: choose account:ID or accounts:ID,ID, or scan the organization")
	case 1:
		return known[0], nil
	}
	return "", invalid("zone", "the snapshot has %d organizations (%s): choose one, as organization:%s", len(known), strings.Join(known, ", "), known[0])
}

// organizationsOf lists the ids that the organizations and the accounts name.
func organizationsOf(s *snapshot.Snapshot) []string {
	var ids []string
	for i := range s.Data().Organizations {
		ids = append(ids, s.Data().Organizations[i].ID)
	}
	for i := range s.Data().Accounts {
		if id := s.Data().Accounts[i].Organization; id != "" {
			ids = append(ids, id)
		}
	}
	return distinct(ids)
}

// membershipGaps are the refused calls that leave open which accounts belong to
// the organization.
func membershipGaps(s *snapshot.Snapshot) (out []Gap) {
	for _, g := range s.Data().Gaps {
		switch g.Call {
		case "organizations:DescribeOrganization", "organizations:ListAccounts", "organizations:ListAccountsForParent",
			"organizations:ListRoots", "organizations:ListOrganizationalUnitsForParent":
			out = append(out, g)
		}
	}
	return out
}

// Account tells whether an account is in the zone; Maybe if nobody knows whether
// it belongs to the organization.
func (t *Trust) Account(id string) authz.Tri {
	if t.accounts != nil {
		return authz.TriOf(t.accounts[id])
	}
	switch a := t.snap.Account(id); {
	case a != nil && a.Organization != "":
		return authz.TriOf(slices.Contains(t.organizations, a.Organization))
	case t.attached[id]:
		return authz.True
	case a != nil && a.OrganizationKnown:
		return authz.False
	case a != nil || !t.complete():
		return authz.Maybe
	}
	return authz.False
}

// complete tells whether the snapshot lists every account of the organization:
// its tree was read, no call about it was refused, and the management account is
// there, which a scan of chosen accounts leaves out.
func (t *Trust) complete() bool {
	for _, id := range t.organizations {
		o := t.snap.Organization(id)
		if o == nil || o.Root == "" || t.snap.Account(o.ManagementAccount) == nil {
			return false
		}
	}
	return len(t.doubt) == 0
}

// Organization tells whether everything of an organization is in the zone.
// Accounts are chosen one by one, so no organization is within such a zone.
func (t *Trust) Organization(id string) authz.Tri {
	return authz.TriOf(slices.Contains(t.organizations, id))
}

// OrganizationPath is Organization for the path of a unit, as
// aws:PrincipalOrgPaths has it: "o-id/r-id/ou-id/".
func (t *Trust) OrganizationPath(path string) authz.Tri {
	id, _, _ := strings.Cut(path, "/")
	return t.Organization(id)
}

// Accounts lists the ids of the accounts that are known to be inside, sorted.
func (t *Trust) Accounts() []string {
	known := maps.Clone(t.accounts)
	if t.accounts == nil {
		known = maps.Clone(t.attached)
		for i := range t.snap.Data().Accounts {
			known[t.snap.Data().Accounts[i].ID] = true
		}
	}
	maps.DeleteFunc(known, func(id string, _ bool) bool { return !isAccount(id) || t.Account(id) != authz.True })
	return slices.Sorted(maps.Keys(known))
}

// CanonicalIDs lists the S3 canonical user ids of those accounts, as far as they
// were read.
func (t *Trust) CanonicalIDs() []string {
	var ids []string
	for _, id := range t.Accounts() {
		if a := t.snap.Account(id); a != nil && a.CanonicalID != "" {
			ids = append(ids, a.CanonicalID)
		}
	}
	return distinct(ids)
}

// Organizations lists the ids of the zone's organizations.
func (t *Trust) Organizations() []string { return slices.Clone(t.organizations) }

// Doubt lists the gaps because of which Account may answer Maybe; nil with
// chosen accounts.
func (t *Trust) Doubt() []Gap {
	if t.accounts != nil {
		return nil
	}
	return slices.Clone(t.doubt)
}
