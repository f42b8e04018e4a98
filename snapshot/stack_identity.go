package snapshot

import "sightline/iam/authz"

// identitySide gathers what an identity brings to every stack, once.
func (s *Snapshot) identitySide(id *Identity) *identitySide {
	side := &s.identitySides[s.identities[id.ARN]]
	side.once.Do(func() { s.fillIdentitySide(id, side) })
	return side
}

// fillIdentitySide: a user has its own policies and those of its groups, a role
// its own; the boundary is the identity's alone.
// Source: IAM User Guide "Identity-based policies and resource-based policies",
// "IAM user groups" (id_groups), "Permissions boundaries" (access_policies_boundaries).
func (s *Snapshot) fillIdentitySide(id *Identity, side *identitySide) {
	s.addOwn(side, id, "")
	for _, arn := range id.Groups {
		group := s.Identity(arn)
		if group == nil {
			side.unread = append(side.unread, authz.Unread{
				Layer: authz.LayerIdentity,
				Gap:   "group " + arn + " is not in the snapshot",
			})
			continue
		}
		s.addOwn(side, group, "group "+group.Name+": ")
	}
	if id.Boundary != "" {
		s.addBoundary(side, id.Boundary)
	}
	for _, layer := range []authz.Layer{authz.LayerIdentity, authz.LayerBoundary} {
		for _, g := range s.identityGaps(id, layer) {
			side.unread = append(side.unread, authz.Unread{Layer: layer, Gap: g.String()})
		}
	}
}

// identityGaps are the gaps about an identity or one of its groups.
func (s *Snapshot) identityGaps(id *Identity, layer authz.Layer) []Gap {
	out := s.layerGaps(layer, GapQuestion{Account: id.Account, Subject: id.ARN})
	for _, group := range id.Groups {
		for _, g := range s.layerGaps(layer, GapQuestion{Account: id.Account, Subject: group}) {
			if g.Subject == group {
				out = append(out, g)
			}
		}
	}
	return out
}

func (s *Snapshot) addOwn(side *identitySide, id *Identity, prefix string) {
	for i := range id.Inline {
		name := prefix + "inline " + id.Inline[i].Name
		if p, ok := s.policy(&id.Inline[i], name, ""); ok {
			side.policies = append(side.policies, p)
		} else {
			side.unread = append(side.unread, textUnread(authz.LayerIdentity, name))
		}
	}
	for _, arn := range id.Attached {
		if p, ok := s.managed(arn, prefix); ok {
			side.policies = append(side.policies, p)
		} else {
			side.unread = append(side.unread, textUnread(authz.LayerIdentity, arn))
		}
	}
}

func (s *Snapshot) addBoundary(side *identitySide, arn string) {
	if p, ok := s.managed(arn, ""); ok {
		side.boundary = &p
	} else {
		side.unread = append(side.unread, textUnread(authz.LayerBoundary, arn))
	}
}

// managed resolves a managed policy under its name.
func (s *Snapshot) managed(arn, prefix string) (authz.Policy, bool) {
	m := s.Managed(arn)
	if m == nil {
		return authz.Policy{}, false
	}
	name := m.Name
	if name == "" {
		name = lastSegment(arn)
	}
	return s.policy(&m.Attachment, prefix+name, arn)
}
