package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// A List is an element that may be written as a scalar or as an array; the two
// mean the same. Numbers and booleans are kept as the text they are written as.
type List []string

// UnmarshalJSON reads a scalar or an array of scalars.
func (l *List) UnmarshalJSON(data []byte) error {
	var items []json.RawMessage
	if data[0] != '[' {
		items = []json.RawMessage{data}
	} else if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	*l = make(List, 0, len(items))
	for _, item := range items {
		text, err := scalar(item)
		if err != nil {
			return err
		}
		*l = append(*l, text)
	}
	return nil
}

// MarshalJSON writes one item as a scalar, any other number as an array.
func (l List) MarshalJSON() ([]byte, error) {
	if len(l) == 1 {
		return marshalPlain(l[0])
	}
	return marshalPlain([]string(l))
}

func scalar(data json.RawMessage) (string, error) {
	if data[0] == '"' {
		var text string
		err := json.Unmarshal(data, &text)
		return text, err
	}
	if data[0] == '{' || data[0] == '[' || data[0] == 'n' {
		return "", fmt.Errorf("want a string, a number or a boolean, found %s", data)
	}
	return string(data), nil
}

// A Value is what the request carries under one context key. Multi tells a
// multivalued key, which the format writes as an array of any length.
type Value struct {
	Multi bool
	Texts []string
}

// UnmarshalJSON reads a string or an array of strings.
func (v *Value) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		v.Multi = true
		return json.Unmarshal(data, &v.Texts)
	}
	v.Texts = make([]string, 1)
	return json.Unmarshal(data, &v.Texts[0])
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Multi {
		return marshalPlain(v.Texts[0])
	}
	return marshalPlain(append([]string{}, v.Texts...))
}

// Names is a Principal or NotPrincipal element: everybody ("*"), or lists by
// type (AWS, Service, Federated).
type Names struct {
	Everybody bool
	Types     map[string]List
}

// UnmarshalJSON reads "*" or an object of type and names.
func (n *Names) UnmarshalJSON(data []byte) error {
	if string(data) == `"*"` {
		n.Everybody = true
		return nil
	}
	return json.Unmarshal(data, &n.Types)
}

// MarshalJSON writes the form that UnmarshalJSON reads.
func (n Names) MarshalJSON() ([]byte, error) {
	if n.Everybody {
		return []byte(`"*"`), nil
	}
	return marshalPlain(n.Types)
}

// Statements may be written as one object without brackets.
type Statements []Statement

// UnmarshalJSON reads an array of statements or a single one.
func (s *Statements) UnmarshalJSON(data []byte) error {
	if data[0] == '{' {
		*s = make(Statements, 1)
		return json.Unmarshal(data, &(*s)[0])
	}
	var plain []Statement
	err := json.Unmarshal(data, &plain)
	*s = plain
	return err
}

// marshalPlain leaves &, < and > readable.
func marshalPlain(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

// Marshal writes one case in the conformance format, indented, ending in a
// line break. Fields that the corpus demands and the case lacks are filled in;
// an empty expectation is filled with the oracle's decision.
func Marshal(c Case) ([]byte, error) {
	c = complete(c)
	data, err := marshalPlain(c)
	if err != nil {
		return nil, fmt.Errorf("write case %s: %w", c.Name, err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, data, "", "  "); err != nil {
		return nil, fmt.Errorf("write case %s: %w", c.Name, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func complete(c Case) Case {
	fill := func(field *string, text string) {
		if *field == "" {
			*field = text
		}
	}
	fill(&c.Name, "random-case")
	fill(&c.About, "A random case on which two evaluators differed.")
	fill(&c.Source, "generated")
	fill(&c.Confidence, "inferred")
	if c.Request.Context == nil {
		c.Request.Context = map[string]Value{}
	}
	if c.Expect.Decision == "" {
		c.Expect = Decide(c)
	}
	return c
}
