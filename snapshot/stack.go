package snapshot

import (
	"fmt"
	"slices"

	"sightline/iam/authz"
)

// A StackInfo says what a stack was found from.
type StackInfo struct {
	// Identity is the caller's, nil if the snapshot holds none.
	Identity *Identity
	// Resource holds the policy that was used, or nil; Role stands for it when
	// a role is the resource.
	Resource *Resource
	Role     *Identity
	// ResourceAccount owns the resource; empty if not known.
	ResourceAccount string
}

// StackFor returns all that applies to the requests of a principal on a
// resource: an ARN, or "*" for actions without a resource type. The caller
// adds session and endpoint policies to a copy.
//
// Layers that hold policies nobody could read stand in Unread; resource
// policies that the source by its nature lacks give ResourceNotCollected.
//
// The policies are shared between stacks, the documents also between policies
// of equal text. The error names a principal that cannot exist: one that its
// account, which was read, does not hold.
func (s *Snapshot) StackFor(p authz.Principal, resource string) (*authz.Stack, StackInfo, error) {
	info := StackInfo{Identity: s.IdentityOf(p), ResourceAccount: s.ResourceAccount(resource)}
	if resource == "*" {
		info.ResourceAccount = p.Account
	}
	b := stackBuilder{s: s, stack: &authz.Stack{}, info: &info, arn: resource}
	if err := b.identity(p); err != nil {
		return nil, info, err
	}
	b.organization(p)
	b.resource()
	b.sharing(p)
	return b.stack, info, nil
}

type stackBuilder struct {
	s     *Snapshot
	stack *authz.Stack
	info  *StackInfo
	arn   string
}

func (b *stackBuilder) unread(layer authz.Layer, gap string) {
	b.stack.Unread = append(b.stack.Unread, authz.Unread{Layer: layer, Gap: gap})
}

// gaps notes the gaps of one layer that touch a question.
func (b *stackBuilder) gaps(layer authz.Layer, q GapQuestion) (found bool) {
	for _, g := range b.s.layerGaps(layer, q) {
		found = true
		if text := g.String(); !b.noted(layer, text) {
			b.unread(layer, text)
		}
	}
	return found
}

func (b *stackBuilder) noted(layer authz.Layer, gap string) bool {
	return slices.Contains(b.stack.Unread, authz.Unread{Layer: layer, Gap: gap})
}

func (b *stackBuilder) identity(p authz.Principal) error {
	if p.Kind == authz.KindRoot && b.s.Account(p.Account) == nil {
		// A root user needs no Allow of its own, but heeds its organization.
		b.unread(authz.LayerSCP, "the policies that bind account "+p.Account+" are not in the snapshot")
	}
	if !p.TakesIdentityPolicies() {
		return nil
	}
	if b.info.Identity == nil {
		return b.withoutIdentity(p)
	}
	side := b.s.identitySide(b.info.Identity)
	b.stack.Identity, b.stack.Boundary = side.policies, side.boundary
	b.stack.Unread = append(b.stack.Unread, side.unread...)
	return nil
}

// withoutIdentity: in an account that was read, an identity that is not there
// does not exist; of other accounts nothing is known.
func (b *stackBuilder) withoutIdentity(p authz.Principal) error {
	arn := p.IdentityARN()
	switch {
	case p.Kind == authz.KindFederatedUser:
		b.unread(authz.LayerIdentity, "the user behind "+p.ARN+" is not known")
	case len(b.s.IdentitiesOf(p.Account)) == 0:
		b.unread(authz.LayerIdentity, "the identities of account "+p.Account+" are not in the snapshot")
	case b.gaps(authz.LayerIdentity, GapQuestion{Account: p.Account, Subject: arn}):
	default:
		return fmt.Errorf("principal %s: account %s has no such identity in the snapshot", p.ARN, p.Account)
	}
	return nil
}

func (b *stackBuilder) organization(p authz.Principal) {
	if p.Account != "" {
		side := &b.s.accountSide(p.Account).scp
		b.stack.SCP = side.list
		b.stack.Unread = append(b.stack.Unread, side.unread...)
	}
	if b.arn == "*" || b.info.ResourceAccount == "" {
		return
	}
	if !b.reachOfRCPs() {
		return
	}
	side := &b.s.accountSide(b.info.ResourceAccount).rcp
	b.stack.RCP = side.list
	b.stack.Unread = append(b.stack.Unread, side.unread...)
}

// policy resolves an attachment; ok is false if its text was not read.
func (s *Snapshot) policy(a *Attachment, name, arn string) (p authz.Policy, ok bool) {
	doc := s.Document(a.Document)
	if doc == nil {
		return p, false
	}
	return authz.Policy{Name: name, ARN: arn, Document: doc, File: a.File, Line: a.Line}, true
}

func textUnread(layer authz.Layer, name string) authz.Unread {
	return authz.Unread{Layer: layer, Gap: "policy document of " + name + " was not read"}
}
