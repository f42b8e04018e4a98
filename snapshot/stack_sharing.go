package snapshot

import (
	"slices"
	"strings"

	"sightline/iam/authz"
)

// sharing: a snapshot or an image has no policy; an attribute shares it with
// other accounts, and no layer of a stack holds that. So what others may with
// one that is, or may be, shared with them is not known. "All" are all who have
// an account; whoever asks about anyone means them.
// Source: EBS User Guide "Share an EBS snapshot", EC2 User Guide "Share an AMI
// with specific AWS accounts", RDS User Guide "Sharing a DB snapshot", read 2026-11.
func (b *stackBuilder) sharing(p authz.Principal) {
	r := b.info.Resource
	if r == nil || !r.MayBeShared() || p.Account == r.Account || p.Account == "" && p.Kind != authz.KindAnonymous {
		return
	}
	if !r.SharingRead {
		if !b.gaps(authz.LayerResource, questionOf(r)) {
			b.unread(authz.LayerResource, "with whom "+r.ARN+" is shared was not read")
		}
		return
	}
	if with := b.s.sharedWith(r, p.Account); with != "" {
		b.unread(authz.LayerResource, r.ARN+" is shared with "+with+" by an attribute, which is no policy")
	}
}

// MayBeShared tells of a resource that an attribute shares, or may share if
// nobody looked. Who shares a resource by its policy is another matter.
func (r *Resource) MayBeShared() bool {
	return shareable(r.Type) && (len(r.SharedWith) > 0 || !r.SharingRead)
}

// sharedWith names the entry that shares a resource with an account, or may; of
// an organization that nobody read nothing is known.
func (s *Snapshot) sharedWith(r *Resource, account string) string {
	for _, with := range r.SharedWith {
		if with == SharedWithAll && (r.PublicSharingBlocked == nil || !*r.PublicSharingBlocked) || with == account {
			return with
		}
		if strings.HasPrefix(with, "arn:") && account != "" && s.mayHold(with, account) {
			return with
		}
	}
	return ""
}

// mayHold tells whether an organization or a unit, as an ARN, may hold an
// account: "arn:aws:organizations::ACCOUNT:ou/o-…/ou-…".
func (s *Snapshot) mayHold(arn, account string) bool {
	path := s.OrganizationPath(account)
	a := s.Account(account)
	if path == nil || a == nil {
		return true
	}
	node := lastSegment(arn)
	return node == a.Organization || slices.Contains(path, node)
}
