package glob

import "slices"

// MatchParts tells whether a string is in the language of Join(parts...),
// without building the pattern: for parts whose literal text changes with each
// request. It does not allocate for ASCII. Fold ignores ASCII case.
func MatchParts(parts []Part, s string, fold bool) bool {
	if !asciiParts(parts) || !ascii(s) {
		if fold {
			return Join(lowered(parts)...).Match(lowerASCII(s))
		}
		return Join(slices.Clone(parts)...).Match(s)
	}
	w := walk{parts: parts, fold: fold}
	return w.match(s)
}

// walk is a place in parts, and the last star with the place in the string
// where what it covers ends.
type walk struct {
	parts  []Part
	fold   bool
	at     cursor
	star   cursor
	starAt int
	seen   bool // a star was passed
}

type cursor struct{ part, offset int }

func (w *walk) match(s string) bool {
	for i := 0; i < len(s); {
		c, wild, more := w.peek()
		switch {
		case more && wild && c == '*':
			w.step()
			w.star, w.starAt, w.seen = w.at, i, true
		case more && (wild || w.same(c, s[i])):
			w.step()
			i++
		case w.seen:
			w.starAt++
			w.at, i = w.star, w.starAt
		default:
			return false
		}
	}
	return w.onlyStars()
}

func (w *walk) same(a, b byte) bool { return a == b || w.fold && lower(a) == lower(b) }

// peek reads the next token: a literal byte, or a wildcard.
func (w *walk) peek() (c byte, wild, more bool) {
	for w.at.part < len(w.parts) && w.at.offset == len(w.parts[w.at.part].Text) {
		w.at = cursor{part: w.at.part + 1}
	}
	if w.at.part == len(w.parts) {
		return 0, false, false
	}
	part := &w.parts[w.at.part]
	c = part.Text[w.at.offset]
	return c, !part.Literal && (c == '*' || c == '?'), true
}

func (w *walk) step() { w.at.offset++ }

func (w *walk) onlyStars() bool {
	for {
		c, wild, more := w.peek()
		if !more {
			return true
		}
		if !wild || c != '*' {
			return false
		}
		w.step()
	}
}

func asciiParts(parts []Part) bool {
	for i := range parts {
		if !ascii(parts[i].Text) {
			return false
		}
	}
	return true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func lowered(parts []Part) []Part {
	out := slices.Clone(parts)
	for i := range out {
		out[i].Text = lowerASCII(out[i].Text)
	}
	return out
}
