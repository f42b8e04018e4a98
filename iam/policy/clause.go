package policy

import "strings"

// clause reads an Action or Resource element or its negated twin. Only the
// first of several counts; a second one is an issue and breaks the element.
func (p *parser) clause(index int, c *Clause, s *Statement) {
	n := p.node(index)
	negated := strings.HasPrefix(n.name, "Not")
	if c.Present {
		p.second(index, c.Negated != negated, s)
		return
	}
	*c = Clause{Present: true, Negated: negated, Span: n.extent()}
	variables := p.doc.HasVariables() && positive(n.name) == ElementResource
	var whole bool
	if c.Values, whole = p.values(index, valueRule{variables: variables}); !whole {
		s.breaks(positive(n.name))
	}
}

// second handles an element that stands there already: itself (a duplicate,
// reported already) or its twin.
func (p *parser) second(index int, twin bool, s *Statement) {
	n := p.node(index)
	element := positive(n.name)
	s.breaks(element)
	if twin {
		p.report(index, CodeConflictingElements, n.nameSpan(),
			"both "+element+" and Not"+element+" stand in one statement", "split it into two statements")
	}
}

// A valueRule says what the values of an element may be.
type valueRule struct {
	condition bool // numbers, booleans and empty texts are values too
	variables bool // texts hold policy variables
}

func (r valueRule) takes(k kind) bool {
	return k == kindString || r.condition && (k == kindNumber || k == kindBool)
}

func (r valueRule) expected() string {
	if r.condition {
		return "a string, number or boolean"
	}
	return "a string"
}

// values reads one value or a list of them. They are not whole if one could
// not be used; such values are reported and left out.
func (p *parser) values(index int, rule valueRule) (values []Value, whole bool) {
	n := p.node(index)
	if n.kind != kindArray {
		v, ok := p.value(index, rule)
		if !ok {
			return nil, false
		}
		return []Value{v}, true
	}
	values, whole = make([]Value, 0, p.tree.count(index)), true
	for child := range p.tree.children(index) {
		v, ok := p.value(child, rule)
		if !ok {
			whole = false
			continue
		}
		values = append(values, v)
	}
	if n.after == index+1 {
		p.report(index, CodeEmptyElement, n.extent(), "the array "+quote(n.name)+" is empty", "it holds no value that could match")
	}
	return values, whole
}

// value reads one value. Numbers and booleans stand for their written text.
func (p *parser) value(index int, rule valueRule) (Value, bool) {
	n := p.node(index)
	if !rule.takes(n.kind) {
		p.wrongType(index, rule.expected(), valueHint(n.kind))
		return Value{}, false
	}
	if n.text == "" && !rule.condition {
		p.report(index, CodeEmptyElement, n.span(), "an empty string", "nothing matches it")
	}
	if rule.variables && HasVariable(n.text) {
		p.checkVariables(index)
	}
	return Value{Text: n.text, Span: n.span()}, true
}

func valueHint(k kind) string {
	switch k {
	case kindNumber, kindBool:
		return "put it in double quotes"
	case kindArray:
		return "arrays of values are not nested"
	case kindNull:
		return "leave it out, or write the value that is meant"
	default:
		return ""
	}
}

func (p *parser) checkVariables(index int) {
	n := p.node(index)
	if fault := malformedVariable(n.text); fault != "" {
		p.report(index, CodeMalformedVariable, n.span(), fault+" in "+quote(n.text),
			"it is read as plain text; a variable is ${key} or ${key, 'default'}")
	}
}
