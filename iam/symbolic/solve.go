package symbolic

import (
	"slices"
)

// A Query describes a set of requests: those to which all rules of All and, of
// each list in Some, at least one rule apply, and no rule of None.
type Query struct {
	All  []*Rule
	Some [][]*Rule
	None []*Rule
	// Callers limits the kinds of caller; zero means every kind.
	Callers Callers
}

// A solver searches the requests of one caller under one binding.
type solver struct {
	p *Problem
	b *budget
	// capped: something was not decided, so that finding nothing proves
	// nothing.
	capped bool

	scratch []lit
}

// A region is a set of requests: for each dimension the literals that hold.
type region struct {
	lits [][]lit
	some [][]*conjunction
	none []*conjunction
}

// with returns the region in which one more literal holds; the outcome is that
// of its dimension.
func (s *solver) with(r [][]lit, l dimLit) ([][]lit, outcome) {
	old := r[l.dim]
	at, known := slices.BinarySearch(old, l.lit)
	if known {
		return r, found
	}
	if slices.Contains(old, l.lit.not()) {
		return nil, none
	}
	lits := make([]lit, 0, len(old)+1)
	lits = append(append(append(lits, old[:at]...), l.lit), old[at:]...)
	f := s.p.dims[l.dim].fill(&s.p.languages, lits, s.b, glance)
	if f.outcome == none {
		return nil, none
	}
	out := slices.Clone(r)
	out[l.dim] = lits
	return out, f.outcome
}

// can tells whether the region holds a request for which a literal holds.
func (s *solver) can(r [][]lit, l dimLit) bool {
	old := r[l.dim]
	at, known := slices.BinarySearch(old, l.lit)
	if known {
		return true
	}
	if slices.Contains(old, l.lit.not()) {
		return false
	}
	s.scratch = append(append(append(s.scratch[:0], old[:at]...), l.lit), old[at:]...)
	return s.p.dims[l.dim].fill(&s.p.languages, s.scratch, s.b, glance).outcome != none
}

// all adds the literals of a conjunction.
func (s *solver) all(r [][]lit, c *conjunction) ([][]lit, bool) {
	if c.never {
		return nil, false
	}
	for _, l := range c.lits {
		var o outcome
		if r, o = s.with(r, l); o == none {
			return nil, false
		}
	}
	return r, true
}

// solve looks for a request in a region: it leaves out what is settled, adds
// what follows, and splits the rest.
func (s *solver) solve(g region) ([][]lit, bool) {
	g, ok := s.settle(g)
	if !ok || !s.spend() {
		return nil, false
	}
	if i := smallest(g.some); i >= 0 {
		return s.choose(g, i)
	}
	if len(g.none) == 0 {
		return g.lits, s.filled(g.lits)
	}
	return s.escape(g)
}

func (s *solver) spend() bool {
	if s.b.left -= 16; s.b.left < 0 {
		s.capped = true
	}
	return s.b.left >= 0
}

// filled tells whether every dimension has values at hand, whatever work that
// takes.
func (s *solver) filled(r [][]lit) bool {
	undecided := false
	for d, lits := range r {
		switch s.p.dims[d].fill(&s.p.languages, lits, s.b, max(s.b.left, glance)).outcome {
		case none:
			return false
		case found:
		case capped:
			undecided = true
		}
	}
	s.capped = s.capped || undecided
	return !undecided
}

// settle drops the rules that cannot apply any more, adds the one way out
// where there is only one, and repeats this until nothing changes. ok is false
// if a rule applies to the whole region, or none of a list to any of it.
func (s *solver) settle(g region) (out region, ok bool) {
	for changed := true; changed; {
		changed = false
		before := len(g.none)
		if g, ok = s.settleNone(g, &changed); !ok {
			return g, false
		}
		if g, ok = s.settleSome(g, &changed); !ok {
			return g, false
		}
		changed = changed && (before > 0 || len(g.some) > 0)
		if s.b.left < 0 {
			s.capped = true
			return g, false
		}
	}
	return g, true
}

// settleNone looks at what must not apply.
func (s *solver) settleNone(g region, changed *bool) (region, bool) {
	left := make([]*conjunction, 0, len(g.none))
	for _, c := range g.none {
		if c.never || !s.possible(g.lits, c) {
			continue
		}
		ways := s.waysOut(g.lits, c, 2)
		switch len(ways) {
		case 0:
			return g, false
		case 1:
			next, o := s.with(g.lits, ways[0])
			if o == none {
				return g, false
			}
			g.lits, *changed = next, true
		default:
			left = append(left, c)
		}
	}
	g.none = left
	return g, true
}

// possible tells whether each literal alone may hold. It looks no further.
func (s *solver) possible(r [][]lit, c *conjunction) bool {
	for _, l := range c.lits {
		if !s.can(r, l) {
			return false
		}
	}
	return !c.never
}

// waysOut lists literals of a rule that some request of the region escapes, at
// most a number of them; as the literals that then hold.
func (s *solver) waysOut(r [][]lit, c *conjunction, most int) (ways []dimLit) {
	for _, l := range c.lits {
		if out := (dimLit{l.dim, l.lit.not()}); s.can(r, out) {
			if ways = append(ways, out); len(ways) == most {
				break
			}
		}
	}
	return ways
}

// settleSome looks at lists of which one must apply.
func (s *solver) settleSome(g region, changed *bool) (region, bool) {
	var left [][]*conjunction
	for _, list := range g.some {
		var open []*conjunction
		certain := false
		for _, c := range list {
			if !s.possible(g.lits, c) {
				continue
			}
			open = append(open, c)
			certain = certain || len(s.waysOut(g.lits, c, 1)) == 0
		}
		switch {
		case certain:
		case len(open) == 0:
			return g, false
		case len(open) == 1:
			next, ok := s.all(g.lits, open[0])
			if !ok {
				return g, false
			}
			g.lits, *changed = next, true
		default:
			left = append(left, open)
		}
	}
	g.some = left
	return g, true
}

// smallest finds the shortest list, or -1.
func smallest(lists [][]*conjunction) int {
	best := -1
	for i, l := range lists {
		if best < 0 || len(l) < len(lists[best]) {
			best = i
		}
	}
	return best
}

// choose tries each rule of one list.
func (s *solver) choose(g region, i int) ([][]lit, bool) {
	rest := slices.Delete(slices.Clone(g.some), i, i+1)
	for _, c := range g.some[i] {
		next, ok := s.all(g.lits, c)
		if !ok {
			continue
		}
		if r, ok := s.solve(region{next, rest, g.none}); ok {
			return r, true
		}
		if s.b.left < 0 {
			break
		}
	}
	return nil, false
}

// escape splits the region by the ways out of one rule: through the first, or
// through the second and not the first, and so on.
func (s *solver) escape(g region) ([][]lit, bool) {
	best, ways := 0, []dimLit(nil)
	for i, c := range g.none {
		w := s.waysOut(g.lits, c, len(c.lits))
		if ways == nil || len(w) < len(ways) {
			best, ways = i, w
		}
		if len(ways) <= 2 {
			break
		}
	}
	rest := slices.Delete(slices.Clone(g.none), best, best+1)
	within := g.lits
	for _, w := range ways {
		next, o := s.with(within, w)
		if o != none {
			if r, ok := s.solve(region{next, g.some, rest}); ok {
				return r, true
			}
		}
		if s.b.left < 0 {
			break
		}
		// The next ways stay inside what this one left.
		if within, o = s.with(within, dimLit{w.dim, w.lit.not()}); o == none {
			break
		}
	}
	return nil, false
}
