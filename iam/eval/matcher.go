package eval

import (
	"net/netip"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// outcome tells whether two values could be compared at all.
type outcome uint8

const (
	compared outcome = iota
	malformedRequest
	malformedPolicy
)

// A matcher holds the listed values of one condition, in their operator's
// type, and compares one request value with all of them.
type matcher interface {
	matchesAny(f *frame, value string) (authz.Tri, outcome)
}

func compileMatcher(c *policy.Condition, variables bool) matcher {
	switch c.Operator.Family {
	case condition.FamilyString:
		return compileStrings(c, variables)
	case condition.FamilyARN:
		return compileARNs(c, variables)
	case condition.FamilyNumeric:
		return compileNumbers(c)
	case condition.FamilyDate:
		return compileDates(c)
	case condition.FamilyIP:
		return compileNetworks(c)
	case condition.FamilyBool:
		return compileBools(c)
	case condition.FamilyBinary:
		return binaries(c.Values)
	default:
		return nil
	}
}

// stringValues: StringEquals, StringEqualsIgnoreCase and StringLike.
type stringValues struct {
	comparison condition.Comparison
	exact      []string
	globs      []glob.Pattern
	templates  []template
}

func compileStrings(c *policy.Condition, variables bool) *stringValues {
	m := &stringValues{comparison: c.Operator.Comparison}
	for _, v := range c.Values {
		switch {
		case variables && policy.HasVariable(v.Text):
			m.templates = append(m.templates, newTemplate(v.Text, policy.SplitVariables(v.Text)))
		case m.comparison == condition.CompareLike:
			m.globs = append(m.globs, glob.New(v.Text))
		case m.comparison == condition.CompareEqualsFold:
			m.exact = append(m.exact, strings.ToLower(v.Text))
		default:
			m.exact = append(m.exact, v.Text)
		}
	}
	return m
}

func (m *stringValues) matchesAny(f *frame, value string) (authz.Tri, outcome) {
	if m.comparison == condition.CompareEqualsFold {
		value = strings.ToLower(value)
	}
	for _, s := range m.exact {
		if s == value {
			return authz.True, compared
		}
	}
	for i := range m.globs {
		if m.globs[i].Match(value) {
			return authz.True, compared
		}
	}
	matched := authz.False
	for i := range m.templates {
		matched = matched.Or(m.matchTemplate(f, &m.templates[i], value))
	}
	return matched, compared
}

func (m *stringValues) matchTemplate(f *frame, t *template, value string) authz.Tri {
	switch m.comparison {
	case condition.CompareLike:
		return t.matchText(f, value, false)
	case condition.CompareEqualsFold:
		return t.matchFolded(f, value)
	default:
		return t.matchText(f, value, true)
	}
}

// arnValues: ArnEquals and ArnLike are the same.
// Cases: arn-equals-takes-wildcards, arn-like-star-cannot-swallow-components.
type arnValues struct {
	patterns  []arn.Pattern
	templates []template
}

func compileARNs(c *policy.Condition, variables bool) *arnValues {
	m := &arnValues{}
	for _, v := range c.Values {
		if variables && policy.HasVariable(v.Text) {
			m.templates = append(m.templates, newTemplate(v.Text, policy.SplitVariables(v.Text)))
		} else if p, ok := arn.ParsePattern(v.Text); ok {
			m.patterns = append(m.patterns, p)
		}
	}
	return m
}

func (m *arnValues) matchesAny(f *frame, value string) (authz.Tri, outcome) {
	if !arn.WellFormed(value) {
		return authz.False, malformedRequest
	}
	matched := authz.False
	for i := range m.patterns {
		if m.patterns[i].Match(value) {
			matched = authz.True
			break
		}
	}
	broken := authz.False
	for i := range m.templates {
		one, malformed := m.templates[i].matchARN(f, value)
		matched, broken = matched.Or(one), broken.Or(malformed)
	}
	switch broken {
	case authz.True:
		return authz.False, malformedPolicy
	case authz.Maybe:
		return authz.Maybe, compared
	default:
		return matched, compared
	}
}

// numbers: what is no number, on either side, equals nothing and is in no
// order. Case: numeric-equals-text-value-does-not-match.
type numbers struct {
	comparison condition.Comparison
	values     []condition.Number
}

func compileNumbers(c *policy.Condition) *numbers {
	m := &numbers{comparison: c.Operator.Comparison}
	for _, v := range c.Values {
		if n, ok := condition.ParseNumber(v.Text); ok {
			m.values = append(m.values, n)
		}
	}
	return m
}

func (m *numbers) matchesAny(_ *frame, value string) (authz.Tri, outcome) {
	got, ok := condition.ParseNumber(value)
	for i := 0; ok && i < len(m.values); i++ {
		if ordered(m.comparison, got.Compare(m.values[i])) {
			return authz.True, compared
		}
	}
	return authz.False, compared
}

// ordered tells whether a comparison's sign satisfies an operator.
func ordered(c condition.Comparison, sign int) bool {
	switch c {
	case condition.CompareLess:
		return sign < 0
	case condition.CompareLessEquals:
		return sign <= 0
	case condition.CompareGreater:
		return sign > 0
	case condition.CompareGreaterEquals:
		return sign >= 0
	default:
		return sign == 0
	}
}

// dates in milliseconds. Case: date-not-equals-treats-text-as-different.
type dates struct {
	comparison condition.Comparison
	values     []int64
}

func compileDates(c *policy.Condition) *dates {
	m := &dates{comparison: c.Operator.Comparison}
	for _, v := range c.Values {
		if ms, ok := condition.ParseDate(v.Text); ok {
			m.values = append(m.values, ms)
		}
	}
	return m
}

func (m *dates) matchesAny(_ *frame, value string) (authz.Tri, outcome) {
	got, ok := condition.ParseDate(value)
	for i := 0; ok && i < len(m.values); i++ {
		if ordered(m.comparison, compareInts(got, m.values[i])) {
			return authz.True, compared
		}
	}
	return authz.False, compared
}

func compareInts(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

// networks: a listed text that is no network contains no address.
type networks struct{ values []netip.Prefix }

func compileNetworks(c *policy.Condition) *networks {
	m := &networks{}
	for _, v := range c.Values {
		if n, ok := condition.ParseNetwork(v.Text); ok {
			m.values = append(m.values, n)
		}
	}
	return m
}

func (m *networks) matchesAny(_ *frame, value string) (authz.Tri, outcome) {
	address, ok := condition.ParseAddress(value)
	if !ok {
		return authz.False, malformedRequest
	}
	for _, n := range m.values {
		if n.Contains(address) {
			return authz.True, compared
		}
	}
	return authz.False, compared
}

// bools: only the word true is true. Case: bool-request-value-in-capitals-is-true.
type bools struct{ wantTrue, wantFalse bool }

func compileBools(c *policy.Condition) *bools {
	m := &bools{}
	for _, v := range c.Values {
		if condition.ParseBool(v.Text) {
			m.wantTrue = true
		} else {
			m.wantFalse = true
		}
	}
	return m
}

func (m *bools) matchesAny(_ *frame, value string) (authz.Tri, outcome) {
	if condition.ParseBool(value) {
		return authz.TriOf(m.wantTrue), compared
	}
	return authz.TriOf(m.wantFalse), compared
}

// binaries compares bytes given as base64.
type binaries []policy.Value

func (m binaries) matchesAny(_ *frame, value string) (authz.Tri, outcome) {
	for _, v := range m {
		if condition.EqualBinary(v.Text, value) {
			return authz.True, compared
		}
	}
	return authz.False, compared
}

func isFalse(text string) bool { return strings.EqualFold(text, "false") }
