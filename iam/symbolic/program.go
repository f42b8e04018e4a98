package symbolic

import (
	"encoding/binary"
	"slices"
)

// An alternative is one pattern as an automaton without empty moves: position
// i is before sym[i], loop[i] tells of a star there, the last symbol is symEnd.
type alternative struct {
	sym  []int32
	loop []uint8
	// head is how many symbols from the beginning are plain units without a
	// star before them, tail the same from the end.
	head, tail int
	// exact: no wildcard, variable or case folding. key is canonical.
	exact, any bool
	// simple: no variables, and no star that stops at colons.
	simple bool
	// starsOnly: besides, no wildcard but stars.
	starsOnly bool
	// folded: some letter stands for its other spellings, too.
	folded bool
	key    string
	fresh  []letter // see unheard
}

// A language is a set of strings: the union of alternatives.
type language struct {
	id   int
	alts []*alternative
	// templates: some alternative holds a variable.
	templates bool
	// parts, if not 0: the language of all texts of so many parts with colons
	// between them, of which ends need a unit each: actions and ARNs.
	parts int
}

// hasParts tells at a glance of patterns as people write them that all their
// texts have the parts of an action (2) or an ARN (6).
func (a *alternative) hasParts(n int) bool {
	at, colons, filled := 0, 0, false
	for ; a.sym[at] != symEnd && colons < n-1; at++ {
		switch {
		case a.sym[at] == ':' && (a.loop[at] == loopNone || n == 2 && filled || colons >= 3):
			// An ARN may lack its Region and account.
			if !filled && colons != 3 && colons != 4 {
				return false
			}
			colons, filled = colons+1, false
		case a.sym[at] == ':':
			return false // a star that might be the part before it
		default:
			filled = true
		}
	}
	return colons == n-1 && a.sym[at] != symEnd && (n != 6 || a.startsWithARN())
}

func (a *alternative) startsWithARN() bool {
	for i, u := range "arn:" {
		if i >= a.head || a.sym[i] != u {
			return false
		}
	}
	return true
}

// A piece is an unwritten symbol with stars as symbols of their own.
type piece = int32

const pieceStar piece = -8

// finish makes an alternative of pieces; colonAt is the number of pieces that
// belong to the first five parts of an ARN (wildcards there stop at colons).
func finish(pieces []piece, colonAt int) *alternative {
	a := &alternative{exact: true, sym: make([]int32, 0, len(pieces)+1), loop: make([]uint8, 0, len(pieces)+1)}
	loop := loopNone
	for i, p := range pieces {
		switch {
		case p == pieceStar && i < colonAt:
			loop = loopNotColon
		case p == pieceStar:
			loop = loopAny
		default:
			if p == symAny && i < colonAt {
				p = symNotColon
			}
			a.push(p, loop)
			loop = loopNone
		}
	}
	a.push(symEnd, loop)
	a.measure()
	return a
}

func (a *alternative) push(sym int32, loop uint8) {
	a.sym, a.loop = append(a.sym, sym), append(a.loop, loop)
	if loop != loopNone || sym < 0 && sym != symEnd || sym >= foldBit {
		a.exact = false
	}
}

func (a *alternative) measure() {
	last := len(a.sym) - 1
	for a.head < last && a.loop[a.head] == loopNone && isLiteral(a.sym[a.head]) {
		a.head++
	}
	if a.loop[last] == loopNone {
		for a.tail < last && isLiteral(a.sym[last-1-a.tail]) {
			a.tail++
			if a.loop[last-a.tail] != loopNone {
				break
			}
		}
	}
	a.any = last == 0 && a.loop[0] == loopAny
	a.simple = !slices.Contains(a.loop, loopNotColon) && !slices.ContainsFunc(a.sym, isVariable)
	a.folded = slices.ContainsFunc(a.sym, func(s int32) bool { return s >= foldBit })
	a.starsOnly = a.simple && !slices.ContainsFunc(a.sym[:last], func(s int32) bool { return !isLiteral(s) })
	key := make([]byte, 0, 2*len(a.sym))
	for i, s := range a.sym {
		key = binary.AppendVarint(key, int64(s))
		key = append(key, a.loop[i])
	}
	a.key = string(key)
}

// compatible is false if the literal ends show that no string is in both.
func compatible(a, b *alternative) bool {
	for i := range min(a.head, b.head) {
		if !meet(a.sym[i], b.sym[i]) {
			return false
		}
	}
	x, y := len(a.sym)-2, len(b.sym)-2
	for i := range min(a.tail, b.tail) {
		if !meet(a.sym[x-i], b.sym[y-i]) {
			return false
		}
	}
	return true
}

// meet tells whether two literal symbols have a unit in common.
func meet(s, t int32) bool {
	switch {
	case s < foldBit:
		return t >= 0 && reads(t, s)
	case t < foldBit:
		return reads(s, t)
	default:
		return s&unitMask == t&unitMask
	}
}

// A mode says how an automaton reads the letter of a variable, whose value
// nobody knows.
type mode uint8

const (
	// exactly: only the variable itself.
	exactly mode = iota
	// over: the value may be any text, so the automaton may get anywhere.
	over
	// under: only what takes every text: the variable itself, or a star.
	under
)

// A union is a row of alternatives that are walked together.
type union struct {
	sym   []int32
	loop  []uint8
	first []uint16 // the position at which a position's alternative begins
	last  []uint16 // and its end
	mode  mode
	// forget: positions before a star that takes everything may be dropped.
	forget bool
}

// maxPositions bounds a union, whose positions are 16 bits wide.
const maxPositions = 1<<16 - 1

func link(m mode, alts ...*alternative) (union, bool) {
	u := union{mode: m, forget: true}
	for _, a := range alts {
		if m == exactly && slices.ContainsFunc(a.sym, isVariable) {
			u.forget = false // no star takes a variable's letter here
		}
		if len(u.sym)+len(a.sym) > maxPositions {
			return u, false
		}
		first, last := uint16(len(u.sym)), uint16(len(u.sym)+len(a.sym)-1)
		u.sym, u.loop = append(u.sym, a.sym...), append(u.loop, a.loop...)
		u.first = append(u.first, slices.Repeat([]uint16{first}, len(a.sym))...)
		u.last = append(u.last, slices.Repeat([]uint16{last}, len(a.sym))...)
	}
	return u, true
}

func (u *union) start() []uint16 {
	var set []uint16
	for i, f := range u.first {
		if int(f) == i {
			set = append(set, f)
		}
	}
	return set
}

// step appends to out the positions after one letter.
func (u *union) step(out, set []uint16, l letter) []uint16 {
	if isNu(l) {
		return u.stepNu(out, set, l)
	}
	for _, p := range set {
		if lp := u.loop[p]; lp == loopAny || lp == loopNotColon && l != ':' {
			out = u.add(out, p)
		}
		if reads(u.sym[p], l) {
			out = u.add(out, p+1)
		}
	}
	return out
}

func (u *union) stepNu(out, set []uint16, l letter) []uint16 {
	for _, p := range set {
		switch u.mode {
		case over:
			for q := p; q <= u.last[p]; q++ {
				out = insert(out, q)
			}
			continue
		case exactly:
			if u.sym[p] == symNu-(-1-l) {
				out = u.add(out, p+1)
			}
		case under:
			if u.loop[p] == loopAny {
				out = u.add(out, p)
			}
			if takesNu(u.sym[p], l) {
				out = u.add(out, p+1)
			}
		}
	}
	return out
}

// add appends a position. Behind a star that takes everything, what came
// earlier in the same alternative can be forgotten: the star takes what it
// would have taken.
func (u *union) add(set []uint16, p uint16) []uint16 {
	if n := len(set); n > 0 && set[n-1] == p {
		return set
	}
	if u.forget && u.loop[p] == loopAny {
		for len(set) > 0 && set[len(set)-1] >= u.first[p] && set[len(set)-1] < p {
			set = set[:len(set)-1]
		}
	}
	return insert(set, p)
}

// insert keeps a set sorted.
func insert(set []uint16, p uint16) []uint16 {
	n := len(set)
	if n == 0 || set[n-1] < p {
		return append(set, p)
	}
	at, found := slices.BinarySearch(set, p)
	if found {
		return set
	}
	return slices.Insert(set, at, p)
}

// accepts tells whether a set holds the end of an alternative; forever, whether
// whatever follows stays accepted.
func (u *union) accepts(set []uint16) (now, forever bool) {
	for _, p := range set {
		if u.sym[p] == symEnd {
			if now = true; u.loop[p] == loopAny {
				return true, true
			}
		}
	}
	return now, false
}

// matches runs a whole word.
func (u *union) matches(word []letter) bool {
	set := u.start()
	var next []uint16
	for _, l := range word {
		next = u.step(next[:0], set, l)
		if len(next) == 0 {
			return false
		}
		set, next = next, set
	}
	now, _ := u.accepts(set)
	return now
}

// matches runs a whole word against one alternative. Stars that take
// everything are tried as short as they can be; whatever else there is goes the
// way of unions.
func (a *alternative) matches(m mode, word []letter) bool {
	if !a.simple || slices.ContainsFunc(word, isNu) {
		u, ok := link(m, a)
		return ok && u.matches(word)
	}
	last := len(a.sym) - 1
	i, j, star, from := 0, 0, -1, 0
	for j < len(word) {
		if a.loop[i] == loopAny && star < i {
			star, from = i, j
		}
		if i < last && reads(a.sym[i], word[j]) {
			i, j = i+1, j+1
			continue
		}
		if i == last && a.loop[i] == loopAny {
			return true
		}
		if star < 0 {
			return false
		}
		from++
		i, j = star, from
	}
	return i == last
}

func isVariable(sym int32) bool { return sym <= symNu }

func isLiteral(sym int32) bool { return sym >= 0 && sym < symNot }
