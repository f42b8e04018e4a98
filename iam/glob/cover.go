package glob

import (
	"encoding/binary"
	"slices"
)

// maxWork bounds the positions that one inclusion may visit.
const maxWork = 1 << 20

// covers tells whether every string of q is in one of ps; decided is false if
// more than limit positions had to be visited.
//
// It walks q beside the sets of positions that ps can be in, made as they are
// met. Only one string per shape of q has to be tried, the one whose wildcards
// are all a fresh unit that no pattern holds: any other unit leaves ps in a
// larger set of positions, never in a smaller one. What is left to try is the
// number of fresh units for each star of q.
func covers(ps []program, q program, limit int) (included, decided bool) {
	c := cover{union: link(ps), q: q, seen: make(map[string]struct{})}
	c.push(0, c.start())
	for len(c.todo) > 0 {
		if c.work > limit {
			return false, false
		}
		s := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		if c.escapes(s) {
			return false, true
		}
	}
	return true, true
}

// A union holds several programs in one row of positions.
type union struct {
	program
	first []int32 // the position at which a position's program begins
}

func link(ps []program) union {
	var u union
	for _, p := range ps {
		first := int32(len(u.sym))
		u.sym, u.loop = append(u.sym, p.sym...), append(u.loop, p.loop...)
		u.first = append(u.first, slices.Repeat([]int32{first}, len(p.sym))...)
	}
	return u
}

// A cover is one inclusion being decided.
type cover struct {
	union
	q    program
	todo []situation
	seen map[string]struct{}
	work int
}

// A situation is a position in q and the sorted positions in the union.
type situation struct {
	at  int
	set []int32
}

func (c *cover) start() []int32 {
	var set []int32
	for i, first := range c.first {
		if int32(i) == first {
			set = append(set, first)
		}
	}
	return set
}

// escapes looks at one situation: true if a string of q leaves the union here.
func (c *cover) escapes(s situation) bool {
	if len(s.set) == 0 {
		return true
	}
	accepts := false
	for _, i := range s.set {
		if c.sym[i] != tokenEnd {
			continue
		}
		if accepts = true; c.loop[i] {
			return false // a star at the end takes all that may follow
		}
	}
	if c.q.loop[s.at] {
		c.push(s.at, c.step(s.set, tokenFresh))
	}
	want := c.q.sym[s.at]
	if want == tokenEnd {
		return !accepts
	}
	if want == tokenOne {
		want = tokenFresh
	}
	c.push(s.at+1, c.step(s.set, want))
	return false
}

// step gives the positions after one unit. Behind a star everything earlier in
// the same program can be forgotten: the star takes what it would have taken.
func (c *cover) step(set []int32, t token) []int32 {
	out := make([]int32, 0, len(set)+1)
	for _, i := range set {
		if c.loop[i] {
			out = c.add(out, i)
		}
		if c.sym[i] == t || c.sym[i] == tokenOne {
			out = c.add(out, i+1)
		}
	}
	return out
}

func (c *cover) add(set []int32, i int32) []int32 {
	if n := len(set); n > 0 && set[n-1] == i {
		return set
	}
	if c.loop[i] {
		for len(set) > 0 && set[len(set)-1] >= c.first[i] {
			set = set[:len(set)-1]
		}
	}
	return append(set, i)
}

// push puts a situation on the list unless it was there before.
func (c *cover) push(at int, set []int32) {
	c.work += 1 + len(set)
	key := binary.AppendUvarint(nil, uint64(at))
	for _, i := range set {
		key = binary.AppendUvarint(key, uint64(i))
	}
	if _, old := c.seen[string(key)]; old {
		return
	}
	c.seen[string(key)] = struct{}{}
	c.todo = append(c.todo, situation{at, set})
}
