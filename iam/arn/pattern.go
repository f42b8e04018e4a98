package arn

import (
	"strings"

	"sightline/iam/glob"
)

// A Pattern is the value of an ARN condition operator. ArnEquals and ArnLike
// mean the same: six parts, each compared on its own by a case-sensitive
// pattern, so that no `*` or `?` reaches over one of the first five colons; the
// sixth part holds the rest, colons included. Immutable; the zero value matches
// nothing.
// Source: IAM User Guide "Condition operators"
// (reference_policies_elements_condition_operators), read 2026-11. Cases:
// arn-equals-takes-wildcards, arn-like-star-cannot-swallow-components,
// arn-like-last-component-spans-colons (the last one inferred).
type Pattern struct {
	text  string
	parts *[parts]glob.Pattern // nil in the zero value
}

// ParsePattern reads a pattern; ok is false for a text that has not six parts.
// A lone `*` matches every well-formed ARN.
func ParsePattern(text string) (p Pattern, ok bool) {
	return ParsePatternParts([]glob.Part{{Text: text}})
}

// ParsePatternParts reads a pattern with substituted policy variables: the
// text of literal parts has no wildcards, but its colons separate.
// Source: IAM User Guide "Variables" (reference_policies_variables), read
// 2026-11. Cases: variable-in-arn-like-condition; the colons are inferred.
func ParsePatternParts(text []glob.Part) (p Pattern, ok bool) {
	split := [parts][]glob.Part{}
	n := 0
	for _, part := range text {
		rest := part.Text
		for n < parts-1 {
			before, after, found := strings.Cut(rest, ":")
			if !found {
				break
			}
			split[n] = append(split[n], glob.Part{Text: before, Literal: part.Literal})
			n, rest = n+1, after
		}
		split[n] = append(split[n], glob.Part{Text: rest, Literal: part.Literal})
	}
	if n == 0 && glob.Join(split[0]...).Any() {
		return anyARN(), true
	}
	if n < parts-1 {
		return Pattern{}, false
	}
	p = Pattern{text: glob.Join(text...).String(), parts: new([parts]glob.Pattern)}
	for i := range split {
		p.parts[i] = glob.Join(split[i]...)
	}
	return p, true
}

func anyARN() Pattern {
	p := Pattern{text: "*", parts: new([parts]glob.Pattern)}
	for i := range p.parts {
		p.parts[i] = glob.New("*")
	}
	return p
}

// Match tells whether a value is a well-formed ARN whose parts all match. It
// never allocates.
func (p Pattern) Match(value string) bool {
	if p.parts == nil || !strings.HasPrefix(value, "arn:") {
		return false
	}
	for i := range parts - 1 {
		at := strings.IndexByte(value, ':')
		if at < 0 || !p.parts[i].Match(value[:at]) {
			return false
		}
		value = value[at+1:]
	}
	return p.parts[parts-1].Match(value)
}

// Parts gives the patterns of the six parts, "arn" first; for the zero value,
// which matches nothing, ok is false.
func (p Pattern) Parts() (six [6]glob.Pattern, ok bool) {
	if p.parts == nil {
		return six, false
	}
	return *p.parts, true
}

// String spells the pattern as policies do; see glob.Pattern.String.
func (p Pattern) String() string { return p.text }
