package policy

import "slices"

// isStatementElement tells whether a name is one of a statement's elements.
func isStatementElement(name string) bool {
	return slices.Contains(statementElements(), name)
}

func statementElements() []string {
	return []string{
		"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
		"Resource", "NotResource", "Condition",
	}
}

// statement reads one statement. Its element names are exact: IAM refuses
// other spellings.
func (p *parser) statement(index, position int) Statement {
	n := p.node(index)
	s := Statement{Index: position, Span: n.span()}
	if n.kind != kindObject {
		p.wrongType(index, "a statement", "a statement is an object with Effect and Action")
		s.breaks(ElementStatement)
		return s
	}
	p.statementDuplicates(index, &s)
	for child := range p.tree.children(index) {
		p.element(child, &s)
	}
	p.missingElements(index, &s)
	return s
}

// breaks marks an element as not understood.
func (s *Statement) breaks(element string) {
	if !slices.Contains(s.Broken, element) {
		s.Broken = append(s.Broken, element)
	}
}

// statementDuplicates breaks the elements that stand twice. What the grammar
// does not know stays without meaning however often it stands there.
func (p *parser) statementDuplicates(index int, s *Statement) {
	if !p.duplicates(index, false) {
		return
	}
	for child := range p.tree.children(index) {
		name := p.node(child).name
		if p.firstNamed(index, name) < child && isStatementElement(name) {
			s.breaks(positive(name))
		}
	}
}

// positive gives the element under which both twins are known.
func positive(name string) string {
	switch name {
	case "NotPrincipal", "NotAction", "NotResource":
		return name[len("Not"):]
	}
	return name
}

func (p *parser) element(index int, s *Statement) {
	switch name := p.node(index).name; name {
	case "Sid":
		p.sid(index, s)
	case "Effect":
		p.effect(index, s)
	case "Principal", "NotPrincipal":
		p.principal(index, s)
	case "Action", "NotAction":
		p.clause(index, &s.Action, s)
	case "Resource", "NotResource":
		p.clause(index, &s.Resource, s)
	case "Condition":
		p.condition(index, s)
	default:
		p.foreignElement(index, s)
	}
}

// sid reads Sid, which has no meaning: a wrong type breaks nothing.
func (p *parser) sid(index int, s *Statement) {
	n := p.node(index)
	if n.kind != kindString {
		p.wrongType(index, "a string", "")
		return
	}
	s.SID, s.SIDSpan = n.text, n.span()
}

func (p *parser) effect(index int, s *Statement) {
	n := p.node(index)
	s.EffectSpan = n.span()
	switch {
	case n.kind != kindString:
		p.wrongType(index, `"Allow" or "Deny"`, "")
		s.breaks(ElementEffect)
	case n.text == "Allow":
		s.Effect = EffectAllow
	case n.text == "Deny":
		s.Effect = EffectDeny
	default:
		s.breaks(ElementEffect)
		hint := didYouMean(nearest(n.text, []string{"Allow", "Deny"}, 2))
		if hint == "" {
			hint = `the effects are "Allow" and "Deny"`
		}
		p.report(index, CodeUnknownEffect, n.span(), "unknown effect "+quote(n.text), hint)
	}
}

// foreignElement reports what the grammar does not have in a statement. If it
// may have been meant for an element with a meaning, that one is broken: who
// wrote "Conditions" wanted to limit the statement.
func (p *parser) foreignElement(index int, s *Statement) {
	name := p.node(index).name
	if name == "Version" || name == ElementStatement {
		p.foreign(index, "it belongs at the top of the document")
		s.breaks(name)
		return
	}
	near := resembling(name, statementElements())
	p.foreign(index, didYouMean(near))
	if near != "" && near != "Sid" {
		s.breaks(positive(near))
	}
}

// missingElements reports what every statement must have. Resource is not
// among it: trust policies and some resource policies have none. An element
// that is broken was there in some form.
func (p *parser) missingElements(index int, s *Statement) {
	if s.Effect == EffectNone && !slices.Contains(s.Broken, ElementEffect) {
		s.breaks(ElementEffect)
		p.report(index, CodeMissingElement, s.Span, "the statement has no Effect", `add "Effect": "Allow" or "Deny"`)
	}
	if !s.Action.Present && !slices.Contains(s.Broken, ElementAction) {
		s.breaks(ElementAction)
		p.report(index, CodeMissingElement, s.Span, "the statement has neither Action nor NotAction", "")
	}
}
