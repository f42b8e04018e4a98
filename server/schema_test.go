package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A schema is the part of JSON Schema that the description of the API uses.
type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Format               string
	Enum                 []any
	Required             []string
	Properties           map[string]*schema
	AdditionalProperties json.RawMessage
	Items                *schema
	AnyOf                []*schema
}

type schemas map[string]*schema

// check lists what a value does not keep to.
func (all schemas) check(at string, s *schema, v any) []string {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		if all[name] == nil {
			return []string{at + ": " + s.Ref + " is not described"}
		}
		return all.check(at, all[name], v)
	}
	if len(s.AnyOf) > 0 {
		var wrong []string
		for _, one := range s.AnyOf {
			found := all.check(at, one, v)
			if len(found) == 0 {
				return nil
			}
			wrong = append(wrong, found...)
		}
		return wrong
	}
	if !s.takes(v) {
		return []string{fmt.Sprintf("%s: %.80v is no %v", at, v, s.Type)}
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return []string{fmt.Sprintf("%s: %v is none of %v", at, v, s.Enum)}
	}
	switch v := v.(type) {
	case map[string]any:
		return all.object(at, s, v)
	case []any:
		var wrong []string
		if s.Items == nil {
			if s.Type == nil { // anything
				return nil
			}
			return []string{at + ": of what the list is, is not said"}
		}
		for i, one := range v {
			wrong = append(wrong, all.check(fmt.Sprintf("%s/%d", at, i), s.Items, one)...)
		}
		return wrong
	default:
		return nil
	}
}

func (all schemas) object(at string, s *schema, v map[string]any) (wrong []string) {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			wrong = append(wrong, at+": lacks "+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		one, ok := s.Properties[name]
		if !ok {
			one, ok = s.others()
		}
		if !ok {
			wrong = append(wrong, at+": "+name+" is not described")
			continue
		}
		wrong = append(wrong, all.check(at+"/"+name, one, v[name])...)
	}
	return wrong
}

// others is the schema of properties that have no name.
func (s *schema) others() (*schema, bool) {
	if s.Type == nil { // anything
		return s, true
	}
	if len(s.AdditionalProperties) == 0 || string(s.AdditionalProperties) == "false" {
		return nil, false
	}
	var one schema
	return &one, json.Unmarshal(s.AdditionalProperties, &one) == nil
}

// takes tells whether a value is of the type, or one of the types.
func (s *schema) takes(v any) bool {
	switch t := s.Type.(type) {
	case string:
		return isOf(t, v)
	case []any:
		return slices.ContainsFunc(t, func(one any) bool { return isOf(one.(string), v) })
	default:
		return true
	}
}

func isOf(kind string, v any) bool {
	switch v := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && v == float64(int64(v))
	case []any:
		return kind == "array"
	default:
		return kind == "object"
	}
}
