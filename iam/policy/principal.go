package policy

import "strings"

// principal reads Principal or NotPrincipal: "*", or an object of types.
// Source: IAM User Guide "Principal" (reference_policies_elements_principal),
// read 2026-11. Cases: principal-matching.json.
func (p *parser) principal(index int, s *Statement) {
	n, c := p.node(index), &s.Principal
	negated := strings.HasPrefix(n.name, "Not")
	if c.Present {
		p.second(index, c.Negated != negated, s)
		return
	}
	*c = PrincipalClause{Present: true, Negated: negated, Span: n.extent()}
	switch {
	case n.kind == kindObject:
		p.principalTypes(index, s)
	case n.kind == kindString && n.text == "*":
		c.Values = []PrincipalValue{{Type: PrincipalStar, Text: "*", Span: n.span()}}
	case n.kind == kindString:
		s.breaks(ElementPrincipal)
		p.report(index, CodeInvalidPrincipal, n.span(), `a principal without its type must be "*", found `+quote(n.text),
			`name the type: {"AWS": …} or {"Service": …}`)
	default:
		s.breaks(ElementPrincipal)
		p.wrongType(index, `"*" or an object of AWS, Service, Federated or CanonicalUser`, "")
	}
}

func (p *parser) principalTypes(index int, s *Statement) {
	n := p.node(index)
	if p.duplicates(index, false) {
		s.breaks(ElementPrincipal)
	}
	if n.after == index+1 {
		p.report(index, CodeEmptyElement, n.extent(), n.name+" is empty", "it names nobody")
	}
	for child := range p.tree.children(index) {
		name := p.node(child).name
		t, ok := principalType(name)
		if !ok {
			s.breaks(ElementPrincipal)
			p.report(child, CodeUnknownPrincipalType, p.node(child).nameSpan(), "unknown type of principal "+quote(name),
				typeHint(name))
			continue
		}
		p.principalValues(child, t, s)
	}
}

func (p *parser) principalValues(index int, t PrincipalType, s *Statement) {
	values, whole := p.values(index, valueRule{})
	if !whole {
		s.breaks(ElementPrincipal)
	}
	for _, v := range values {
		s.Principal.Values = append(s.Principal.Values, PrincipalValue{Type: t, Text: v.Text, Span: v.Span})
	}
}

func principalTypes() []string {
	return []string{"AWS", "Service", "Federated", "CanonicalUser"}
}

// String gives the key of the grammar; a bare star has none.
func (t PrincipalType) String() string {
	if t == PrincipalStar || int(t) > len(principalTypes()) {
		return ""
	}
	return principalTypes()[t-1]
}

func principalType(name string) (PrincipalType, bool) {
	for i, known := range principalTypes() {
		if name == known {
			return PrincipalAWS + PrincipalType(i), true
		}
	}
	return 0, false
}

func typeHint(name string) string {
	if near := nearest(name, principalTypes(), 2); near != "" {
		return didYouMean(near)
	}
	return "the types are AWS, Service, Federated and CanonicalUser"
}
