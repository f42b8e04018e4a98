package permission

import (
	"strings"

	"sightline/iam/authz"
	"sightline/iam/eval"
)

// A Condition is one thing that an answer depends on: a test of a context key,
// a Text that no key expresses, or All of several together. Unless: the access
// is there only while it does not hold, as it stands in a Deny.
type Condition struct {
	Operator string      `json:"operator,omitempty"`
	Key      string      `json:"key,omitempty"`
	Values   []string    `json:"values,omitempty"`
	Text     string      `json:"text,omitempty"`
	All      []Condition `json:"all,omitempty"`
	Unless   bool        `json:"unless,omitempty"`
}

// ID identifies a condition by what it says.
func (c Condition) ID() string {
	parts := []string{c.Operator, strings.ToLower(c.Key), strings.Join(c.Values, "\x00"), c.Text}
	for _, one := range c.All {
		parts = append(parts, one.ID())
	}
	if c.Unless {
		parts = append(parts, "unless")
	}
	return strings.Join(parts, "\x01")
}

// unless is the condition that not all of the given ones hold.
func unless(list []Condition) []Condition {
	switch {
	case len(list) == 0:
		return nil
	case len(list) == 1 && !list[0].Unless:
		one := list[0]
		one.Unless = true
		return []Condition{one}
	default:
		return []Condition{{All: list, Unless: true}}
	}
}

// inverted turns conditions of access, all of which must hold, into conditions
// of its absence.
func inverted(list []Condition) []Condition {
	if wordsOnly(list) {
		return list // what is not known is not known either way
	}
	if len(list) != 1 || !list[0].Unless {
		return unless(list)
	}
	if list[0].All != nil {
		return list[0].All
	}
	one := list[0]
	one.Unless = false
	return []Condition{one}
}

func wordsOnly(list []Condition) bool {
	for _, c := range list {
		if c.Text == "" {
			return false
		}
	}
	return true
}

// testsOf turns the tests that nobody can decide into conditions.
func testsOf(tests []authz.Test) (out []Condition) {
	for _, t := range tests {
		if t.Holds == "unknown" {
			out = append(out, Condition{Operator: t.Operator, Key: t.Key, Values: t.Values})
		}
	}
	return out
}

// conditionsOf are the conditions under which a statement leaves access: those
// of an Allow, or that those of a Deny do not all hold.
func conditionsOf(r *eval.Reading, deny bool) []Condition {
	if deny {
		return unless(testsOf(r.Open))
	}
	return testsOf(r.Open)
}

func widenedCondition() Condition {
	return Condition{Text: "a policy variable in the resource has the fitting value"}
}
