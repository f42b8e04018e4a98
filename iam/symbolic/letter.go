package symbolic

import (
	"unicode"
	"unicode/utf16"
)

// A letter is what an automaton reads: a UTF-16 code unit (0 … 0xFFFF), or the
// unknown value of a policy variable as a whole (nu).
type letter = int32

// nu is the letter of the i-th variable. With nuFolded added to i it stands for
// any spelling of the value.
func nu(i int) letter { return -1 - int32(i) }

const nuFolded = 64 // more than there are variables

// takesNu tells whether a variable's symbol takes a variable's letter whatever
// the value is: a folded symbol also takes the spelling as it is.
func takesNu(sym int32, l letter) bool {
	if !isVariable(sym) {
		return false
	}
	s, v := symNu-sym, -1-l
	return s == v || s == v|nuFolded
}

func isNu(l letter) bool { return l < 0 }

// Symbols of a program: a code unit, or one of these. A unit with foldBit is
// lower-cased and matches without case, with asciiBit without that of ASCII.
const (
	foldBit     int32 = 1 << 16
	asciiBit    int32 = 1 << 17
	symNot      int32 = 1 << 18 // any unit but this one, whatever its case (ASCII)
	unitMask    int32 = foldBit - 1
	symAny      int32 = -1 // `?`
	symNotColon int32 = -2 // `?` in one of the first five parts of an ARN
	symDigit    int32 = -3
	symEnd      int32 = -4
	symNu       int32 = -16 // symNu-i is the value of variable i
)

// Loops before a symbol.
const (
	loopNone uint8 = iota
	loopAny
	loopNotColon
)

// reads tells whether a symbol takes a unit. Variables' letters are the
// business of program.step.
func reads(sym int32, l letter) bool {
	switch {
	case sym >= symNot:
		return lowerASCII(l) != sym&unitMask
	case sym >= foldBit:
		return fold(sym, l) == sym&unitMask
	case sym >= 0:
		return sym == l
	case sym == symAny:
		return true
	case sym == symNotColon:
		return l != ':'
	case sym == symDigit:
		return l >= '0' && l <= '9'
	default:
		return false
	}
}

// fold lower-cases a unit by the rule of a symbol.
func fold(sym int32, l letter) letter {
	if sym&asciiBit != 0 {
		return lowerASCII(l)
	}
	return lower(l)
}

func lowerASCII(l letter) letter {
	if l >= 'A' && l <= 'Z' {
		return l + 'a' - 'A'
	}
	return l
}

// lower maps a unit as strings.ToLower does, which is how operators that
// ignore case compare.
func lower(l letter) letter {
	if l < 0x80 {
		return lowerASCII(l)
	}
	if utf16.IsSurrogate(rune(l)) {
		return l
	}
	if low := unicode.ToLower(rune(l)); low <= 0xFFFF {
		return low
	}
	return l
}

// spellings lists the units that a folded symbol takes.
func spellings(sym int32) []letter {
	u := sym & unitMask
	out := []letter{u}
	if sym&asciiBit != 0 {
		return append(out, u-('a'-'A'))
	}
	for r := unicode.SimpleFold(u); r != u; r = unicode.SimpleFold(r) {
		if r <= 0xFFFF && lower(r) == u {
			out = append(out, r)
		}
	}
	if u == 'i' { // U+0130 is lower-cased to i and is in no orbit with it
		out = append(out, 0x130)
	}
	return out
}

// units turns text into letters.
func units(text string) []letter {
	out := make([]letter, 0, len(text))
	for _, r := range text {
		if r < 0x10000 {
			out = append(out, r)
			continue
		}
		hi, lo := utf16.EncodeRune(r)
		out = append(out, hi, lo)
	}
	return out
}

// text turns letters back; value gives the text of variables.
func text(letters []letter, value func(i int) string) string {
	var run []uint16
	var out []byte
	flush := func() {
		out = append(out, string(utf16.Decode(run))...)
		run = run[:0]
	}
	for _, l := range letters {
		if isNu(l) {
			flush()
			out = append(out, value(int(-1-l)%nuFolded)...)
			continue
		}
		run = append(run, uint16(l))
	}
	flush()
	return string(out)
}
