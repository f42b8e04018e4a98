package glob

import "strings"

// Match tells whether the whole of s is in the pattern. It never allocates.
// The time is linear for most patterns and at worst the product of both
// lengths.
func (p Pattern) Match(s string) bool {
	if p.byUnit {
		return matchUnits(p.code, s, p.fold)
	}
	switch p.kind {
	case kindAny:
		return true
	case kindExact:
		return equal(s, p.code, p.fold)
	case kindPrefix:
		return len(s) >= int(p.head) && equal(s[:p.head], p.code[:p.head], p.fold)
	default:
		return p.matchGeneral(s)
	}
}

func (p Pattern) matchGeneral(s string) bool {
	if !p.endsFit(s) {
		return false
	}
	ok, units := p.matchMiddle(s)
	if units {
		return matchUnits(p.code, s, p.fold)
	}
	return ok
}

// matchCode matches the code of another pattern as if it were text: a wildcard
// in it equals no literal. Only for patterns without `?`.
func (p Pattern) matchCode(code string) bool {
	if p.kind == kindExact {
		return code == p.code
	}
	if !p.endsFit(code) {
		return false
	}
	ok, _ := p.matchMiddle(code)
	return ok
}

// endsFit compares the literal text at both ends.
func (p Pattern) endsFit(s string) bool {
	head, tail := int(p.head), int(p.tail)
	return len(s) >= head+tail && equal(s[:head], p.code[:head], p.fold) &&
		equal(s[len(s)-tail:], p.code[len(p.code)-tail:], p.fold)
}

// matchMiddle matches what lies between the literal ends, byte by byte. That
// is exact although a character may have several bytes: literals are valid
// UTF-8 and only fit where characters begin. A `?` over a character of several
// bytes ends the attempt with units set.
func (p Pattern) matchMiddle(s string) (ok, units bool) {
	code := p.code[p.head : len(p.code)-int(p.tail)]
	s = s[p.head : len(s)-int(p.tail)]
	// retry is the place in code after the last star, from the place in s that
	// comes next; earlier stars need no second try.
	i, j, retry, from := 0, 0, -1, 0
	for j < len(s) {
		switch {
		case i < len(code) && code[i] == codeStar:
			if i++; i == len(code) {
				return true, false
			}
			retry, from = i, j
			if j = p.seek(code[i], s, from); j < 0 {
				return false, false
			}
			from = j
		case i < len(code) && code[i] == codeOne && s[j] < 0x80:
			i, j = i+1, j+1
		case i < len(code) && code[i] == codeOne:
			return false, true
		case i < len(code) && (code[i] == s[j] || p.fold && code[i] == lower(s[j])):
			i, j = i+1, j+1
		case retry < 0:
			return false, false
		default:
			if from = p.seek(code[retry], s, from+1); from < 0 {
				return false, false
			}
			i, j = retry, from
		}
	}
	return i == len(code) || i == len(code)-1 && code[i] == codeStar, false
}

// seek finds the next place at which b, which follows a star, can stand: -1 if
// there is none.
func (p Pattern) seek(b byte, s string, from int) int {
	if b == codeOne || p.fold {
		if from > len(s) {
			return -1
		}
		return from
	}
	at := strings.IndexByte(s[from:], b)
	if at < 0 {
		return -1
	}
	return from + at
}

// equal compares a string with code of the same length.
func equal(s, code string, fold bool) bool {
	if len(s) != len(code) {
		return false
	}
	if !fold || s == code {
		return s == code
	}
	for i := range len(s) {
		if lower(s[i]) != code[i] {
			return false
		}
	}
	return true
}
