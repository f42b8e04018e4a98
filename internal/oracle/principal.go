package oracle

import "slices"

// named tells how strongly a statement of a resource, RCP or endpoint policy
// reaches the caller. byDefault is what a statement gives that names nobody.
// Source: IAM User Guide "Principal" and "NotPrincipal" elements.
func (t *trial) named(s Statement, byDefault strength) strength {
	switch {
	case s.Principal != nil:
		return t.listed(s.Principal)
	case s.NotPrincipal != nil && s.Effect == "Deny":
		return t.hitByNotPrincipal(s.NotPrincipal)
	case s.NotPrincipal != nil:
		return t.leftByNotPrincipal(s.NotPrincipal)
	default:
		return byDefault
	}
}

// listed gives the strongest reading in which the element names the caller.
func (t *trial) listed(n *Names) strength {
	if t.everybody(n) {
		return direct
	}
	found := nobody
	for _, l := range t.who.chain {
		if names(n, t.who.typ, l) {
			found = max(found, l.gives)
		}
	}
	return found
}

// everybody tells whether the element covers the caller by a star. Only a
// whole star is a wildcard: under AWS it stands for all callers, as the bare
// star does, under another type only for the callers of that type.
func (t *trial) everybody(n *Names) bool {
	return n.Everybody || slices.Contains(n.Types["AWS"], "*") || slices.Contains(n.Types[t.who.typ], "*")
}

func names(n *Names, typ string, l link) bool {
	for _, name := range l.names {
		if slices.Contains(n.Types[typ], name) {
			return true
		}
	}
	return false
}

// hitByNotPrincipal: a Deny spares a caller only if every link of its chain is
// listed (session, role and account), and never one with a boundary. A star
// lists everybody.
func (t *trial) hitByNotPrincipal(n *Names) strength {
	if t.everybody(n) {
		return nobody
	}
	if t.bounded() {
		return direct
	}
	for _, l := range t.who.chain {
		if !names(n, t.who.typ, l) {
			return direct
		}
	}
	return nobody
}

// leftByNotPrincipal: an Allow applies to callers of whom no link is listed,
// and then counts like a star.
func (t *trial) leftByNotPrincipal(n *Names) strength {
	if t.listed(n) != nobody {
		return nobody
	}
	return direct
}

func (t *trial) bounded() bool { return t.who.hasPolicies() && t.policies.Boundary != nil }
