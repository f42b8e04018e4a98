package authz

import (
	"slices"
	"sort"
	"strings"
)

// A State tells whether a context key is in the request.
type State uint8

// Absent: the request does not carry the key. Present: it does, possibly with
// no values. Undetermined: nobody told us, so no rule may assume either.
const (
	Absent State = iota
	Present
	Undetermined
)

// A Value is what a request carries under one context key. Multi tells a
// multivalued key (written as an array), whatever the number of values; a
// single-valued key has exactly one value.
type Value struct {
	State  State
	Multi  bool
	Values []string
}

// A Context holds the condition keys of a request. Names ignore case. The
// zero value is the empty context in which every other key is Absent. Not safe
// for writes while it is read.
type Context struct {
	values   map[string]Value
	prefixes []prefixDefault
	// Default is the state of keys that nobody set: Absent in test cases,
	// Undetermined where a question leaves the request open.
	Default State
}

// A prefixDefault is the state of the unset keys whose names begin alike.
type prefixDefault struct {
	prefix string
	state  State
}

// Set gives a single-valued key its value.
func (c *Context) Set(key, value string) {
	c.put(key, Value{State: Present, Values: []string{value}})
}

// SetMulti gives a multivalued key its values, possibly none.
func (c *Context) SetMulti(key string, values ...string) {
	c.put(key, Value{State: Present, Multi: true, Values: values})
}

// SetAbsent states that the request does not carry the key.
func (c *Context) SetAbsent(key string) { c.put(key, Value{State: Absent}) }

// SetUndetermined states that nothing is known of the key.
func (c *Context) SetUndetermined(key string) { c.put(key, Value{State: Undetermined}) }

// SetPrefixDefault gives the state of all keys that begin with prefix and that
// nobody set: "aws:PrincipalTag/" is Absent where all tags are known. The
// longest prefix that fits counts, a later call replaces an earlier one.
// A key has no value here, so Present is taken as Undetermined.
func (c *Context) SetPrefixDefault(prefix string, s State) {
	if s == Present {
		s = Undetermined
	}
	p := prefixDefault{FoldKey(prefix), s}
	at, found := slices.BinarySearchFunc(c.prefixes, p, byLength)
	if found {
		c.prefixes[at] = p
		return
	}
	c.prefixes = slices.Insert(c.prefixes, at, p)
}

// PrefixDefault returns the state that SetPrefixDefault gave a prefix; ok is
// false if it gave none.
func (c *Context) PrefixDefault(prefix string) (s State, ok bool) {
	at, ok := slices.BinarySearchFunc(c.prefixes, prefixDefault{prefix: FoldKey(prefix)}, byLength)
	if !ok {
		return Absent, false
	}
	return c.prefixes[at].state, true
}

// byLength puts longer prefixes first.
func byLength(a, b prefixDefault) int {
	if d := len(b.prefix) - len(a.prefix); d != 0 {
		return d
	}
	return strings.Compare(a.prefix, b.prefix)
}

func (c *Context) put(key string, v Value) {
	if c.values == nil {
		c.values = make(map[string]Value)
	}
	c.values[FoldKey(key)] = v
}

// Get returns what is known of a key whose name is already folded with
// FoldKey; ok is false for a key that nobody set.
func (c *Context) Get(folded string) (v Value, ok bool) {
	v, ok = c.values[folded]
	return v, ok
}

// Lookup returns the value of a folded key name, or the default state of its
// prefix, or the default state. It does not allocate.
func (c *Context) Lookup(folded string) Value {
	if v, ok := c.values[folded]; ok {
		return v
	}
	for i := range c.prefixes {
		if strings.HasPrefix(folded, c.prefixes[i].prefix) {
			return Value{State: c.prefixes[i].state}
		}
	}
	return Value{State: c.Default}
}

// Keys lists the folded names of all keys that were set, sorted.
func (c *Context) Keys() []string {
	keys := make([]string, 0, len(c.values))
	for k := range c.values {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Clone returns a copy that can be changed on its own.
func (c *Context) Clone() Context {
	out := Context{
		Default: c.Default, values: make(map[string]Value, len(c.values)),
		prefixes: slices.Clone(c.prefixes),
	}
	for k, v := range c.values {
		out.values[k] = v
	}
	return out
}

// FoldKey gives the form in which key names are compared: they ignore case,
// tag keys inside them included.
// Source: IAM User Guide "Condition" (reference_policies_elements_condition).
// Cases: case-condition-key-ignored, case-tag-key-inside-condition-key-ignored.
func FoldKey(name string) string { return strings.ToLower(name) }
