package snapshot

import (
	"fmt"
	"maps"
	"slices"

	"sightline/iam/authz"
)

// Replace returns a snapshot in which one resource or role is as it was read
// again, or is not there any more. All else stays as it was, the time of the
// collection, too; the ID follows the content.
//
// What was refused is not known any more: the gaps take the place of the old
// content. Of a role, whose identity policies are not read again, they stay as
// they were, unless it is another role of the same name.
//
// The reading is taken over: do not use it further. The receiver stays as it is.
// The error says what is wrong with the reading.
func (s *Snapshot) Replace(r Reading) (*Snapshot, error) {
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("%s as read again: %w", r.ARN, err)
	}
	d := s.data
	d.Accounts, d.NotCollected = slices.Clone(d.Accounts), slices.Clone(d.NotCollected)
	d.Organizations, d.Policies = slices.Clone(d.Organizations), slices.Clone(d.Policies)
	d.Documents = maps.Clone(d.Documents)
	maps.Copy(d.Documents, r.Data.Documents)
	if r.ofRole() {
		d.Identities = s.replaceRole(&r)
	} else {
		d.Resources = s.replaceResource(&r)
	}
	d.Gaps = s.replaceGaps(&r)
	if r.AccountBlock {
		replaceBlock(d.Accounts, &r.Data.Accounts[0])
	}
	sortLists(&d)
	out, err := settle(d, s.docs)
	if err != nil {
		return nil, fmt.Errorf("%s as read again: %w", r.ARN, err)
	}
	return out, nil
}

// replaceGaps leaves out the gaps about what was read again.
func (s *Snapshot) replaceGaps(r *Reading) []Gap {
	keep := r.ofRole() && !r.Gone && !s.otherRole(r)
	out := slices.DeleteFunc(slices.Clone(s.data.Gaps), func(g Gap) bool {
		if r.AccountBlock && g.ofAccountBlock(r.Data.Accounts[0].ID) {
			return true
		}
		return g.Subject == r.ARN && !(keep && g.Layer == authz.LayerIdentity)
	})
	return append(out, r.Data.Gaps...)
}

func replaceBlock(accounts []Account, read *Account) {
	for i := range accounts {
		if accounts[i].ID == read.ID {
			accounts[i].PublicAccessBlock = read.PublicAccessBlock
		}
	}
}

// replaceRole gives the identities with the role as it was read.
func (s *Snapshot) replaceRole(r *Reading) []Identity {
	old := s.Identity(r.ARN)
	out := slices.DeleteFunc(slices.Clone(s.data.Identities), func(id Identity) bool { return id.ARN == r.ARN })
	switch {
	case r.Gone || old == nil && len(r.Data.Identities) == 0:
		return out
	case len(r.Data.Identities) == 0:
		r.lacksAll(TypeRole, authz.LayerResource, authz.LayerBoundary)
		return append(out, unreadRole(old))
	}
	role := r.Data.Identities[0]
	orderIdentity(&role)
	if s.otherRole(r) {
		r.Data.Gaps = append(r.Data.Gaps, policiesNotRead(&role))
	} else {
		role.Inline, role.Attached, role.InstanceProfiles = old.Inline, old.Attached, old.InstanceProfiles
	}
	return append(out, role)
}

// otherRole: a role that was deleted and made again has another unique id, and
// none of the policies.
// Source: IAM User Guide "IAM identifiers" (reference_identifiers-unique-ids).
func (s *Snapshot) otherRole(r *Reading) bool {
	if len(r.Data.Identities) == 0 {
		return false
	}
	old, read := s.Identity(r.ARN), r.Data.Identities[0].UniqueID
	return old == nil || old.UniqueID != "" && read != "" && old.UniqueID != read
}

func policiesNotRead(role *Identity) Gap {
	return Gap{
		Account: role.Account, Call: "iam:GetAccountAuthorizationDetails", Layer: authz.LayerIdentity, Subject: role.ARN,
		Reason: "the role was made after the scan, and its policies were not read again with it: run scan",
	}
}

// unreadRole is a role of which nothing could be read again but what others
// tell.
func unreadRole(old *Identity) Identity {
	return Identity{
		Kind: old.Kind, ARN: old.ARN, Name: old.Name, Account: old.Account, UniqueID: old.UniqueID, Created: old.Created,
		PermissionSet: old.PermissionSet, Inline: old.Inline, Attached: old.Attached, InstanceProfiles: old.InstanceProfiles,
		TagsUnread: true,
	}
}
