package finding

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ParseFilter reads criteria as people type them, each with one key:
//
//	key=value     eq        key!=value    neq
//	key~value     contains  key?=true     exists (or key?=false)
//
// The same key and operator again adds an alternative value; everything else
// must hold together. A key ends at the first of = ! ~ ?, so a value may hold
// any character, commas too. The error names the text, and what to write:
// unlike Validate it also refuses values that no finding can have.
func ParseFilter(criteria []string, use Use) (Filter, error) {
	f := make(Filter)
	for _, text := range criteria {
		if err := f.add(text); err != nil {
			return nil, err
		}
	}
	return f, f.Validate(use)
}

func (f Filter) add(text string) error {
	end := strings.IndexAny(text, "=!~?")
	if end <= 0 {
		return badCriterion(text)
	}
	name, rest := text[:end], text[end:]
	for _, op := range []string{"=", "!=", "~", "?="} {
		if value, ok := strings.CutPrefix(rest, op); ok {
			return f.addValue(text, name, op, value)
		}
	}
	return badCriterion(text)
}

func (f Filter) addValue(text, name, op, value string) error {
	k, _ := keyOf(name) // Validate says so of an unknown key
	c := f[name]
	switch op {
	case "=":
		c.Eq = append(c.Eq, value)
	case "!=":
		c.Neq = append(c.Neq, value)
	case "~":
		c.Contains = append(c.Contains, value)
	default:
		exists := value == "true"
		if !exists && value != "false" || c.Exists != nil && *c.Exists != exists {
			return invalid("filter", "%.100q: write %s?=true or %s?=false, once", text, name, name)
		}
		c.Exists = &exists
	}
	if (op == "=" || op == "!=") && k.words != nil && !slices.Contains(k.words, value) {
		return invalid("filter", "%.100q: no finding has %q for %s: write one of %s", text, value, name, strings.Join(k.words, ", "))
	}
	f[name] = c
	return nil
}

func badCriterion(text string) error {
	return invalid("filter", "%.100q is no criterion: write key=value, key!=value, key~part, or key?=true", text)
}

// Criteria lists the filter as ParseFilter reads it, sorted by key.
func (f Filter) Criteria() (out []string) {
	for _, name := range slices.Sorted(maps.Keys(f)) {
		c := f[name]
		for _, part := range []struct {
			op     string
			values []string
		}{{"=", c.Eq}, {"!=", c.Neq}, {"~", c.Contains}} {
			for _, v := range part.values {
				out = append(out, name+part.op+v)
			}
		}
		if c.Exists != nil {
			out = append(out, name+"?="+strconv.FormatBool(*c.Exists))
		}
	}
	return out
}
