package smt

import (
	"fmt"
	"strings"
)

// A term is an expression of SMT-LIB.
type term string

// The two Boolean constants.
const (
	yes term = "true"
	no  term = "false"
)

// apply writes (name a b …).
func apply(name string, args ...term) term {
	var b strings.Builder
	b.WriteString("(" + name)
	for _, a := range args {
		b.WriteString(" " + string(a))
	}
	b.WriteString(")")
	return term(b.String())
}

// and and or leave out what decides nothing.
func and(args ...term) term { return join("and", yes, no, args) }
func or(args ...term) term  { return join("or", no, yes, args) }

func join(name string, neutral, final term, args []term) term {
	var kept []term
	for _, a := range args {
		switch a {
		case final:
			return final
		case neutral:
		default:
			kept = append(kept, a)
		}
	}
	switch len(kept) {
	case 0:
		return neutral
	case 1:
		return kept[0]
	}
	return apply(name, kept...)
}

func not(a term) term {
	if a == yes {
		return no
	}
	if a == no {
		return yes
	}
	return apply("not", a)
}

func equal(a, b term) term { return apply("=", a, b) }

// text writes a string constant. Whatever is not plain is written by its number.
// Source: SMT-LIB, theory of Unicode strings: \u{X}, and "" for a quote.
func text(s string) term {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r > 0xFFFF {
			refuse("the character %q: patterns count UTF-16 units, the solver characters", r)
		}
		if r >= ' ' && r <= '~' && r != '"' && r != '\\' {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, `\u{%x}`, r)
	}
	b.WriteByte('"')
	return term(b.String())
}

// number writes an integer constant.
func number(n int64) term {
	if n < 0 {
		return apply("-", term(fmt.Sprint(-n)))
	}
	return term(fmt.Sprint(n))
}
