package symbolic

import (
	"encoding/binary"
	"slices"
)

// A budget is the work left, in positions visited. Work that exceeds it ends
// in an answer that says so.
type budget struct{ left int }

func (b *budget) spend(n int) bool {
	b.left -= n
	return b.left >= 0
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
	from  union
	in    []union
	out   union
	queue []situation
	seen  map[string]struct{}
	key   []byte
	next  []uint16
	work  *budget
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
func word(a *alternative, in []*language, out []*alternative, b *budget) ([]letter, outcome) {
	out = slices.DeleteFunc(slices.Clone(out), func(o *alternative) bool { return !compatible(a, o) })
	for _, o := range out {
		if o.any || o.key == a.key || swallows(o, a) {
			return nil, none
		}
	}
	for _, l := range in {
		if !slices.ContainsFunc(l.alts, func(o *alternative) bool { return compatible(a, o) }) {
			return nil, none
		}
	}
	h := hunt{work: b}
	if w, ok := guess(a, in, out, b); ok {
		return w, found
	}
	if a.exact {
		return nil, none // its one word was tried
	}
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

// swallows knows the commonest inclusion at a glance: a literal beginning and
// a star at the end.
func swallows(o, a *alternative) bool {
	last := len(o.sym) - 1
	if o.loop[last] != loopAny || o.head != last || a.head < last {
		return false
	}
	for i := range last {
		if o.sym[i] != a.sym[i] && (a.sym[i] >= foldBit || !reads(o.sym[i], a.sym[i])) {
			return false
		}
	}
	return true
}

// guess tries the words that people would: the pattern with a word for its
// stars, and with nothing for them.
func guess(a *alternative, in []*language, out []*alternative, b *budget) ([]letter, bool) {
	if a.exact {
		w := a.sym[:len(a.sym)-1]
		return w, allows(w, in, out)
	}
	for _, star := range []string{"example", "", "\u2026"} {
		w := a.example(star)
		b.left -= len(w)
		if a.matches(exactly, w) && allows(w, in, out) {
			return w, true
		}
	}
	return nil, false
}

func allows(w []letter, in []*language, out []*alternative) bool {
	for _, l := range in {
		if !slices.ContainsFunc(l.alts, func(o *alternative) bool { return o.matches(over, w) }) {
			return false
		}
	}
	return !slices.ContainsFunc(out, func(o *alternative) bool { return o.matches(under, w) })
}

// example writes the alternative with text for its stars. The text also does
// for question marks beside a star.
func (a *alternative) example(star string) []letter {
	var w []letter
	singles, starred := 0, false
	flush := func() {
		if starred {
			text := units(star)
			w, singles = append(w, text...), singles-len(text)
		}
		for ; singles > 0; singles-- {
			w = append(w, 'x')
		}
		singles, starred = 0, false
	}
	for i, s := range a.sym {
		starred = starred || a.loop[i] != loopNone
		if s == symAny || s == symNotColon || s >= symNot {
			singles++
			continue
		}
		flush()
		switch {
		case s >= foldBit:
			w = append(w, s&unitMask)
		case s >= 0:
			w = append(w, s)
		case s == symDigit:
			w = append(w, '9')
		case isVariable(s):
			w = append(w, nu(int(symNu-s)))
		}
	}
	return w
}

// walk visits the product of all automata, made as it is met, breadth first:
// the word found is a shortest one.
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
	h.queue = append(h.queue, first)
	var letters []letter
	for at := 0; at < len(h.queue); at++ {
		s := &h.queue[at]
		if h.accepted(s) {
			return h.spell(at), found
		}
		letters = h.letters(letters[:0], s)
		for _, l := range letters {
			h.push(int32(at), l)
		}
		if !h.work.spend(1 + len(letters)*(len(h.queue[at].set)+4)) {
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
	from := &h.queue[parent]
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
	h.queue = append(h.queue, situation{slices.Clone(set), ends, parent, l})
}

func (h *hunt) spell(at int) []letter {
	var w []letter
	for i := int32(at); h.queue[i].parent >= 0; i = h.queue[i].parent {
		w = append(w, h.queue[i].by)
	}
	slices.Reverse(w)
	return w
}

// letters lists the letters worth trying: those that some live position names,
// and one other that stands for all the rest.
func (h *hunt) letters(out []letter, s *situation) []letter {
	m := menu{units: out}
	open := m.look(&h.from, s.part(0))
	if !open {
		return m.units // only what the pattern itself names can come next
	}
	for i := range h.in {
		m.look(&h.in[i], s.part(i+1))
	}
	m.look(&h.out, s.part(len(h.in)+1))
	if m.colon {
		m.add(':')
	}
	if m.digit {
		m.addOther("0123456789")
	}
	m.addOther("xyzabcdefghijklmnopqrstuvwABCDEFGHIJKLMNOPQRSTUVWXYZ-_/.")
	return m.units
}

// A menu collects letters.
type menu struct {
	units        []letter
	colon, digit bool
}

// look adds what positions name; open tells that they take letters that they
// do not name.
func (m *menu) look(u *union, set []uint16) (open bool) {
	for _, p := range set {
		switch u.loop[p] {
		case loopAny:
			open = true
		case loopNotColon:
			open, m.colon = true, true
		}
		switch sym := u.sym[p]; {
		case sym >= symNot:
			open = true
			m.add(sym & unitMask)
			m.add(sym&unitMask - ('a' - 'A'))
		case sym >= foldBit:
			for _, l := range spellings(sym) {
				m.add(l)
			}
		case sym >= 0:
			m.add(sym)
		case isVariable(sym):
			if u.mode == exactly {
				m.add(nu(int(symNu - sym)))
			}
		case sym == symDigit:
			open, m.digit = true, true
		case sym == symNotColon:
			open, m.colon = true, true
		case sym == symAny:
			open = true
		}
	}
	return open
}

func (m *menu) add(l letter) {
	if !slices.Contains(m.units, l) {
		m.units = append(m.units, l)
	}
}

// addOther adds a unit that nobody named: the first of a list, or one far from
// all text.
func (m *menu) addOther(choices string) {
	for _, r := range choices {
		if !m.spoken(r) {
			m.units = append(m.units, r)
			return
		}
	}
	for l := letter(0x4E00); ; l++ {
		if !m.spoken(l) {
			m.units = append(m.units, l)
			return
		}
	}
}

func (m *menu) spoken(l letter) bool { return slices.Contains(m.units, l) }
