package permission

import (
	"sort"

	"sightline/iam/authz"
	"sightline/iam/eval"
)

// class is a set of actions that the same statements cover, so that one
// computation answers for all of them.
type class struct {
	actions []string
	covered []bool // by index into Survey.Readings
	// needs: the resource's own policy must admit the caller.
	needs bool
	// rcp: resource control policies reach the actions.
	rcp bool
}

// classes splits actions by the statements that cover them.
func (k *Asker) classes(s *eval.Survey, actions []string) []*class {
	facts := k.Engine.Facts()
	byKey := make(map[string]*class)
	var order []*class
	key := make([]byte, len(s.Readings)+2)
	for _, a := range actions {
		needs, rcp := needsResourcePolicy(facts, a), k.rcpReaches(a)
		for i := range s.Readings {
			r := &s.Readings[i]
			key[i] = bit((r.Layer != authz.LayerRCP || rcp) && r.Covers(a))
		}
		key[len(s.Readings)], key[len(s.Readings)+1] = bit(needs), bit(rcp)
		c := byKey[string(key)]
		if c == nil {
			c = &class{needs: needs, rcp: rcp, covered: coveredBy(key[:len(s.Readings)])}
			byKey[string(key)] = c
			order = append(order, c)
		}
		c.actions = append(c.actions, a)
	}
	return order
}

func bit(b bool) byte {
	if b {
		return '1'
	}
	return '0'
}

// rcpReaches tells it of an action on the resources it works on.
func (k *Asker) rcpReaches(action string) bool {
	_, known := k.Catalog.Action(action)
	return k.Engine.Facts().RCPReachesAction(action) && (!known || k.Catalog.HasResource(action))
}

func coveredBy(key []byte) []bool {
	out := make([]bool, len(key))
	for i := range key {
		out[i] = key[i] == '1'
	}
	return out
}

// needsResourcePolicy tells it of an action on the resources where it can.
func needsResourcePolicy(facts *authz.Facts, action string) bool {
	return facts.NeedsResourcePolicy(action, "arn:aws:kms:::key/x") || facts.NeedsResourcePolicy(action, "arn:aws:iam:::role/x")
}

// allows lists the Allow statements of a layer that cover the class.
func (c *class) allows(s *eval.Survey, l authz.Layer, level int) (out []*eval.Reading) {
	for i := range s.Readings {
		r := &s.Readings[i]
		if c.covered[i] && r.Allow && r.Layer == l && r.Level == level {
			out = append(out, r)
		}
	}
	return out
}

// denies lists the Deny statements of all layers that cover the class.
func (c *class) denies(s *eval.Survey) (out []*eval.Reading) {
	for i := range s.Readings {
		if c.covered[i] && !s.Readings[i].Allow {
			out = append(out, &s.Readings[i])
		}
	}
	return out
}

// candidates lists all known actions that some identity statement allows, and
// those that statements spell out though the catalog does not know them.
func (k *Asker) candidates(s *eval.Survey, selected func(string) bool) []string {
	found := make(map[string]bool)
	for i := range s.Readings {
		r := &s.Readings[i]
		if r.Layer != authz.LayerIdentity || !r.Allow {
			continue
		}
		for _, a := range k.named(r) {
			if selected(a) {
				found[a] = true
			}
		}
	}
	out := make([]string, 0, len(found))
	for a := range found {
		out = append(out, a)
	}
	sort.Strings(out)
	return out
}

func (k *Asker) named(r *eval.Reading) (out []string) {
	if r.Statement.Action.Negated || len(r.Statement.Broken) > 0 {
		for _, a := range k.Catalog.Match("*") {
			if r.Covers(a) {
				out = append(out, a)
			}
		}
		return out
	}
	for _, v := range r.Statement.Action.Values {
		matched := k.Catalog.Match(v.Text)
		if len(matched) == 0 {
			matched = []string{v.Text} // not in the catalog; AWS may know it
		}
		out = append(out, matched...)
	}
	return out
}
