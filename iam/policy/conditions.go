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
		p.report(index, CodeUnknownOperator, n.nameSpan(), "unknown condition operator "+quote(n.name), operatorHint(n.name))
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

// operatorHint looks for the operator that was meant, qualifier and suffix
// aside.
func operatorHint(name string) string {
	prefix, base := "", name
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		prefix, base = nearest(name[:i], []string{"ForAllValues", "ForAnyValue"}, 3), name[i+1:]
		if prefix == "" {
			return "the qualifiers are ForAllValues and ForAnyValue"
		}
		prefix += ":"
	}
	base, suffix := cutIfExists(base)
	near := nearest(base, condition.BaseNames(), 3)
	if near == "Null" && prefix+suffix != "" {
		return "Null takes neither IfExists nor a qualifier"
	}
	if near == "" {
		return ""
	}
	return didYouMean(prefix + near + suffix)
}

// cutIfExists takes the suffix off in any spelling of case.
func cutIfExists(name string) (base, suffix string) {
	const ifExists = "IfExists"
	if at := len(name) - len(ifExists); at >= 0 && strings.EqualFold(name[at:], ifExists) {
		return name[:at], ifExists
	}
	return name, ""
}
