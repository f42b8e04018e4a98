package questions

import (
	"encoding/json"
	"maps"
	"slices"

	"sightline/iam/policy"
)

// A draft is a document that is still changed.
type draft []statement

// A statement is one of a draft. Negated elements are NotAction and NotResource.
type statement struct {
	deny        bool
	principals  []principal
	notAction   bool
	actions     []string
	notResource bool
	resources   []string
	conditions  []limit
}

type principal struct{ kind, name string }

// A limit is one condition: operator and key.
type limit struct {
	operator, key string
	values        []string
}

func (d draft) clone() draft {
	out := make(draft, len(d))
	for i, s := range d {
		out[i] = s.clone()
	}
	return out
}

func (s statement) clone() statement {
	s.principals, s.actions, s.resources = slices.Clone(s.principals), slices.Clone(s.actions), slices.Clone(s.resources)
	s.conditions = slices.Clone(s.conditions)
	for i := range s.conditions {
		s.conditions[i].values = slices.Clone(s.conditions[i].values)
	}
	return s
}

// document writes a draft as a policy. Statements that a step left without
// actions or resources are gone.
func (d draft) document() *policy.Document {
	list := []map[string]any{}
	for _, s := range d {
		list = append(list, s.object())
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": list})
	if err != nil {
		panic(err) // strings only
	}
	return policy.Parse(text)
}

func (s statement) object() map[string]any {
	out := map[string]any{"Effect": "Allow"}
	if s.deny {
		out["Effect"] = "Deny"
	}
	out[negated("Action", s.notAction)] = s.actions
	out[negated("Resource", s.notResource)] = s.resources
	if len(s.principals) > 0 {
		out["Principal"] = s.principalElement()
	}
	if len(s.conditions) > 0 {
		out["Condition"] = s.conditionElement()
	}
	return out
}

func negated(element string, not bool) string {
	if not {
		return "Not" + element
	}
	return element
}

func (s statement) principalElement() any {
	byKind := make(map[string][]string)
	for _, p := range s.principals {
		if p.kind == "" {
			return "*"
		}
		byKind[p.kind] = append(byKind[p.kind], p.name)
	}
	return byKind
}

func (s statement) conditionElement() map[string]map[string][]string {
	out := make(map[string]map[string][]string)
	for _, c := range s.conditions {
		if out[c.operator] == nil {
			out[c.operator] = make(map[string][]string)
		}
		out[c.operator][c.key] = c.values
	}
	return out
}

// has tells whether a statement has a condition of an operator on a key: JSON
// has room for one.
func (s statement) has(operator, key string) bool {
	return slices.ContainsFunc(s.conditions, func(c limit) bool { return c.operator == operator && c.key == key })
}

// indexes lists the statements of an effect.
func (d draft) indexes(deny bool) (list []int) {
	for i, s := range d {
		if s.deny == deny {
			list = append(list, i)
		}
	}
	return list
}

// sorted gives the keys of a map in order, so that a choice hangs on the seed
// alone.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
