package reach

import (
	"slices"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/glob"
)

// ownAccess is what a caller's own policies leave: nothing that needs them can
// be allowed beyond it.
type ownAccess struct {
	grants []ownGrant
	// unbounded: the grants are no bound, as policies were not read, are those
	// of an account outside, or are not needed.
	unbounded bool
}

type ownGrant struct {
	permission.Grant
	patterns, except []glob.Pattern
}

// ownOf works out a caller's own grants, once.
func (x *Explorer) ownOf(a *actor) (*ownAccess, error) {
	if own := x.own[a.key]; own != nil {
		return own, nil
	}
	own := &ownAccess{}
	x.own[a.key] = own
	if a.outside || !a.principal.TakesIdentityPolicies() || x.identityUnread(a) {
		own.unbounded = true
		return own, nil
	}
	grants, err := x.k.OwnGrants(a.principal, permission.Filter{}, x.context(a))
	if err != nil {
		delete(x.own, a.key)
		return nil, err
	}
	for _, g := range grants {
		one := ownGrant{Grant: g}
		for _, text := range g.Resources {
			one.patterns = append(one.patterns, glob.New(text))
		}
		for _, e := range g.Except {
			one.except = append(one.except, glob.New(e.Resource))
		}
		own.grants = append(own.grants, one)
	}
	return own, nil
}

func (x *Explorer) identityUnread(a *actor) bool {
	stack, _, err := x.snap.StackFor(a.principal, "*")
	return err != nil || slices.ContainsFunc(stack.Unread, func(u authz.Unread) bool { return u.Layer == authz.LayerIdentity })
}

// may tells whether the caller's own policies can allow an action on a
// resource at all. The action is in AWS's spelling.
func (o *ownAccess) may(action, resource string) bool {
	if o.unbounded {
		return true
	}
	for i := range o.grants {
		g := &o.grants[i]
		if g.holds(action) && g.matches(resource) {
			return true
		}
	}
	return false
}

// at lists the grants that can bear on a place.
func (o *ownAccess) at(s *site) (out []*ownGrant) {
	for i := range o.grants {
		g := &o.grants[i]
		if own, inside := g.covers(s); own || inside != apart {
			out = append(out, g)
		}
	}
	return out
}

func (g *ownGrant) holds(action string) bool {
	_, ok := slices.BinarySearch(g.All(), action)
	return ok
}

func (g *ownGrant) matches(resource string) bool {
	for _, p := range g.patterns {
		if p.Match(resource) {
			return true
		}
	}
	return false
}

// cover tells how patterns cover the inside of a bucket.
type cover uint8

const (
	apart cover = iota
	partly
	wholly
)

// covers tells whether a grant covers a place itself, and how its inside.
func (g *ownGrant) covers(s *site) (own bool, inside cover) {
	own = g.matches(s.r.ARN)
	if !s.holds {
		return own, apart
	}
	for _, p := range g.patterns {
		if included, decided := glob.Includes(p, s.inside); included && decided {
			return own, wholly
		}
		if glob.Overlaps(p, s.inside) {
			inside = partly
		}
	}
	return own, inside
}

// excepts tells whether something of a place is left out of the grant.
func (g *ownGrant) excepts(s *site) bool {
	for _, p := range g.except {
		if p.Match(s.r.ARN) || s.holds && glob.Overlaps(p, s.inside) {
			return true
		}
	}
	return false
}
