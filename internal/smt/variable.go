package smt

import (
	"strings"

	"sightline/iam/policy"
)

// variable is the token of ${key}: its value is that of the key, a default, or
// nothing. A key that holds several values counts as having none.
// Source: docs/semantics/variable-values.md.
func (e *encoder) variable(s policy.Segment) token {
	k := e.key(s.Text)
	there, value := k.present, k.slots[0].value
	if k.several {
		there, value = no, text("")
	} else if k.family != familyText {
		refuse("${%s}: the text of a key that holds %s is not known", s.Text, k.family)
	}
	if s.HasDefault {
		if there != no {
			value = apply("ite", there, value, text(s.Default))
		} else {
			value = text(s.Default)
		}
		there = yes
	}
	return token{kind: tokenValue, value: value, there: there}
}

// holdsVariables is holds for a pattern with variables. The parts before the
// first star and behind the last one stand at known places; between them each
// part is looked for behind the one before, and the first place is as good as
// any later one.
func (p pattern) holdsVariables(value term) term {
	var conditions []term
	for _, t := range p {
		if t.kind == tokenValue {
			conditions = append(conditions, t.there)
		}
	}
	return and(append(conditions, p.placed(value))...)
}

func (p pattern) placed(value term) term {
	parts := p.split()
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 && first.solid() {
		return equal(value, first.concatenation())
	}
	if len(parts) == 1 {
		return and(equal(length(value), first.length()), first.at(value, "0"))
	}
	if len(parts) == 2 && last == nil && first.solid() {
		return apply("str.prefixof", first.concatenation(), value)
	}
	return placedBetween(value, first, parts[1:len(parts)-1], last)
}

// placedBetween is placed for a pattern with stars: what stands before the first
// and behind the last, and the parts between.
func placedBetween(value term, first pattern, parts []pattern, last pattern) term {
	size := length(value)
	rest := apply("-", size, last.length())
	room := apply("<=", plusTerms(first.length(), last.length()), size)
	middle := apply("str.substr", value, first.length(), apply("-", rest, first.length()))
	return and(room, first.begins(value), last.ends(value, rest), within(middle, parts))
}

// solid tells that a part is texts and variables alone.
func (p pattern) solid() bool { return !p.has(tokenOne) && !p.has(tokenStar) }

func (p pattern) begins(value term) term {
	if p.solid() {
		return apply("str.prefixof", p.concatenation(), value)
	}
	return p.at(value, "0")
}

func (p pattern) ends(value, rest term) term {
	if p.solid() {
		return apply("str.suffixof", p.concatenation(), value)
	}
	return p.at(value, rest)
}

// split parts a pattern at its stars.
func (p pattern) split() (parts []pattern) {
	var part pattern
	for _, t := range p {
		if t.kind == tokenStar {
			parts, part = append(parts, part), nil
			continue
		}
		part = append(part, t)
	}
	return append(parts, part)
}

// within tells whether the parts follow each other somewhere in a value.
func within(value term, parts []pattern) term {
	if len(parts) == 0 {
		return yes
	}
	if regex, ok := plainMiddle(parts); ok {
		return matches(value, regex)
	}
	var conditions []term
	from := term("0")
	for _, part := range parts {
		if part.has(tokenOne) {
			refuse("a question mark and a variable between the same two stars of a pattern")
		}
		at := apply("str.indexof", value, part.concatenation(), from)
		conditions = append(conditions, apply(">=", at, "0"))
		from = plusTerms(at, part.length())
	}
	return and(conditions...)
}

// plainMiddle is the language of parts without variables, between stars.
func plainMiddle(parts []pattern) (term, bool) {
	regex := []term{anyString}
	for _, part := range parts {
		if part.has(tokenValue) {
			return "", false
		}
		regex = append(regex, part.regex(anyString, anyChar), anyString)
	}
	return sequence(regex...), true
}

// at tells whether a part without stars stands at a place of a value that is
// long enough.
func (p pattern) at(value, place term) term {
	var conditions []term
	for _, t := range p {
		if t.kind != tokenOne {
			found := apply("str.substr", value, place, t.length())
			conditions = append(conditions, equal(found, t.term()))
		}
		place = plusTerms(place, t.length())
	}
	return and(conditions...)
}

func (t token) term() term {
	if t.kind == tokenValue {
		return t.value
	}
	return text(t.text)
}

func (t token) length() term {
	if t.kind == tokenOne {
		return "1"
	}
	return length(t.term())
}

func (p pattern) length() term {
	sum := term("0")
	for _, t := range p {
		sum = plusTerms(sum, t.length())
	}
	return sum
}

func (p pattern) concatenation() term {
	switch len(p) {
	case 0:
		return text("")
	case 1:
		return p[0].term()
	}
	var parts []term
	for _, t := range p {
		parts = append(parts, t.term())
	}
	return apply("str.++", parts...)
}

func length(value term) term { return apply("str.len", value) }

func plusTerms(a, b term) term {
	if a == "0" {
		return b
	}
	if b == "0" {
		return a
	}
	return apply("+", a, b)
}

// behindFifthColon tells whether all variables of a Resource stand where they
// are replaced. Source: docs/semantics/variables.md.
func behindFifthColon(value string) bool {
	at := strings.Index(value, "${")
	return at < 0 || strings.Count(value[:at], ":") >= 5
}
