package glob

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// A token is a UTF-16 code unit or one of the constants below.
type token int32

const (
	tokenOne   token = -1 - iota // `?`
	tokenStar                    // `*`, only in results of a meeting
	tokenFresh                   // a unit that occurs in no pattern
	tokenEnd                     // behind the last token
)

// A program is a pattern unrolled to units: sym holds its units and `?`, then
// tokenEnd; loop[i] tells that a star stands before sym[i]. The positions
// 0…len(sym)-1 are the states of an automaton without empty moves.
type program struct {
	sym  []token
	loop []bool
}

func (p Pattern) program() program {
	var toks []token
	for i := 0; i < len(p.code); {
		r, size := rune(0), 1
		switch p.code[i] {
		case codeStar:
			toks = append(toks, tokenStar)
		case codeOne:
			toks = append(toks, tokenOne)
		default:
			r, size = utf8.DecodeRuneInString(p.code[i:])
			toks = appendRune(toks, r)
		}
		i += size
	}
	return unroll(toks)
}

func appendRune(toks []token, r rune) []token {
	if r < 0x10000 {
		return append(toks, token(r))
	}
	hi, lo := utf16.EncodeRune(r)
	return append(toks, token(hi), token(lo))
}

// unroll makes the program of tokens that may hold tokenStar.
func unroll(toks []token) program {
	var p program
	star := false
	for _, t := range append(slices.Clip(toks), tokenEnd) {
		if t == tokenStar {
			star = true
			continue
		}
		p.sym, p.loop = append(p.sym, t), append(p.loop, star)
		star = false
	}
	return p
}

// last is the position at the end.
func (p program) last() int { return len(p.sym) - 1 }

func (p program) hasStar() bool { return slices.Contains(p.loop, true) }

// segments cuts the tokens at the stars: one more segment than stars, the
// first and the last possibly empty.
func (p program) segments() [][]token {
	var out [][]token
	from := 0
	for i, star := range p.loop {
		if star {
			out = append(out, p.sym[from:i])
			from = i
		}
	}
	return append(out, p.sym[from:p.last()])
}

// merge gives the token for what both tokens allow.
func merge(a, b token) (token, bool) {
	if a == tokenOne {
		return b, true
	}
	return a, a == b || b == tokenOne
}

// text writes tokens without stars as a string, with a letter for each `?`.
// The halves of a surrogate pair are always neighbours: no wildcard of any
// pattern stands between them.
func text(toks []token) string {
	units := make([]uint16, len(toks))
	for i, t := range toks {
		if units[i] = uint16(t); t == tokenOne {
			units[i] = fillUnit
		}
	}
	return string(utf16.Decode(units))
}

// fromTokens makes the pattern of tokens that may hold stars.
func fromTokens(toks []token, fold bool) Pattern {
	var c coder
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t == tokenStar || t == tokenOne:
			c.wild(t == tokenStar)
		case utf16.IsSurrogate(rune(t)):
			i++
			c.literal(string(utf16.DecodeRune(rune(t), rune(toks[i]))), false)
		default:
			c.literal(string(rune(t)), false)
		}
	}
	code := c.code()
	return classify(spell(code), code, fold)
}
