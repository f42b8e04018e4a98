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
}

// classes splits actions by the statements that cover them.
func classes(s *eval.Survey, actions []string, facts *authz.Facts) []*class {
	byKey := make(map[string]*class)
	var order []*class
	key := make([]byte, len(s.Readings)+1)
	for _, a := range actions {
		for i := range s.Readings {
			key[i] = '0'
			if s.Readings[i].Covers(a) {
				key[i] = '1'
			}
		}
		needs := needsResourcePolicy(facts, a)
		key[len(s.Readings)] = map[bool]byte{false: '0', true: '1'}[needs]
		c := byKey[string(key)]
		if c == nil {
			c = &class{needs: needs, covered: coveredBy(key[:len(s.Readings)])}
			byKey[string(key)] = c
			order = append(order, c)
		}
		c.actions = append(c.actions, a)
	}
	return order
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
