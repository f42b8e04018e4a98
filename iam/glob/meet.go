package glob

import "slices"

// Bounds of one Meet: the tokens of both patterns together, the tokens it may
// write down, and the positions that one comparison of its parts may visit (an
// undecided comparison keeps both).
const (
	maxMeeting = 1 << 14
	maxTokens  = 1 << 20
	keepWork   = 1 << 12

	pairCost = 16 // of a pair of positions, in tokens
)

// Meet gives the intersection of two patterns as a union of patterns, none of
// which includes another; none at all if the patterns do not overlap. It is
// always a finite union: `a*` and `*a` meet in `a` and `a*a`. If it takes more
// than limit patterns or too much work, exact is false and the answer is one pattern that
// includes the intersection: the more specific of the two.
func Meet(p, q Pattern, limit int) (patterns []Pattern, exact bool) {
	if p.fold != q.fold {
		if in, ok := Includes(p, q); in && ok {
			return []Pattern{q}, true
		}
		return []Pattern{narrower(p, q)}, false
	}
	if !Overlaps(p, q) {
		return nil, true
	}
	if in, _ := Includes(p, q); in {
		return []Pattern{q}, true
	}
	if in, _ := Includes(q, p); in {
		return []Pattern{p}, true
	}
	if len(p.code)+len(q.code) > maxMeeting {
		return []Pattern{narrower(p, q)}, false
	}
	m := meeting{
		product: product{p.program(), q.program()},
		done:    make(map[[2]int][][]token),
		limit:   4*max(limit, 1) + 4, // parts of a path may be more than whole paths
	}
	rests, ok := m.rests(0, 0)
	if !ok || len(rests) > limit {
		return []Pattern{narrower(p, q)}, false
	}
	for _, toks := range rests {
		patterns = append(patterns, fromTokens(toks, p.fold))
	}
	return patterns, true
}

// narrower gives the pattern with more to match.
func narrower(p, q Pattern) Pattern {
	if len(q.code) > len(p.code) {
		return q
	}
	return p
}

// A meeting collects the paths through a product. Each path spells a pattern:
// where both programs stand at a star, so does the path.
type meeting struct {
	product
	done  map[[2]int][][]token
	limit int
	spent int // tokens written down
}

// rests gives the patterns from a pair of positions to the ends; ok is false
// if there are too many.
func (m *meeting) rests(i, j int) (out [][]token, ok bool) {
	key := [2]int{i, j}
	if out, ok = m.done[key]; ok {
		return out, true
	}
	if i == m.p.last() && j == m.q.last() {
		out = [][]token{nil}
	}
	moves, n := m.moves(i, j)
	for _, mv := range moves[:n] {
		rests, ok := m.rests(mv.i, mv.j)
		if !ok {
			return nil, false
		}
		out = m.extend(out, mv.sym, rests)
	}
	if m.spent += pairCost; len(out) > m.limit || m.spent > maxTokens {
		return nil, false
	}
	if m.p.loop[i] && m.q.loop[j] {
		out = m.extend(nil, tokenStar, out) // may make some include others
	}
	m.done[key] = out
	return out, true
}

// extend adds to out what remains after a token. Patterns of which none
// includes another stay so behind the same unit, but not behind a star.
func (m *meeting) extend(out [][]token, t token, rests [][]token) [][]token {
	apart := len(out) == 0 && t != tokenStar
	for _, rest := range rests {
		m.spent += len(rest) + 1
		toks := slices.Concat([]token{t}, rest)
		if apart {
			out = append(out, toks)
		} else {
			out = keep(out, toks)
		}
	}
	return out
}

// keep adds a pattern unless one of the list includes it, and drops those that
// it includes.
func keep(list [][]token, toks []token) [][]token {
	p := unroll(toks)
	for _, old := range list {
		if in, _ := covers([]program{unroll(old)}, p, keepWork); in {
			return list
		}
	}
	list = slices.DeleteFunc(list, func(old []token) bool {
		in, _ := covers([]program{p}, unroll(old), keepWork)
		return in
	})
	return append(list, toks)
}
