package snapshot

import "sightline/iam/authz"

// Account returns the account with a 12-digit id, or nil.
func (s *Snapshot) Account(id string) *Account { return at(s.accounts, id, s.data.Accounts) }

// Organization returns the organization with an id ("o-…"), or nil.
func (s *Snapshot) Organization(id string) *Organization {
	if t := s.organizations[id]; t != nil {
		return t.org
	}
	return nil
}

// OrganizationPath lists the nodes from the root down to an account: the root,
// its units, the account itself. nil means that the place is not known.
func (s *Snapshot) OrganizationPath(account string) []string {
	a := s.Account(account)
	if a == nil || s.organizations[a.Organization] == nil {
		return nil
	}
	nodes, ok := s.organizations[a.Organization].path(a.Parent)
	if !ok {
		return nil
	}
	return append(nodes, account)
}

// Identity returns the user, role or group with an ARN, or nil. A session's
// ARN is no identity's: IdentityOf finds the role behind it.
func (s *Snapshot) Identity(arn string) *Identity { return at(s.identities, arn, s.data.Identities) }

// Identities lists all users, roles and groups by account and ARN. Read only.
func (s *Snapshot) Identities() []Identity { return s.data.Identities }

// IdentitiesOf lists an account's identities by ARN. Read only.
func (s *Snapshot) IdentitiesOf(account string) []Identity {
	r := s.identityRange[account]
	return s.data.Identities[r.from:r.to:r.to]
}

// ResourcesOf lists an account's resources by ARN. Read only.
func (s *Snapshot) ResourcesOf(account string) []Resource {
	r := s.resourceRange[account]
	return s.data.Resources[r.from:r.to:r.to]
}

// Managed returns the managed policy with an ARN, or nil.
func (s *Snapshot) Managed(arn string) *Managed { return at(s.policies, arn, s.data.Policies) }

// Members lists the users of a group, in order.
func (s *Snapshot) Members(group string) []*Identity {
	return pick(s.members[group], s.data.Identities)
}

// InstanceProfileRole returns the role that an instance profile holds, or nil.
func (s *Snapshot) InstanceProfileRole(profileARN string) *Identity {
	return at(s.profiles, profileARN, s.data.Identities)
}

// Instance returns the EC2 instance with an id ("i-0123…"), or nil. Ids are
// unique in a partition.
func (s *Snapshot) Instance(id string) *Resource {
	if found := s.instances[id]; len(found) > 0 {
		return &s.data.Resources[found[0]]
	}
	return nil
}

// AccessPointsOf lists the access points with a bucket behind them, those of
// many Regions and of other accounts included, as far as the snapshot holds them.
func (s *Snapshot) AccessPointsOf(bucket string) []*Resource {
	return pick(s.accessPoints[bucket], s.data.Resources)
}

// AccountOfCanonicalID returns the account with an S3 canonical user id, or "".
func (s *Snapshot) AccountOfCanonicalID(id string) string { return s.canonical[id] }

// IdentityOf returns the stored identity behind a principal: the user, the
// role of a session, the user behind a federated session; nil if there is none
// in the snapshot.
func (s *Snapshot) IdentityOf(p authz.Principal) *Identity {
	switch p.Kind {
	case authz.KindUser:
		return s.Identity(p.ARN)
	case authz.KindFederatedUser:
		return s.Identity(p.User)
	case authz.KindRole:
		return s.Identity(p.Role)
	case authz.KindSession:
		if id := s.Identity(p.Role); id != nil {
			return id
		}
		return s.roleByName(p.Account, lastSegment(p.Role))
	default:
		return nil
	}
}

// roleByName finds a role whatever its path: names are unique in an account,
// and a session's ARN lacks the path.
// Source: IAM User Guide "IAM identifiers" (reference_identifiers).
func (s *Snapshot) roleByName(account, name string) *Identity {
	for _, i := range s.names[name] {
		if id := &s.data.Identities[i]; id.Kind == KindRole && id.Account == account {
			return id
		}
	}
	return nil
}

func at[T any](positions map[string]int32, key string, list []T) *T {
	if i, ok := positions[key]; ok {
		return &list[i]
	}
	return nil
}

func pick[T any](positions []int32, list []T) []*T {
	out := make([]*T, len(positions))
	for i, p := range positions {
		out[i] = &list[p]
	}
	return out
}
