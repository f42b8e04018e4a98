package analyze

import (
	"encoding/binary"
	"slices"

	"sightline/iam/symbolic"
)

// maxCubes bounds the combinations looked at for one class of actions. Beyond
// it, or beyond maxAsked, findings are one a statement: they still cover
// everything, and are not the narrowest.
const maxCubes = 100_000

// maxAsked bounds the questions to the reasoner for it.
const maxAsked = 200_000

// A cube is a combination of predicates: an index for each axis.
type cube []int

// A lattice finds the narrowest descriptions of what a policy allows.
type lattice struct {
	problem *symbolic.Problem
	axes    []*axis
	// base holds for every request in question; grants are the Allows of which
	// one must apply, further those of other layers, never what must not apply.
	base    []*symbolic.Rule
	grants  []*symbolic.Rule
	further [][]*symbolic.Rule
	never   []*symbolic.Rule
	// signed: nobody without credentials is let in, whatever policies say.
	signed bool

	memo map[string]meeting
	// fits remembers which Allows have to do with which predicates at all.
	fits  map[fit]bool
	asked int
}

// A fit is an Allow and one predicate of an axis.
type fit struct {
	grant           *symbolic.Rule
	axis, predicate int
}

// A meeting is what a policy allows of a cube.
type meeting struct {
	verdict symbolic.Verdict
	request *symbolic.Request
	// by are the Allows that do, the first by the request.
	by  []*symbolic.Rule
	why string
}

func (m meeting) some() bool { return m.verdict != symbolic.Proved }

// irreducible lists the cubes that hold a request which no narrower one holds,
// and which lie under no other such cube. whole is false if the limit was
// reached.
func (l *lattice) irreducible() (out []cube, meetings []meeting, whole bool) {
	top := make(cube, len(l.axes))
	queue, seen := []cube{top}, map[string]bool{top.key(): true}
	for at := 0; at < len(queue); at++ {
		if len(queue) > maxCubes || l.asked > maxAsked {
			return nil, nil, false
		}
		x := queue[at]
		if slices.ContainsFunc(out, func(y cube) bool { return l.under(x, y) }) {
			continue
		}
		if m := l.meets(x, true); m.some() {
			out, meetings = append(out, x), append(meetings, m)
			continue
		}
		if !l.meets(x, false).some() {
			continue
		}
		for i, a := range l.axes {
			for _, kid := range a.predicates[x[i]].kids {
				y := slices.Clone(x)
				y[i] = kid
				if k := y.key(); !seen[k] {
					seen[k] = true
					queue = append(queue, y)
				}
			}
		}
	}
	return l.widest(out, meetings)
}

// widest drops cubes under others. (A narrow one may have been found before a
// wide one of another branch.)
func (l *lattice) widest(cubes []cube, meetings []meeting) (out []cube, kept []meeting, whole bool) {
	for i, x := range cubes {
		if !slices.ContainsFunc(cubes, func(y cube) bool { return !slices.Equal(x, y) && l.under(x, y) }) {
			out, kept = append(out, x), append(kept, meetings[i])
		}
	}
	return out, kept, true
}

func (x cube) key() string {
	var b []byte
	for _, i := range x {
		b = binary.AppendUvarint(b, uint64(i))
	}
	return string(b)
}

// under tells whether x is y or narrower.
func (l *lattice) under(x, y cube) bool {
	for i, a := range l.axes {
		if !a.under[x[i]][y[i]] {
			return false
		}
	}
	return true
}

// meets asks what the policy allows of a cube; proper: of the part of it that
// no narrower predicate describes.
func (l *lattice) meets(x cube, proper bool) meeting {
	key := x.key()
	if proper {
		key += "!"
	}
	if m, ok := l.memo[key]; ok {
		return m
	}
	q := symbolic.Query{Some: l.further, Callers: l.axes[0].predicates[x[0]].callers}
	if x[0] == 0 && !proper {
		q.Callers |= l.axes[0].below
	}
	if l.signed {
		q.Callers &^= symbolic.OnlyAnonymous
	}
	all := slices.Clone(l.base)
	q.None = slices.Clone(l.never)
	for i, a := range l.axes {
		p := &a.predicates[x[i]]
		if p.rule != nil {
			all = append(all, p.rule)
		}
		if proper {
			for _, kid := range p.kids {
				q.None = append(q.None, a.predicates[kid].rule)
			}
		}
	}
	m := meeting{verdict: symbolic.Proved}
	for _, g := range l.grants {
		if !l.concerns(g, x) {
			continue
		}
		q.All = append(all[:len(all):len(all)], g)
		l.asked++
		m.join(l.problem.Solve(q), g)
		if !proper && m.some() {
			break // that something is allowed is all that is asked
		}
	}
	l.memo[key] = m
	return m
}

// concerns tells whether an Allow may hold of each predicate of a cube by
// itself: what leaves most pairs out.
func (l *lattice) concerns(g *symbolic.Rule, x cube) bool {
	for i, a := range l.axes {
		p := &a.predicates[x[i]]
		if p.rule == nil {
			continue
		}
		key := fit{g, i, x[i]}
		fits, known := l.fits[key]
		if !known {
			fits = l.problem.Solve(symbolic.Query{All: []*symbolic.Rule{g, p.rule}}).Verdict != symbolic.Proved
			l.fits[key] = fits
		}
		if !fits {
			return false
		}
	}
	return true
}

// join adds what one Allow lets through. A request in hand beats a doubt.
func (m *meeting) join(a symbolic.Answer, by *symbolic.Rule) {
	switch {
	case a.Verdict == symbolic.Proved:
		return
	case a.Request != nil && m.request == nil:
		m.by = append([]*symbolic.Rule{by}, m.by...)
		m.verdict, m.request, m.why = symbolic.Witness, a.Request, ""
		return
	case a.Request == nil && m.request == nil:
		m.verdict, m.why = symbolic.Undetermined, a.Why
	}
	m.by = append(m.by, by)
}

// bluntly describes each Allow by the predicates that its own elements name:
// the way out when there are too many combinations.
func (l *lattice) bluntly() (out []cube, meetings []meeting) {
	for _, g := range l.grants {
		one := *l
		one.grants, one.memo = []*symbolic.Rule{g}, make(map[string]meeting)
		if m := one.meets(make(cube, len(l.axes)), false); m.some() {
			out, meetings = append(out, one.descend(make(cube, len(l.axes)))), append(meetings, m)
		}
	}
	return out, meetings
}

// descend narrows a cube as long as everything allowed stays inside.
func (l *lattice) descend(x cube) cube {
	for i, a := range l.axes {
		for next := true; next; {
			next = false
			for _, kid := range a.predicates[x[i]].kids {
				y := slices.Clone(x)
				y[i] = kid
				rest := *l
				rest.never = append(slices.Clone(l.never), a.predicates[kid].rule)
				rest.memo = make(map[string]meeting)
				if !rest.meets(x, false).some() {
					x, next = y, true
					break
				}
			}
		}
	}
	return x
}
