package glob

import (
	"unicode/utf16"
	"unicode/utf8"
)

// A place is a UTF-16 code unit of a UTF-8 text: the offset of its character
// and, outside the Basic Multilingual Plane, whether it is the second unit.
type place struct {
	at  int
	low bool
}

// unit reads the code unit at a place and gives the place after it.
func unit(s string, p place, fold bool) (uint16, place) {
	if b := s[p.at]; b < utf8.RuneSelf {
		if fold {
			b = lower(b)
		}
		return uint16(b), place{at: p.at + 1}
	}
	r, size := utf8.DecodeRuneInString(s[p.at:])
	if r < 0x10000 {
		return uint16(r), place{at: p.at + size}
	}
	hi, lo := utf16.EncodeRune(r)
	if p.low {
		return uint16(lo), place{at: p.at + size}
	}
	return uint16(hi), place{p.at, true}
}

// matchUnits is the definition of matching, unit by unit, without allocating.
func matchUnits(code, s string, fold bool) bool {
	var i, j, from place
	retry := place{at: -1}
	for j.at < len(s) {
		u, next := unit(s, j, fold)
		if i.at < len(code) && code[i.at] == codeStar {
			i.at++
			retry, from = i, j
			continue
		}
		if after, ok := stepCode(code, i, u); ok {
			i, j = after, next
			continue
		}
		if retry.at < 0 {
			return false
		}
		_, from = unit(s, from, fold)
		i, j = retry, from
	}
	for i.at < len(code) && code[i.at] == codeStar {
		i.at++
	}
	return i.at == len(code)
}

// stepCode moves over one unit of code if it fits u.
func stepCode(code string, i place, u uint16) (place, bool) {
	if i.at == len(code) {
		return i, false
	}
	if code[i.at] == codeOne {
		return place{at: i.at + 1}, true
	}
	want, next := unit(code, i, false)
	return next, want == u
}
