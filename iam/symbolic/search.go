package symbolic

import (
	"encoding/binary"
	"slices"
)

// A budget is the work left for a question, in positions visited. Work that
// exceeds it ends in an answer that says so. What only steers the search may
// spend no more than share at a time.
type budget struct{ left, share int }

// glance is the share of what only steers.
const glance = 1 << 13

func (b *budget) spend(n int) bool {
	b.left -= n
	b.share -= n
	return b.left >= 0 && b.share >= 0
}

// outcome of looking for a word.
type outcome uint8

const (
	none   outcome = iota // there is no such word: proved
	found                 // here is one
	capped                // not decided within the budget
)

// A hunt looks for a word of one alternative that is in all of some languages
// and in no alternative of others. The variables' letters stand only where the
// alternative itself has them: a word of real text is read as it was written
// by that pattern, and the others are asked whether they take it for some
// value (over) or for every value (under).
type hunt struct {
	from union
	in   []union
	out  union
	all  []situation
	todo []int32 // places in all, a stack
	seen map[string]struct{}
	key  []byte
	next []uint16
	own  []letter
	work *budget
}

// A situation is where all automata are after a word; parent and by spell it.
type situation struct {
	set    []uint16 // from, then each of in, then out, one after the other
	ends   []int32  // where each part of set ends
	parent int32
	by     letter
}

// word looks for a word of a that is in every language of in and in none of
// the alternatives out.
func (ls *languages) word(a *alternative, in []*language, out []*alternative, b *budget) ([]letter, outcome) {
	var rest []*alternative
	for _, o := range out {
		switch {
		case !compatible(a, o):
		case ls.includes(o, a, b):
			return nil, none
		default:
			rest = append(rest, o)
		}
	}
	in, possible := ls.relevant(a, in, b)
	if !possible {
		return nil, none
	}
	if len(in) == 1 && len(rest) == 0 {
		return ls.meeting(a, in[0], b)
	}
	return sought(a, in, rest, b)
}

// sought guesses before it hunts.
func sought(a *alternative, in []*language, out []*alternative, b *budget) ([]letter, outcome) {
	if w, ok := guess(a, in, out, b); ok {
		return w, found
	}
	if a.exact {
		return nil, none // its one word was tried
	}
	return hunted(a, in, out, b)
}

// meeting looks for a word of a in a language. What two alternatives have in
// common is found out once.
func (ls *languages) meeting(a *alternative, l *language, b *budget) ([]letter, outcome) {
	result := none
	for _, o := range l.alts {
		if !compatible(a, o) {
			continue
		}
		key := pair{o, a}
		m, known := ls.common[key]
		if !known {
			m.word, m.outcome = sought(a, []*language{{alts: []*alternative{o}}}, nil, b)
			if m.outcome != capped {
				ls.common[key] = m
			}
		}
		switch m.outcome {
		case found:
			return m.word, found
		case none:
		case capped:
			result = capped
		}
	}
	return nil, result
}

// relevant leaves out the languages that hold all of a. possible is false if
// one holds nothing of it.
func (ls *languages) relevant(a *alternative, in []*language, b *budget) (rest []*language, possible bool) {
	for _, l := range in {
		if l.parts > 0 && a.hasParts(l.parts) {
			continue
		}
		meets, whole := false, false
		for _, o := range l.alts {
			if compatible(a, o) {
				meets = true
				if whole = ls.includes(o, a, b); whole {
					break
				}
			}
		}
		if !meets {
			return nil, false
		}
		if !whole {
			rest = append(rest, l)
		}
	}
	return rest, true
}

// hunted walks the automata.
func hunted(a *alternative, in []*language, out []*alternative, b *budget) ([]letter, outcome) {
	h := hunt{work: b}
	ok := true
	link := func(m mode, alts ...*alternative) union {
		u, fits := link(m, alts...)
		ok = ok && fits
		return u
	}
	h.from, h.out = link(exactly, a), link(under, out...)
	for _, l := range in {
		h.in = append(h.in, link(over, l.alts...))
	}
	if !ok {
		return nil, capped
	}
	return h.walk()
}

// walk visits the product of all automata, made as it is met, depth first: a
// letter that nobody names first, then those that the pattern itself names, so
// that it comes soon to an end that others do not mind.
func (h *hunt) walk() ([]letter, outcome) {
	h.seen = make(map[string]struct{})
	first := situation{parent: -1}
	put := func(set []uint16) {
		first.set = append(first.set, set...)
		first.ends = append(first.ends, int32(len(first.set)))
	}
	put(h.from.start())
	for i := range h.in {
		put(h.in[i].start())
	}
	put(h.out.start())
	h.all = append(h.all, first)
	h.todo = append(h.todo, 0)
	var letters []letter
	for len(h.todo) > 0 {
		at := h.todo[len(h.todo)-1]
		h.todo = h.todo[:len(h.todo)-1]
		s := &h.all[at]
		if h.accepted(s) {
			return h.spell(at), found
		}
		size := len(s.set)
		letters = h.letters(letters[:0], s)
		for _, l := range letters {
			h.push(at, l)
		}
		if !h.work.spend(1 + len(letters)*(size+4)) {
			return nil, capped
		}
	}
	return nil, none
}

// part gives the positions of one automaton.
func (s *situation) part(i int) []uint16 {
	from := int32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.set[from:s.ends[i]]
}

func (h *hunt) accepted(s *situation) bool {
	if ok, _ := h.from.accepts(s.part(0)); !ok {
		return false
	}
	for i := range h.in {
		if ok, _ := h.in[i].accepts(s.part(i + 1)); !ok {
			return false
		}
	}
	no, _ := h.out.accepts(s.part(len(h.in) + 1))
	return !no
}

// push takes one step, unless it leads nowhere or where the walk has been.
func (h *hunt) push(parent int32, l letter) {
	from := &h.all[parent]
	set, ends := h.next[:0], make([]int32, 0, len(from.ends))
	var scratch [32]uint16
	step := func(u *union, i int) int {
		part := u.step(scratch[:0], from.part(i), l)
		set = append(set, part...)
		ends = append(ends, int32(len(set)))
		return len(part)
	}
	if step(&h.from, 0) == 0 {
		return
	}
	for i := range h.in {
		if step(&h.in[i], i+1) == 0 {
			return
		}
	}
	before := len(set)
	step(&h.out, len(h.in)+1)
	h.next = set
	if _, forever := h.out.accepts(set[before:]); forever {
		return
	}
	h.key = h.key[:0]
	for _, p := range set {
		h.key = binary.LittleEndian.AppendUint16(h.key, p)
	}
	for _, e := range ends {
		h.key = binary.LittleEndian.AppendUint32(h.key, uint32(e))
	}
	if _, old := h.seen[string(h.key)]; old {
		return
	}
	h.seen[string(h.key)] = struct{}{}
	h.todo = append(h.todo, int32(len(h.all)))
	h.all = append(h.all, situation{slices.Clone(set), ends, parent, l})
}

func (h *hunt) spell(at int32) []letter {
	var w []letter
	for i := at; h.all[i].parent >= 0; i = h.all[i].parent {
		w = append(w, h.all[i].by)
	}
	slices.Reverse(w)
	return w
}

// letters lists the letters worth trying: those that some live position names,
// and one other that stands for all the rest. The last is tried first.
func (h *hunt) letters(out []letter, s *situation) []letter {
	own := menu{units: h.own[:0]}
	open := own.look(&h.from, s.part(0))
	h.own = own.units
	m := menu{units: out, colon: own.colon, digit: own.digit}
	if !open {
		return append(m.units, own.units...) // only what the pattern itself names can come next
	}
	m.look(&h.out, s.part(len(h.in)+1))
	for i := range h.in {
		m.look(&h.in[i], s.part(i+1))
	}
	for _, l := range own.units {
		m.add(l)
	}
	if m.colon {
		m.add(':')
	}
	if m.digit {
		m.addOther("0123456789")
	}
	m.addOther("xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ-_/.")
	return m.units
}
