package symbolic

import (
	"fmt"
	"maps"
	"slices"
)

// A Verdict is what is known of a Query.
type Verdict uint8

const (
	// Undetermined says that neither a proof nor a witness was found; Why says what
	// stood in the way. Never a finding, never a proof.
	Undetermined Verdict = iota
	// Proved says that no request is in the set.
	Proved
	// Witness says that Request is in the set.
	Witness
	// Conditional says that Request is in the set if requests can carry the keys in
	// Assumed.
	Conditional
)

// String names the verdict.
func (v Verdict) String() string {
	return [...]string{"undetermined", "proved", "witness", "conditional"}[v]
}

// An Answer is the outcome of a Query. Request is nil unless the verdict is
// Witness or Conditional.
type Answer struct {
	Verdict Verdict
	Request *Request
	Assumed []string
	Why     string
}

// Solve answers a query.
//
// Precision: exact, or Undetermined.
func (p *Problem) Solve(q Query) Answer {
	p.freeze()
	sure := q
	sure.None = without(q.None, doubtful)
	a := p.solve(sure)
	if a.Request == nil {
		return a
	}
	if r := firstDoubt(q.All); r != nil {
		return Answer{Why: unclear(r)}
	}
	if len(sure.None) < len(q.None) {
		if a = p.solve(q); a.Request == nil {
			return Answer{Why: unclear(firstDoubt(q.None))}
		}
	}
	return p.clearSome(q, a)
}

func doubtful(r *Rule) bool { return r.Doubt != "" }

func without(rules []*Rule, drop func(*Rule) bool) []*Rule {
	if !slices.ContainsFunc(rules, drop) {
		return rules
	}
	return slices.DeleteFunc(slices.Clone(rules), drop)
}

func firstDoubt(rules []*Rule) *Rule {
	for _, r := range rules {
		if doubtful(r) {
			return r
		}
	}
	return nil
}

func unclear(r *Rule) string {
	return fmt.Sprintf("statement %d cannot be understood: %s", r.Statement.Index, r.Doubt)
}

// clearSome: a witness must not lean on a statement that nobody understands.
func (p *Problem) clearSome(q Query, a Answer) Answer {
	var doubt *Rule
	some := make([][]*Rule, len(q.Some))
	for i, list := range q.Some {
		if r := firstDoubt(list); r != nil {
			doubt = r
		}
		some[i] = without(list, doubtful)
	}
	if doubt == nil {
		return a
	}
	q.Some = some
	if a = p.solve(q); a.Request == nil {
		return Answer{Why: unclear(doubt)}
	}
	return a
}

// solve tries every kind of caller and every binding of variables.
func (p *Problem) solve(q Query) Answer {
	budget := &budget{left: p.options.Work}
	why := ""
	keys := variablesOf(q)
	for i := range p.callers {
		c := &p.callers[i]
		if !q.Callers.has(c.Kind) {
			continue
		}
		for _, b := range p.bindings(q, keys, c) {
			a := p.attempt(q, c, b, budget)
			if a.Request != nil {
				return a
			}
			if a.Why != "" && why == "" {
				why = a.Why
			}
		}
	}
	if why != "" {
		return Answer{Why: why}
	}
	return Answer{Verdict: Proved}
}

const whyWork = "the question takes more work than the cap allows"

// attempt solves for one caller under one binding.
func (p *Problem) attempt(q Query, c *caller, b *binding, work *budget) Answer {
	s := &solver{p: p, b: work}
	if b.undecided {
		return Answer{Why: "too many policy variables bear on it"}
	}
	r, ok := s.query(q, c, b)
	switch {
	case ok && len(b.at) == 0:
		return p.witness(r, c, work)
	case ok:
		return p.substitute(q, c, b, r, work)
	case s.capped && work.left < 0:
		return Answer{Why: whyWork}
	case s.capped:
		return Answer{Why: "a condition compares a key in a way that depends on how its value is written"}
	default:
		return Answer{}
	}
}

// query compiles a query and searches.
func (s *solver) query(q Query, c *caller, b *binding) ([][]lit, bool) {
	g := region{lits: make([][]lit, len(s.p.dims))}
	for _, l := range b.lits {
		var o outcome
		if g.lits, o = s.with(g.lits, l); o == none {
			return nil, false
		}
	}
	for _, r := range q.All {
		var ok bool
		if g.lits, ok = s.all(g.lits, s.p.compile(r, c, b)); !ok {
			return nil, false
		}
	}
	for _, list := range q.Some {
		var compiled []*conjunction
		for _, r := range list {
			compiled = append(compiled, s.p.compile(r, c, b))
		}
		g.some = append(g.some, compiled)
	}
	single := make(map[int][]lit)
	for _, r := range q.None {
		switch k := s.p.compile(r, c, b); {
		case k.never:
		case len(k.lits) == 1:
			single[k.lits[0].dim] = append(single[k.lits[0].dim], k.lits[0].lit.not())
		default:
			g.none = append(g.none, k)
		}
	}
	var ok bool
	if g.lits, ok = s.atOnce(g.lits, single); !ok {
		return nil, false
	}
	return s.byAction(g)
}

// atOnce adds what follows from rules of one literal, each of which has one way
// out, and asks every dimension once.
func (s *solver) atOnce(r [][]lit, more map[int][]lit) ([][]lit, bool) {
	if len(more) == 0 {
		return r, true
	}
	r = slices.Clone(r)
	for _, dim := range slices.Sorted(maps.Keys(more)) {
		lits := slices.Concat(r[dim], more[dim])
		slices.Sort(lits)
		lits = slices.Compact(lits)
		for i := range len(lits) - 1 {
			if lits[i+1] == lits[i].not() {
				return nil, false
			}
		}
		if s.p.dims[dim].fill(&s.p.languages, lits, s.b, glance).outcome == none {
			return nil, false
		}
		r[dim] = lits
	}
	return r, true
}

// byAction takes the patterns of one list of actions one by one: most rules
// have nothing to do with most actions.
func (s *solver) byAction(g region) ([][]lit, bool) {
	d := s.p.dims[dimAction]
	for _, l := range g.lits[dimAction] {
		e := d.atoms[l.index()].of
		if !l.holds() || e.lang == nil || len(e.lang.alts) < 2 {
			continue
		}
		for _, a := range e.lang.alts {
			claim := s.p.on(dimAction, []*alternative{a}, false)
			lits, o := s.with(g.lits, claim.dimLit)
			if claim.always {
				lits, o = g.lits, found
			}
			if o == none {
				continue
			}
			if r, ok := s.solve(region{lits, g.some, g.none}); ok {
				return r, true
			}
			if s.b.left < 0 {
				break
			}
		}
		return nil, false
	}
	return s.solve(g)
}
