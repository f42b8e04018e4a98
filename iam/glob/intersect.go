package glob

import "math"

// maxProduct bounds the table in which the shortest common string is found;
// beyond it any common string will do.
const maxProduct = 1 << 20

// Intersect gives a string that is in both patterns, the shortest one where
// neither includes the other; ok is false if there is none.
func Intersect(p, q Pattern) (example string, ok bool) {
	p, q = sameRule(p, q)
	if !Overlaps(p, q) {
		return "", false
	}
	if in, _ := Includes(p, q); in {
		return Example(q), true
	}
	if in, _ := Includes(q, p); in {
		return Example(p), true
	}
	a, b := p.program(), q.program()
	if len(a.sym)*len(b.sym) > maxProduct {
		toks, _ := common(a, b)
		return text(toks), true
	}
	return text(product{a, b}.shortest()), true
}

// A product walks two programs side by side. Every move consumes one unit and
// brings at least one of them forward.
type product struct{ p, q program }

// A move leads to the positions i and j over a token.
type move struct {
	i, j int
	sym  token
}

// moves lists the up to three moves from a pair of positions.
func (x product) moves(i, j int) (out [3]move, n int) {
	a, b := x.p.sym[i], x.q.sym[j]
	if t, ok := merge(a, b); ok && a != tokenEnd && b != tokenEnd {
		out[n], n = move{i + 1, j + 1, t}, n+1
	}
	if x.p.loop[i] && b != tokenEnd {
		out[n], n = move{i, j + 1, b}, n+1
	}
	if x.q.loop[j] && a != tokenEnd {
		out[n], n = move{i + 1, j, a}, n+1
	}
	return out, n
}

// shortest gives the fewest tokens from the beginnings to the ends. The
// programs must overlap.
func (x product) shortest() []token {
	width := len(x.q.sym)
	left := make([]int32, len(x.p.sym)*width) // units still needed
	for i := x.p.last(); i >= 0; i-- {
		for j := x.q.last(); j >= 0; j-- {
			left[i*width+j] = x.need(left, i, j)
		}
	}
	var out []token
	for i, j := 0, 0; i < x.p.last() || j < x.q.last(); {
		moves, n := x.moves(i, j)
		best := moves[0]
		for _, m := range moves[1:n] {
			if left[m.i*width+m.j] < left[best.i*width+best.j] {
				best = m
			}
		}
		out = append(out, best.sym)
		i, j = best.i, best.j
	}
	return out
}

func (x product) need(left []int32, i, j int) int32 {
	if i == x.p.last() && j == x.q.last() {
		return 0
	}
	best := int32(math.MaxInt32 - 1)
	moves, n := x.moves(i, j)
	for _, m := range moves[:n] {
		best = min(best, left[m.i*len(x.q.sym)+m.j])
	}
	return min(best+1, math.MaxInt32-1)
}
