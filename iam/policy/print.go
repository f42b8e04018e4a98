package policy

import "unicode/utf8"

// Print gives the canonical text of a document:
//
//   - the elements in the order Version, Id, Statement; in a statement Sid,
//     Effect, Principal, Action, Resource, Condition or their negated twins
//   - indented by two spaces, one value a line, a line feed at the end
//   - Statement always as a list; all other lists of one value as the bare text
//   - statements, values, condition operators and keys in the order as written
//   - condition values always as texts: 10 becomes "10"
//   - empty Sid and Id, operators without keys and an empty Condition are left
//     out, and so are elements that the grammar does not have: none of them has
//     a meaning
//
// Parsing the result gives an Equal document, and printing a canonical text
// gives the same bytes, so they may be hashed. A document that is Broken or has
// a Broken statement is given back as its Raw text: what is not understood is
// not rewritten.
func Print(d *Document) []byte {
	if d.broken() {
		return append([]byte(nil), d.Raw...)
	}
	w := &writer{}
	w.document(d)
	return w.out
}

// broken tells whether any part of the document is not understood.
func (d *Document) broken() bool {
	for i := range d.Statements {
		if len(d.Statements[i].Broken) > 0 {
			return true
		}
	}
	return d.Broken
}

// A writer writes indented JSON. It puts the commas itself.
type writer struct {
	out   []byte
	depth int
	first bool // nothing stands in the open container yet
}

func (w *writer) document(d *Document) {
	w.open('{')
	if d.Version != "" {
		w.member("Version", d.Version)
	}
	if d.ID != "" {
		w.member("Id", d.ID)
	}
	w.name("Statement")
	w.open('[')
	for i := range d.Statements {
		w.item()
		w.statement(&d.Statements[i])
	}
	w.close(']')
	w.close('}')
	w.out = append(w.out, '\n')
}

func (w *writer) statement(s *Statement) {
	w.open('{')
	if s.SID != "" {
		w.member("Sid", s.SID)
	}
	if s.Effect != EffectNone {
		w.member(ElementEffect, s.Effect.String())
	}
	w.principal(&s.Principal)
	w.clause(ElementAction, &s.Action)
	w.clause(ElementResource, &s.Resource)
	w.conditions(s.Conditions)
	w.close('}')
}

func (w *writer) principal(c *PrincipalClause) {
	if !c.Present {
		return
	}
	w.twin(ElementPrincipal, c.Negated)
	if len(c.Values) == 1 && c.Values[0].Type == PrincipalStar {
		w.text("*")
		return
	}
	w.open('{')
	for rest := c.Values; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Type == rest[0].Type {
			n++
		}
		w.name(typeName(rest[0].Type))
		w.list(n, func(i int) string { return rest[i].Text })
		rest = rest[n:]
	}
	w.close('}')
}

// typeName writes a star that stands beside other principals, which only a
// document built by a program has, as the equivalent {"AWS": "*"}.
// Source: IAM User Guide "Principal" (reference_policies_elements_principal).
func typeName(t PrincipalType) string {
	if t == PrincipalStar {
		t = PrincipalAWS
	}
	return t.String()
}

func (w *writer) clause(element string, c *Clause) {
	if !c.Present {
		return
	}
	w.twin(element, c.Negated)
	w.list(len(c.Values), func(i int) string { return c.Values[i].Text })
}

func (w *writer) conditions(conditions []Condition) {
	if len(conditions) == 0 {
		return
	}
	w.name(ElementCondition)
	w.open('{')
	for i, c := range conditions {
		if i == 0 || conditions[i-1].Name != c.Name {
			w.name(c.Name)
			w.open('{')
		}
		w.name(c.Key)
		w.list(len(c.Values), func(i int) string { return c.Values[i].Text })
		if i == len(conditions)-1 || conditions[i+1].Name != c.Name {
			w.close('}')
		}
	}
	w.close('}')
}

func (w *writer) twin(element string, negated bool) {
	if negated {
		element = "Not" + element
	}
	w.name(element)
}

// list writes one value as itself and any other number as a list.
func (w *writer) list(n int, text func(int) string) {
	if n == 1 {
		w.text(text(0))
		return
	}
	w.open('[')
	for i := range n {
		w.item()
		w.text(text(i))
	}
	w.close(']')
}

func (w *writer) member(name, value string) {
	w.name(name)
	w.text(value)
}

func (w *writer) name(name string) {
	w.item()
	w.text(name)
	w.out = append(w.out, ": "...)
}

func (w *writer) open(bracket byte) {
	w.out = append(w.out, bracket)
	w.depth++
	w.first = true
}

func (w *writer) close(bracket byte) {
	w.depth--
	if !w.first {
		w.line()
	}
	w.out = append(w.out, bracket)
	w.first = false
}

// item begins the next member or value on its own line.
func (w *writer) item() {
	if !w.first {
		w.out = append(w.out, ',')
	}
	w.line()
	w.first = false
}

func (w *writer) line() {
	w.out = append(w.out, '\n')
	for range w.depth {
		w.out = append(w.out, "  "...)
	}
}

// text writes a JSON string with no more escapes than JSON demands.
func (w *writer) text(text string) {
	w.out = append(w.out, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			w.out = append(w.out, '\\', byte(r))
		case r < ' ':
			w.control(r)
		default:
			w.out = utf8.AppendRune(w.out, r)
		}
	}
	w.out = append(w.out, '"')
}

func (w *writer) control(r rune) {
	const hex = "0123456789abcdef"
	switch r {
	case '\n':
		w.out = append(w.out, `\n`...)
	case '\r':
		w.out = append(w.out, `\r`...)
	case '\t':
		w.out = append(w.out, `\t`...)
	default:
		w.out = append(w.out, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
	}
}
