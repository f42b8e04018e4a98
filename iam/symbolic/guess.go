package symbolic

import "slices"

// guess tries the words that people would: the pattern with a word for its
// stars, and with nothing for them; and what lies between the ends of two
// patterns, first of one, then of the other.
func guess(a *alternative, in []*language, out []*alternative, b *budget) ([]letter, bool) {
	if a.exact {
		w := a.sym[:len(a.sym)-1]
		return w, allows(w, in, out)
	}
	try := func(w []letter) bool {
		b.left -= len(w)
		return a.matches(exactly, w) && allows(w, in, out)
	}
	for _, star := range []string{"example", "", "\u2026"} {
		if w := a.example(star); try(w) {
			return w, true
		}
	}
	if len(in) != 1 {
		return nil, false
	}
	for _, o := range in[0].alts {
		if !compatible(a, o) {
			continue
		}
		if w := o.example("example"); try(w) {
			return w, true
		}
		if o.starsOnly && a.starsOnly {
			if w := between2(a, o); try(w) {
				return w, true
			}
		}
	}
	return nil, false
}

// between2 writes a word of two patterns whose ends agree.
func between2(a, o *alternative) []letter {
	head, tail := a, a
	if o.head > a.head {
		head = o
	}
	if o.tail > a.tail {
		tail = o
	}
	var w []letter
	w = append(w, head.plainUnits(0, head.head)...)
	for _, x := range []*alternative{a, o} {
		if x.head < len(x.sym)-1-x.tail {
			w = append(w, x.plainUnits(x.head, len(x.sym)-1-x.tail)...)
		}
	}
	return append(w, tail.plainUnits(len(tail.sym)-1-tail.tail, len(tail.sym)-1)...)
}

func (a *alternative) plainUnits(from, to int) []letter {
	out := make([]letter, 0, to-from)
	for _, s := range a.sym[from:to] {
		out = append(out, s&unitMask)
	}
	return out
}

func allows(w []letter, in []*language, out []*alternative) bool {
	for _, l := range in {
		if !slices.ContainsFunc(l.alts, func(o *alternative) bool { return o.matches(over, w) }) {
			return false
		}
	}
	return !slices.ContainsFunc(out, func(o *alternative) bool { return o.matches(under, w) })
}

// unheardOf is a letter that no text holds.
const unheardOf letter = 1 << 20

// unheard is the word of the alternative with that letter for every wildcard.
func (a *alternative) unheard() []letter {
	if a.fresh == nil {
		a.fresh = a.filled([]letter{unheardOf}, unheardOf)
	}
	return a.fresh
}

// example writes the alternative with text for its stars.
func (a *alternative) example(star string) []letter { return a.filled(units(star), 'x') }

// filled writes the alternative with letters for its stars and for its question
// marks. Those of a star also do for question marks beside it.
func (a *alternative) filled(text []letter, single letter) []letter {
	var w []letter
	singles, starred := 0, false
	flush := func() {
		if starred {
			w, singles = append(w, text...), singles-len(text)
		}
		for ; singles > 0; singles-- {
			w = append(w, single)
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
