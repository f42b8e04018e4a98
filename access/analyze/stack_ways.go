package analyze

import (
	"sightline/iam/authz"
	"sightline/iam/eval"
)

// A way is one combination of layers that lets a request through: each of its
// lists must hold an Allow that applies. doubt says why it may not be there.
type way struct {
	all   [][]*ruling
	doubt string
}

func (w way) and(lists ...[]*ruling) way {
	return way{append(w.all[:len(w.all):len(w.all)], lists...), w.doubt}
}

// ways lists every way through all layers. Denies stand beside it.
func (q *stack) ways() []way {
	b := &q.bearing
	if b.RootRefused || b.SignedOnly {
		return nil
	}
	out := []way{{}}
	for i := range b.Sides {
		var next []way
		for _, w := range q.sideWays(&b.Sides[i], i) {
			for _, o := range out {
				next = append(next, way{append(o.all[:len(o.all):len(o.all)], w.all...), either(o.doubt, w.doubt)})
			}
		}
		out = next
	}
	for i := range out {
		out[i] = q.bounded(out[i])
	}
	return out
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// bounded adds the layers that limit every way.
func (q *stack) bounded(w way) way {
	b := &q.bearing
	for _, level := range q.scp {
		w = q.layer(w, authz.LayerSCP, level)
	}
	if b.RCP {
		for _, level := range q.rcp {
			w = q.layer(w, authz.LayerRCP, level)
		}
	}
	if b.EndpointSet || q.lacks(authz.LayerEndpoint) != "" {
		w = q.layer(w, authz.LayerEndpoint, q.endpoint)
	}
	return w
}

// layer demands an Allow of a layer. If some of it was not read, it may hold
// one that nobody knows.
func (q *stack) layer(w way, l authz.Layer, rulings []*ruling) way {
	if q.lacks(l) != "" {
		return w
	}
	return w.and(rulings)
}

// lacks says what of a layer was not read.
func (q *stack) lacks(l authz.Layer) string {
	for i := range q.bearing.Unread {
		if u := &q.bearing.Unread[i]; u.Layer == l {
			return u.Gap
		}
	}
	return ""
}

// unread says what was not read that may deny; empty if nothing may.
func (q *stack) unread() string {
	why := ""
	for _, l := range []authz.Layer{authz.LayerIdentity, authz.LayerResource, authz.LayerBoundary, authz.LayerSession, authz.LayerEndpoint} {
		why = either(why, q.lacks(l))
	}
	if authz.SCPReaches(q.request.Principal) {
		why = either(why, q.lacks(authz.LayerSCP))
	}
	if q.bearing.RCP {
		why = either(why, q.lacks(authz.LayerRCP))
	}
	return why
}

// limits are what bounds the caller's own rights.
func (q *stack) limits(w way) way {
	if q.bearing.Bounded {
		w = q.layer(w, authz.LayerBoundary, q.boundary)
	}
	if q.bearing.Passed {
		w = q.layer(w, authz.LayerSession, q.session)
	}
	return w
}

// rights demands what the caller's identity policies give; a root user needs none.
func (q *stack) rights(w way) way {
	if q.request.Principal.Kind == authz.KindRoot {
		return w
	}
	return q.layer(w, authz.LayerIdentity, q.identity)
}

// sideWays lists the ways past one resource's side.
// Source: as of eval's ruleSame, ruleCross and ruleOutsider.
func (q *stack) sideWays(s *eval.Side, i int) (out []way) {
	switch account := q.request.Principal.Account; {
	case account == "":
		return q.outsiderWays(s, i)
	case account == s.Account:
		return q.sameWays(s, i)
	case s.Account != "":
		return q.crossWays(s, i)
	}
	for _, w := range append(q.sameWays(s, i), q.crossWays(s, i)...) {
		w.doubt = either(w.doubt, "whose the resource is, is not known")
		out = append(out, w)
	}
	return out
}

func (q *stack) outsiderWays(s *eval.Side, i int) []way {
	out := append(q.grantWays(q.granted.direct, i), q.unseen(i)...)
	if s.Blocked == authz.True {
		return out
	}
	shut := q.blockDoubt(s)
	out = append(out, way{doubt: shut}.and(q.direct[i]))
	return append(out, q.listWays(s, shut)...)
}

func (q *stack) sameWays(s *eval.Side, i int) []way {
	identity := way{}
	if s.Needs {
		identity = identity.and(q.delegated[i])
	}
	out := []way{
		q.limits(q.rights(identity)),
		way{}.and(q.direct[i]),
		q.limits(way{}.and(q.limited[i])),
	}
	out = append(append(out, q.grantWays(q.granted.direct, i)...), q.unseen(i)...)
	for _, w := range q.grantWays(q.granted.limited, i) {
		out = append(out, q.limits(w))
	}
	for _, w := range q.grantWays(q.granted.delegated, i) {
		out = append(out, q.limits(q.rights(w)))
	}
	if !s.Delegated {
		out = append(out, q.listWays(s, "")...)
	}
	return out
}

func (q *stack) crossWays(s *eval.Side, i int) (out []way) {
	there := q.unseen(i)
	for _, list := range [][]*ruling{q.granted.direct, q.granted.limited, q.granted.delegated} {
		there = append(there, q.grantWays(list, i)...)
	}
	if s.Blocked != authz.True {
		shut := q.blockDoubt(s)
		for _, list := range [][]*ruling{q.direct[i], q.limited[i], q.delegated[i]} {
			there = append(there, way{doubt: shut}.and(list))
		}
		there = append(there, q.listWays(s, shut)...)
	}
	if s.Silent {
		there = []way{{}}
	}
	for _, w := range there {
		out = append(out, q.limits(q.rights(w)))
	}
	return out
}

// grantWays: grants are of the resource itself.
func (q *stack) grantWays(list []*ruling, i int) []way {
	if i > 0 || len(list) == 0 {
		return nil
	}
	return []way{way{}.and(list)}
}

// unseen is what a policy or grants may give that nobody read.
func (q *stack) unseen(i int) []way {
	why := q.lacks(authz.LayerResource)
	if i == 0 {
		why = either(why, q.lacks(authz.LayerGrant))
	}
	if why == "" {
		return nil
	}
	return []way{{doubt: why}}
}

func (q *stack) blockDoubt(s *eval.Side) string {
	if s.Blocked == authz.Maybe {
		return either(q.lacks(authz.LayerPublicAccessBlock), "whether public access is blocked was not read")
	}
	return ""
}

// listWays: an access control list names the caller, or may.
func (q *stack) listWays(s *eval.Side, doubt string) []way {
	switch s.ACL {
	case authz.True:
		return []way{{doubt: doubt}}
	case authz.Maybe:
		return []way{{doubt: either(q.lacks(authz.LayerACL), "the access control lists of the objects were not read")}}
	default:
		return nil
	}
}
