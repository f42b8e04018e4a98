package analyze

import (
	"slices"

	"sightline/iam/symbolic"
)

// maxPicks bounds the combinations of conditional statements that are looked at
// one by one. Beyond it access is said to hang on what all of them say.
const maxPicks = 256

// An opening is access under one condition: a request that shows it, or why
// nobody could tell.
type opening struct {
	condition map[string]string
	request   *symbolic.Request
	by        []*ruling
	principal string // who asks: a session, where its name counts
	why       string
}

// exists answers whether any request passes: Proved that none does, a Witness,
// or Undetermined.
func (q *stack) exists() symbolic.Answer {
	answer := symbolic.Answer{Verdict: symbolic.Proved}
	for _, w := range q.ways() {
		switch a := q.solve(w, nil); {
		case a.Verdict == symbolic.Witness:
			return a
		case a.Verdict != symbolic.Proved:
			answer = a
		}
	}
	return answer
}

// solve looks for a request that passes by one way and meets all as well.
func (q *stack) solve(w way, all []*symbolic.Rule) symbolic.Answer {
	none := rules(q.denies)
	if !q.bearing.RCP {
		return q.judge(w, q.ask(w, all, none))
	}
	a := q.ask(w, all, append(rules(q.rcpDenies), none...))
	if why := q.bearing.RCPInDoubt; why != "" && a.Verdict == symbolic.Proved {
		if a = q.ask(w, all, none); a.Verdict != symbolic.Proved {
			return symbolic.Answer{Why: why}
		}
	}
	return q.judge(w, a)
}

// undenied is solve as if nothing were denied.
func (q *stack) undenied(w way, all []*symbolic.Rule) symbolic.Answer { return q.ask(w, all, nil) }

func (q *stack) ask(w way, all, none []*symbolic.Rule) symbolic.Answer {
	ask := symbolic.Query{All: slices.Concat(q.which, q.pins, all), None: none}
	for _, list := range w.all {
		if len(list) == 0 {
			return symbolic.Answer{Verdict: symbolic.Proved}
		}
		ask.Some = append(ask.Some, rules(list))
	}
	return q.problem.Solve(ask)
}

// judge takes back what is not certain.
func (q *stack) judge(w way, a symbolic.Answer) symbolic.Answer {
	doubt := either(w.doubt, q.unread())
	switch {
	case a.Verdict == symbolic.Proved && q.mixed != "":
		return symbolic.Answer{Why: "the key " + q.mixed + " is taken for one value and for several"}
	case a.Request != nil && doubt != "":
		return symbolic.Answer{Why: doubt}
	case a.Verdict == symbolic.Undetermined && q.facts != "":
		a.Why = q.facts
	}
	return a
}

func rules(list []*ruling) []*symbolic.Rule {
	out := make([]*symbolic.Rule, len(list))
	for i, r := range list {
		out[i] = r.rule
	}
	return out
}

// openings lists the conditions under which access exists, those that need the
// least; what needs more than another is left out.
func (q *stack) openings() (out []opening) {
	for _, w := range q.ways() {
		if q.solve(w, nil).Verdict == symbolic.Proved {
			continue
		}
		for _, p := range picks(w) {
			if a := q.solve(p.way, nil); a.Verdict != symbolic.Proved {
				out = append(out, q.opening(&p, a))
			}
		}
	}
	return least(out)
}

// opening words what a way needs: the conditions of the statements picked, and
// that Denies which hit everything else do not apply.
func (q *stack) opening(p *pick, a symbolic.Answer) opening {
	o := opening{condition: make(map[string]string), request: a.Request, why: a.Why, by: p.all}
	for _, r := range p.by {
		for i := range r.open {
			needs(o.condition, &r.open[i])
		}
	}
	if a.Request == nil {
		return o
	}
	for _, d := range q.hindrances(p) {
		avoids(o.condition, d.open)
	}
	return o
}

// hindrances lists the Denies without which there would be access, and whose
// conditions are met by no access that there is.
func (q *stack) hindrances(p *pick) (out []*ruling) {
	for _, d := range slices.Concat(q.denies, q.rcpDenies) {
		if len(d.open) == 0 || d.only == nil {
			continue
		}
		met := []*symbolic.Rule{d.only}
		if q.solve(p.way, met).Verdict == symbolic.Proved && q.undenied(p.way, met).Verdict != symbolic.Proved {
			out = append(out, d)
		}
	}
	return out
}

// A pick is a way with one conditional statement, or the unconditional ones, of
// each layer.
type pick struct {
	way
	by  []*ruling // the conditional ones
	all []*ruling // all that may grant
}

// picks lists them, those with the fewest conditions first.
func picks(w way) []pick {
	out := []pick{{way: way{doubt: w.doubt}}}
	for _, list := range w.all {
		var next []pick
		plain, conditional := part(list)
		if len(out)*(1+len(conditional)) > maxPicks {
			plain, conditional = list, nil
		}
		for _, p := range out {
			if len(plain) > 0 {
				next = append(next, pick{p.and(plain), p.by, slices.Concat(p.all, plain)})
			}
			for _, r := range conditional {
				one := []*ruling{r}
				next = append(next, pick{p.and(one), slices.Concat(p.by, one), slices.Concat(p.all, one)})
			}
		}
		out = next
	}
	slices.SortStableFunc(out, func(a, b pick) int { return len(a.by) - len(b.by) })
	return out
}

// part splits a layer's statements into those without open conditions and the
// others.
func part(list []*ruling) (plain, conditional []*ruling) {
	for _, r := range list {
		if len(r.open) == 0 {
			plain = append(plain, r)
		} else {
			conditional = append(conditional, r)
		}
	}
	return plain, conditional
}

// least leaves out openings that need all that another one needs. A request in
// hand beats a doubt.
func least(list []opening) (out []opening) {
	slices.SortStableFunc(list, func(a, b opening) int {
		if (a.why == "") != (b.why == "") {
			if a.why == "" {
				return -1
			}
			return 1
		}
		return len(a.condition) - len(b.condition)
	})
	for _, o := range list {
		if !slices.ContainsFunc(out, func(l opening) bool { return within(l.condition, o.condition) }) {
			out = append(out, o)
		}
	}
	return out
}

// within tells whether everything that small asks for stands in large.
func within(small, large map[string]string) bool {
	for key, value := range small {
		if large[key] != value {
			return false
		}
	}
	return true
}
