package glob

import (
	"strings"
	"unicode/utf8"
)

// The compiled form of a pattern, its code, is UTF-8 text in which two bytes
// that valid UTF-8 never holds stand for the wildcards. A run of wildcards is
// written in one way only (every `?`, then at most one `*`), so that equal
// languages have equal codes.
const (
	codeStar = 0xFF
	codeOne  = 0xFE
)

type kind uint8

const (
	kindExact   kind = iota // no wildcard
	kindAny                 // `*`
	kindPrefix              // literal text and one `*` at the end
	kindGeneral             // the rest
)

// A Pattern is a set of strings. It is a comparable, immutable value; == also
// compares the spelling, Equal only the meaning. The zero value matches the
// empty string alone.
type Pattern struct {
	text string // as String gives it
	code string // lower-cased if fold
	// head and tail are the lengths of the literal text at both ends of code;
	// a pattern without wildcards is all head.
	head, tail int32
	kind       kind
	fold       bool
	star, one  bool // which wildcards there are
	// byUnit: code holds U+FFFD, which also stands for bytes that are not
	// UTF-8, so bytes cannot be compared.
	byUnit bool
}

// New reads a pattern in which `*` and `?` are wildcards and case counts, as
// in resources and condition values.
func New(text string) Pattern { return read(text, false) }

// NewFold reads a pattern that ignores the case of ASCII letters, as action
// patterns do.
// Source: IAM User Guide "Action" (reference_policies_elements_action), read
// 2026-11. Cases: case-action-name-ignored, case-action-wildcard-ignored.
func NewFold(text string) Pattern { return read(text, true) }

// Literal gives the pattern that matches text and nothing else.
func Literal(text string) Pattern { return Join(Part{Text: text, Literal: true}) }

func read(text string, fold bool) Pattern {
	if !fold && !strings.ContainsAny(text, "*?") && utf8.ValidString(text) {
		return classify(text, text, false)
	}
	var c coder
	c.written(text, fold)
	return classify(text, c.code(), fold)
}

func classify(text, code string, fold bool) Pattern {
	p := Pattern{text: text, code: code, head: int32(len(code)), fold: fold}
	p.byUnit = strings.Contains(code, "\uFFFD")
	p.star = strings.IndexByte(code, codeStar) >= 0
	p.one = strings.IndexByte(code, codeOne) >= 0
	if !p.star && !p.one {
		return p
	}
	for i := range len(code) {
		if isWild(code[i]) {
			p.head = int32(i)
			break
		}
	}
	for i := len(code) - 1; !isWild(code[i]); i-- {
		p.tail++
	}
	switch {
	case len(code) == 1 && p.star:
		p.kind = kindAny
	case int(p.head) == len(code)-1 && p.star:
		p.kind = kindPrefix
	default:
		p.kind = kindGeneral
	}
	return p
}

func isWild(b byte) bool { return b >= codeOne }

// String gives the text as written for patterns of New and NewFold. Others are
// spelled with `${*}`, `${?}` and `${$}` for characters that stand for
// themselves, as policies write them.
// Source: IAM User Guide "Variables" (reference_policies_variables), read
// 2026-11.
func (p Pattern) String() string { return p.text }

// Fold tells whether the pattern ignores the case of ASCII letters.
func (p Pattern) Fold() bool { return p.fold }

// Any tells whether the pattern matches every string.
func (p Pattern) Any() bool { return p.kind == kindAny }

// Exact gives the one string that the pattern matches, up to case if it
// ignores case (then lower-cased); ok is false if it has wildcards.
func (p Pattern) Exact() (text string, ok bool) {
	if p.kind != kindExact {
		return "", false
	}
	return p.code, true
}

// Prefix gives the literal text with which every matching string begins,
// lower-cased if the pattern ignores case.
func (p Pattern) Prefix() string { return p.code[:p.head] }

// Suffix gives the literal text with which every matching string ends,
// lower-cased if the pattern ignores case.
func (p Pattern) Suffix() string {
	if p.kind == kindExact {
		return p.code
	}
	return p.code[len(p.code)-int(p.tail):]
}

// Equal tells whether two patterns of one case rule match the same strings,
// however they are spelled (`a**` and `a*`).
func (p Pattern) Equal(q Pattern) bool { return p.fold == q.fold && p.code == q.code }

// folded gives the pattern that ignores case.
func (p Pattern) folded() Pattern {
	if p.fold {
		return p
	}
	return classify(p.text, lowerASCII(p.code), true)
}

// sameRule folds both patterns if one of them ignores case.
func sameRule(p, q Pattern) (Pattern, Pattern) {
	if p.fold == q.fold {
		return p, q
	}
	return p.folded(), q.folded()
}
