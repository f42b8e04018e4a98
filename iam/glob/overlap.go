package glob

import "slices"

// Overlaps tells whether some string is in both patterns. Exact; the time is
// at worst the product of both lengths.
func Overlaps(p, q Pattern) bool {
	p, q = sameRule(p, q)
	if p.kind == kindExact {
		return q.Match(p.code)
	}
	if q.kind == kindExact {
		return p.Match(q.code)
	}
	if !endsAgree(p, q) {
		return false
	}
	// Two patterns with stars meet as soon as their ends do: between the ends,
	// first the middle of one, then of the other.
	if p.star && q.star && !p.one && !q.one {
		return true
	}
	_, ok := common(p.program(), q.program())
	return ok
}

// endsAgree compares the literal ends as far as both reach.
func endsAgree(p, q Pattern) bool {
	head, tail := min(p.head, q.head), int(min(p.tail, q.tail))
	return p.code[:head] == q.code[:head] &&
		p.code[len(p.code)-tail:] == q.code[len(q.code)-tail:]
}

// common gives tokens without stars that are in both programs.
func common(p, q program) ([]token, bool) {
	if !p.hasStar() {
		p, q = q, p
	}
	if !q.hasStar() {
		return embed(p.segments(), q.sym[:q.last()])
	}
	a, b := p.segments(), q.segments()
	head, ok := overlay(a[0], b[0], false)
	tail, fits := overlay(a[len(a)-1], b[len(b)-1], true)
	if !ok || !fits {
		return nil, false
	}
	middle := slices.Concat(append(a[1:len(a)-1:len(a)-1], b[1:len(b)-1]...)...)
	return slices.Concat(head, middle, tail), true
}

// overlay lays the shorter run of tokens over the beginning (or the end) of
// the longer one.
func overlay(a, b []token, atEnd bool) ([]token, bool) {
	if len(a) < len(b) {
		a, b = b, a
	}
	at := 0
	if atEnd {
		at = len(a) - len(b)
	}
	out := slices.Clone(a)
	return out, lay(b, out, at)
}

// embed fits segments with stars between them into text of fixed length. Each
// segment goes as far to the left as it can, which leaves most room.
func embed(segments [][]token, text []token) ([]token, bool) {
	out := slices.Clone(text)
	first, last := segments[0], segments[len(segments)-1]
	end := len(out) - len(last)
	if len(segments) == 1 {
		return out, end == 0 && lay(last, out, 0)
	}
	from := len(first)
	if from > end || !lay(first, out, 0) || !lay(last, out, end) {
		return nil, false
	}
	for _, seg := range segments[1 : len(segments)-1] {
		for from+len(seg) <= end && !lay(seg, out, from) {
			from++
		}
		if from += len(seg); from > end {
			return nil, false
		}
	}
	return out, true
}

// lay merges a segment into out at a place, or leaves out as it is.
func lay(seg, out []token, at int) bool {
	for i, t := range seg {
		if _, ok := merge(t, out[at+i]); !ok {
			return false
		}
	}
	for i, t := range seg {
		out[at+i], _ = merge(t, out[at+i])
	}
	return true
}
