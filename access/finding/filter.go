package finding

import (
	"maps"
	"slices"
	"strings"
)

// A Filter chooses findings: those that meet the criteria of every key. The
// empty Filter chooses all. Its JSON is that of AWS's API.
// Source: IAM User Guide "IAM Access Analyzer filter keys"
// (access-analyzer-reference-filter-keys), read 2026-11.
type Filter map[string]Criterion

// A Criterion is what one key must meet: each operator that is given. The values
// of one operator are alternatives.
// Source: IAM Access Analyzer API Reference, Criterion, read 2026-11.
type Criterion struct {
	// Eq: one of the finding's values is one of these.
	Eq []string `json:"eq,omitempty"`
	// Neq: none of the finding's values is one of these; so a finding without the
	// key meets it.
	Neq []string `json:"neq,omitempty"`
	// Contains: one of the finding's values contains one of these.
	Contains []string `json:"contains,omitempty"`
	// Exists: whether the finding has a value for the key.
	Exists *bool `json:"exists,omitempty"`
}

// maxValues limits the values of one operator.
// Source: API Reference, Criterion: 1 to 20 items.
const maxValues = 20

// A Use is what a filter is for; some keys serve some uses only.
type Use string

// The uses of a Filter.
const (
	UseList        Use = "list"
	UseArchiveRule Use = "archive rule"
	UsePreview     Use = "preview"
)

// Match tells whether the filter chooses a finding. Unknown keys, which Validate
// refuses, choose none.
func (f Filter) Match(finding *Finding) bool {
	for key, c := range f {
		k, ok := keyOf(key)
		if !ok || !c.met(k.values(finding)) {
			return false
		}
	}
	return true
}

// met tells whether values of a finding meet the criterion.
func (c Criterion) met(values []string) bool {
	has := func(list []string, same func(a, b string) bool) bool {
		return slices.ContainsFunc(values, func(v string) bool {
			return slices.ContainsFunc(list, func(want string) bool { return same(v, want) })
		})
	}
	equal := func(a, b string) bool { return a == b }
	return (len(c.Eq) == 0 || has(c.Eq, equal)) &&
		(len(c.Neq) == 0 || !has(c.Neq, equal)) &&
		(len(c.Contains) == 0 || has(c.Contains, strings.Contains)) &&
		(c.Exists == nil || *c.Exists == (len(values) > 0))
}

// Validate returns an *InvalidError if the filter cannot serve a use: an
// unknown key, one that is not for this use, or too few or many values. What
// the values are is not looked at, as at AWS.
func (f Filter) Validate(use Use) error {
	for _, key := range slices.Sorted(maps.Keys(f)) {
		k, ok := keyOf(key)
		if !ok {
			return invalid("filter", "%.100q is no key: the keys are %s", key, strings.Join(KeyNames(use), ", "))
		}
		if !k.serves(use) {
			return invalid("filter", "%q does not serve in the filter of an %s: leave it out", key, use)
		}
		if err := f[key].check(key); err != nil {
			return err
		}
	}
	return nil
}

func (c Criterion) check(key string) error {
	if len(c.Eq)+len(c.Neq)+len(c.Contains) == 0 && c.Exists == nil {
		return invalid("filter", "%q has no criterion: give eq, neq, contains or exists", key)
	}
	for _, values := range [][]string{c.Eq, c.Neq, c.Contains} {
		if len(values) > maxValues {
			return invalid("filter", "%q has %d values for one operator, the limit is %d: use two filters", key, len(values), maxValues)
		}
		if slices.ContainsFunc(values, func(v string) bool { return len(v) > maxText }) {
			return invalid("filter", "a value of %q is longer than %d bytes", key, maxText)
		}
	}
	return nil
}

// Select lists the findings that the filter chooses, in their order.
func (f Filter) Select(findings []Finding) (out []Finding) {
	for i := range findings {
		if f.Match(&findings[i]) {
			out = append(out, findings[i])
		}
	}
	return out
}

// clone shares nothing with f.
func (f Filter) clone() Filter {
	out := make(Filter, len(f))
	for key, c := range f {
		c.Eq, c.Neq, c.Contains = slices.Clone(c.Eq), slices.Clone(c.Neq), slices.Clone(c.Contains)
		out[key] = c
	}
	return out
}
