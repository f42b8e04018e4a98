package smt

import (
	"strings"

	"sightline/iam/policy"
)

// A token is one part of a pattern: a text, a question mark, a star, or the
// value of a variable.
type token struct {
	kind  tokenKind
	text  string
	value term // of a variable
	there term // whether the variable has a value
}

type tokenKind uint8

const (
	tokenText tokenKind = iota
	tokenOne
	tokenStar
	tokenValue
)

// A pattern is a list of tokens without two texts or two stars side by side.
type pattern []token

// literal is a text in which nothing is special.
func literal(s string) pattern {
	if s == "" {
		return nil
	}
	return pattern{{kind: tokenText, text: s}}
}

// wildcards reads a text in which * and ? are special.
func wildcards(s string) (p pattern) {
	for s != "" {
		at := strings.IndexAny(s, "*?")
		switch {
		case at < 0:
			return p.with(literal(s)...)
		case at > 0:
			p = p.with(literal(s[:at])...)
		}
		kind := tokenStar
		if s[at] == '?' {
			kind = tokenOne
		}
		p = p.with(token{kind: kind})
		s = s[at+1:]
	}
	return p
}

// with adds tokens. Two stars are one, two texts are one.
func (p pattern) with(tokens ...token) pattern {
	for _, t := range tokens {
		last := len(p) - 1
		switch {
		case last >= 0 && t.kind == tokenStar && p[last].kind == tokenStar:
		case last >= 0 && t.kind == tokenText && p[last].kind == tokenText:
			p[last].text += t.text
		default:
			p = append(p, t)
		}
	}
	return p
}

func (p pattern) has(kind tokenKind) bool {
	for _, t := range p {
		if t.kind == kind {
			return true
		}
	}
	return false
}

// pattern reads a value of a document. Variables count where the document has
// them; wild tells whether * and ? are special.
func (e *encoder) pattern(value string, variables, wild bool) (p pattern) {
	read := literal
	if wild {
		read = wildcards
	}
	if !variables || !policy.HasVariable(value) {
		return read(value)
	}
	for _, s := range policy.SplitVariables(value) {
		switch s.Kind {
		case policy.SegmentText:
			p = p.with(read(s.Text)...)
		case policy.SegmentEscape:
			p = p.with(literal(s.Text)...)
		default:
			p = p.with(e.variable(s))
		}
	}
	return p
}

// holds tells whether a value matches the pattern.
func (p pattern) holds(value term) term {
	if p.has(tokenValue) {
		return p.holdsVariables(value)
	}
	var first token
	if len(p) > 0 {
		first = p[0]
	}
	switch {
	case !p.has(tokenStar) && !p.has(tokenOne):
		return equal(value, text(first.text))
	case p.is(tokenStar):
		return yes
	case p.is(tokenText, tokenStar):
		return apply("str.prefixof", text(p[0].text), value)
	case p.is(tokenStar, tokenText):
		return apply("str.suffixof", text(p[1].text), value)
	case p.is(tokenStar, tokenText, tokenStar):
		return apply("str.contains", value, text(p[1].text))
	}
	return matches(value, p.regex(anyString, anyChar))
}

func (p pattern) is(kinds ...tokenKind) bool {
	if len(p) != len(kinds) {
		return false
	}
	for i, t := range p {
		if t.kind != kinds[i] {
			return false
		}
	}
	return true
}

// regex is the pattern's language; a star and a question mark stand for what is
// given.
func (p pattern) regex(star, one term) term {
	var parts []term
	for _, t := range p {
		switch t.kind {
		case tokenText:
			parts = append(parts, exactly(t.text))
		case tokenStar:
			parts = append(parts, star)
		case tokenOne:
			parts = append(parts, one)
		case tokenValue:
			panic("a variable has no language of its own")
		}
	}
	return sequence(parts...)
}
