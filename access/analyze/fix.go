package analyze

import (
	"cmp"
	"slices"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A ChangeKind is a way to end an access, in the order in which they are tried.
type ChangeKind string

// The ways.
const (
	AddCondition    ChangeKind = "addCondition"
	NarrowPrincipal ChangeKind = "narrowPrincipal"
	RemovePrincipal ChangeKind = "removePrincipal"
	RemoveStatement ChangeKind = "removeStatement"
	// DenyStatement turns the only statement of a policy that cannot be empty.
	DenyStatement ChangeKind = "denyStatement"
	RevokeGrant   ChangeKind = "revokeGrant"
	ChangeSharing ChangeKind = "changeSharing"
	ChangeACL     ChangeKind = "changeAcl"
	SetBlock      ChangeKind = "setPublicAccessBlock"
)

// A Change ends an access.
type Change struct {
	Kind ChangeKind
	// Of changed policies: the new document, nil if nothing is left of it;
	// Statements are the places that change in the old one.
	Document   *policy.Document
	Statements []int
	// Key is the condition key that is asked for in addition.
	Key string
	// AccessPoint is the one whose policy changes; empty for the resource's own.
	AccessPoint string
	// Grant is the id of the one to revoke; Unshare the account or "all".
	Grant   string
	Unshare string
	// ACL is the list that is left.
	ACL []authz.ACLGrant
	// Elements counts what changes in the text.
	Elements int
	// Lost is what callers from inside the zone, and services, can do before
	// and not after. Unsure: of some it could not be told.
	Lost   []Loss
	Unsure []string
}

// A Loss is one action that a principal of the zone loses, with a request that
// shows it.
type Loss struct {
	Principal, Action string
	Request           *symbolic.Request
}

// Fixes lists the changes that end an access, the best first: those that take
// the least from inside the zone, then those that change the least, then in the
// order of the kinds. Each is proved: the access is gone when the changed
// resource is analysed again, and what is lost was found by the reasoner.
func Fixes(s *Subject, t *Trust, a *Access) []Change {
	var out []Change
	before := External(s, t)
	for _, c := range candidates(s, t, a) {
		changed := c.apply(s)
		if !ended(before, External(changed, t), a, &c) {
			continue
		}
		switch {
		case c.Statements != nil:
			c.Lost, c.Unsure = lost(s, changed, t, &c)
		case c.Kind == SetBlock:
			c.Lost, c.Unsure = lostByBlock(s, t)
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(x, y Change) int {
		return cmp.Or(cmp.Compare(len(x.Lost)+len(x.Unsure), len(y.Lost)+len(y.Unsure)), cmp.Compare(x.Elements, y.Elements))
	})
	return out
}

// ended tells whether an access is gone: all that is left from outside was
// there before as another access, or comes from what did not change.
func ended(before, after []Access, a *Access, c *Change) bool {
	for i := range after {
		b := &after[i]
		if b.same(a) && b.Source == a.Source && b.AccessPoint == a.AccessPoint && common(a.Actions, b.Actions) {
			return false
		}
		known := slices.ContainsFunc(before, func(o Access) bool { return o.same(b) && !o.same(a) })
		if !known && b.Public && !a.unlike(b) {
			return false
		}
	}
	return c.Kind != ""
}

// unlike: an access of another source is another finding.
func (a *Access) unlike(b *Access) bool {
	return a.Source != b.Source || a.AccessPoint != b.AccessPoint
}

func common(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// apply gives the resource as it is after a change.
func (c *Change) apply(s *Subject) *Subject {
	out := *s
	switch c.Kind {
	case RevokeGrant:
		out.Grants = slices.DeleteFunc(slices.Clone(s.Grants), func(g authz.Grant) bool { return g.ID == c.Grant })
	case ChangeSharing:
		out.SharedWith = slices.DeleteFunc(slices.Clone(s.SharedWith), func(w string) bool { return w == c.Unshare })
	case ChangeACL:
		out.ACL = c.ACL
	case SetBlock:
		out.Block = authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
	default:
		c.applyPolicy(&out)
	}
	return &out
}

func (c *Change) applyPolicy(s *Subject) {
	replace := func(p *authz.Policy) *authz.Policy {
		if c.Document == nil {
			return nil
		}
		out := *p
		out.Document = c.Document
		return &out
	}
	if c.AccessPoint == "" {
		s.Policy = replace(s.Policy)
		return
	}
	s.AccessPoints = slices.Clone(s.AccessPoints)
	for i := range s.AccessPoints {
		if s.AccessPoints[i].ARN == c.AccessPoint {
			s.AccessPoints[i].Policy = replace(s.AccessPoints[i].Policy)
		}
	}
}
