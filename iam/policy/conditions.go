package policy

import (
	"strings"

	"sightline/iam/condition"
)

// condition reads the Condition element: operators, keys, values. An empty one
// demands nothing and is no issue.
func (p *parser) condition(index int, s *Statement) {
	n := p.node(index)
	if s.ConditionSpan != (Span{}) {
		return // a duplicate, reported and broken already
	}
	s.ConditionSpan = n.extent()
	if n.kind != kindObject {
		s.breaks(ElementCondition)
		p.wrongType(index, "an object of operators", "")
		return
	}
	if p.duplicates(index, false) {
		s.breaks(ElementCondition)
	}
	for child := range p.tree.children(index) {
		p.operator(child, s)
	}
}

// operator reads the keys under one operator. An unknown operator is kept: it
// is the evaluator that cannot tell what it says.
func (p *parser) operator(index int, s *Statement) {
	n := p.node(index)
	op, known := condition.Parse(n.name)
	if !known {
		p.unknownOperator(index)
	}
	if n.kind != kindObject {
		s.breaks(ElementCondition)
		p.wrongType(index, "an object of condition keys", "an operator holds keys, and each key its values")
		return
	}
	if p.duplicates(index, true) {
		s.breaks(ElementCondition)
	}
	if n.after == index+1 {
		p.report(index, CodeEmptyElement, n.extent(), "the operator "+quote(n.name)+" has no keys", "it demands nothing")
	}
	for child := range p.tree.children(index) {
		c := Condition{Operator: op, Name: n.name, NameSpan: n.nameSpan()}
		p.conditionKey(child, c, s)
	}
}

// unknownOperator looks for a hint only if the issue will be kept: the search
// costs more than the rest of the reading.
func (p *parser) unknownOperator(index int) {
	n, hint := p.node(index), ""
	if !p.issues.full() {
		hint = operatorHint(n.name)
	}
	p.report(index, CodeUnknownOperator, n.nameSpan(), "unknown condition operator "+quote(n.name), hint)
}

func (p *parser) conditionKey(index int, c Condition, s *Statement) {
	n := p.node(index)
	c.Key, c.KeySpan, c.Span = n.name, n.nameSpan(), n.extent()
	var whole bool
	c.Values, whole = p.values(index, valueRule{condition: true, variables: p.doc.HasVariables()})
	if !whole {
		s.breaks(ElementCondition)
	}
	s.Conditions = append(s.Conditions, c)
}

// operatorHint looks for the operator that was meant, with its qualifier.
func operatorHint(name string) string {
	prefix, base := "", name
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		prefix, base = nearest(name[:i], []string{"ForAllValues", "ForAnyValue"}, 3), name[i+1:]
		if prefix == "" {
			return "the qualifiers are ForAllValues and ForAnyValue"
		}
		prefix += ":"
	}
	near := nearest(base, operatorNames(), 3)
	if near == "" {
		return ""
	}
	if _, ok := condition.Parse(prefix + near); !ok {
		return "Null takes neither IfExists nor a qualifier"
	}
	return didYouMean(prefix + near)
}

// operatorNames lists the operators without and with IfExists.
func operatorNames() []string {
	names := condition.BaseNames()
	for _, name := range condition.BaseNames() {
		names = append(names, name+"IfExists")
	}
	return names
}
