package symbolic

import (
	"slices"
	"strings"

	"sightline/iam/policy"
)

// With a list of known actions the action is one of these and no other text:
// its values fall into as many classes, and sets of them are rows of bits.

// knownDomain makes the domain of the known actions.
func (p *Problem) knownDomain() domain {
	names := slices.Clone(p.options.KnownActions("*"))
	slices.Sort(names)
	p.known = make(map[string]int, len(names))
	for i, n := range names {
		p.known[strings.ToLower(n)] = i
	}
	return domain{reps: names}
}

// knownAction compiles Action and NotAction over the known actions.
func (p *Problem) knownAction(c policy.Clause) claim {
	d := p.dims[dimAction]
	e := &element{classes: make([]uint64, (len(d.values.reps)+63)/64)}
	some := false
	for _, v := range c.Values {
		for _, name := range p.options.KnownActions(v.Text) {
			if i, ok := p.known[strings.ToLower(name)]; ok {
				e.classes[i/64] |= 1 << (i % 64)
				some = true
			}
		}
	}
	if !some {
		return claimOf(c.Negated)
	}
	at := d.atom(false, one, e)
	if c.Negated {
		at = at.not()
	}
	return claim{dimLit: dimLit{dimAction, at}}
}
