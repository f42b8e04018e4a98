package symbolic

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sightline/iam/authz"
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
		for _, b := range p.bindings(keys, c) {
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
		return Answer{Why: "more than six policy variables bear on it"}
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

// A Request is one element of the set: an example.
type Request struct {
	Caller   Caller
	Action   string
	Resource string
	// Context holds the condition keys that the request carries beside those
	// that follow from an AWS caller; all others are absent.
	Context []ContextValue
}

// A ContextValue is one condition key of a request.
type ContextValue struct {
	Key    string // as a policy writes it
	Multi  bool
	Values []string
}

// witness writes down one request of a region.
func (p *Problem) witness(r [][]lit, c *caller, work *budget) Answer {
	show := func(dim int) []string { return p.values(dim, r[dim], work) }
	out := &Request{Caller: c.Caller, Action: p.likelyAction(r[dimAction], show(dimAction)[0])}
	out.Resource = p.likelyResource(r[dimResource], out.Action, show(dimResource)[0])
	if c.open {
		out.Caller.Text = p.likelyCaller(r[dimCaller], show(dimCaller)[0])
	}
	a := Answer{Verdict: Witness, Request: out}
	for i := dimKeys; i < len(p.dims); i++ {
		d := p.dims[i]
		values := show(i)
		if values == nil {
			continue
		}
		out.Context = append(out.Context, ContextValue{d.name, d.multi, values})
		if p.options.Unsure != nil && p.options.Unsure(authz.FoldKey(d.name)) {
			a.Verdict, a.Assumed = Conditional, append(a.Assumed, d.name)
		}
	}
	return a
}

// values gives the values that fill a dimension; nil if the key is absent.
func (p *Problem) values(dim int, lits []lit, work *budget) []string {
	d := p.dims[dim]
	f := d.fill(&p.languages, lits, work, work.left)
	if f.absent {
		return nil
	}
	var out []string
	for _, v := range f.values {
		t := d.values.show(v, func(int) string { return "" })
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// meets tells whether a text may stand in a dimension of strings.
func (p *Problem) meets(dim int, lits []lit, value string) bool {
	word := units(value)
	in := func(l *language) bool {
		return slices.ContainsFunc(l.alts, func(a *alternative) bool { return a.matches(under, word) })
	}
	d := p.dims[dim]
	if !in(d.values.all) {
		return false
	}
	for _, l := range lits {
		if e := d.atoms[l.index()].of; in(e.lang) == e.negated == l.holds() {
			return false
		}
	}
	return true
}

// likelyAction prefers an action that exists, as AWS spells it.
func (p *Problem) likelyAction(lits []lit, action string) string {
	if p.options.ActionsLike == nil || p.options.KnownActions != nil {
		return action
	}
	patterns := []string{action}
	for _, l := range lits {
		if e := p.dims[dimAction].atoms[l.index()].of; l.holds() && len(e.lang.alts) == 1 {
			patterns = append(patterns, e.lang.alts[0].glob())
		}
	}
	for _, pattern := range patterns {
		names := p.options.ActionsLike(pattern)
		for _, name := range names[:min(len(names), 200)] {
			if p.meets(dimAction, lits, name) {
				return name
			}
		}
	}
	return action
}

// glob writes an alternative as a pattern.
func (a *alternative) glob() string {
	var b strings.Builder
	for i, s := range a.sym {
		if a.loop[i] != loopNone {
			b.WriteByte('*')
		}
		switch {
		case s >= 0 && s < symNot:
			b.WriteString(text([]letter{s & unitMask}, nil))
		case s != symEnd:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// likelyResource prefers the resource that the policies hang on, and ARNs that
// look like some.
func (p *Problem) likelyResource(lits []lit, action, resource string) string {
	service, _, _ := strings.Cut(action, ":")
	service = strings.ToLower(service)
	for _, r := range []string{
		p.options.Resource, p.options.Resource + "/example",
		"arn:aws:s3:::example", "arn:aws:s3:::example/key",
		"arn:aws:" + service + ":us-east-1:111122223333:example",
		"arn:aws:" + service + ":us-east-1:111122223333:example/example",
	} {
		if strings.HasPrefix(r, "arn:aws:s3:") && service != "s3" && r != p.options.Resource {
			continue
		}
		if p.meets(dimResource, lits, r) {
			return r
		}
	}
	return resource
}

// likelyCaller prefers the partition that most policies are about, an account
// id that looks like one, and a user.
func (p *Problem) likelyCaller(lits []lit, caller string) string {
	parts := strings.SplitN(caller, ":", 6)
	accounts := []string{parts[4], "999999999999", "888888888888", "777777777777"}
	if len(parts[4]) != 12 || strings.Trim(parts[4], "0123456789") != "" {
		accounts = append(accounts[1:], parts[4])
	}
	for _, partition := range []string{"aws", parts[1]} {
		for _, account := range accounts {
			for _, rest := range []string{"iam::" + account + ":user/example", "iam::" + account + ":role/example", parts[2] + "::" + account + ":" + parts[5]} {
				c := "arn:" + partition + ":" + rest
				if p.meets(dimCaller, lits, c) {
					return c
				}
			}
		}
	}
	return caller
}
