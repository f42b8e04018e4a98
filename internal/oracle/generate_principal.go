package oracle

// setPrincipal fills the Principal or NotPrincipal element. Now and then it is
// left out where it belongs, or put where it has no meaning.
func (m *maker) setPrincipal(layer string, s *Statement) {
	switch layer {
	case layerResource:
		m.setAnyPrincipal(s, 12)
	case layerEndpoint:
		if m.percent(30) {
			m.setAnyPrincipal(s, 10)
		} else {
			s.Principal = &Names{Everybody: true}
		}
	case layerRCP:
		s.Principal = pick(m, []*Names{{Everybody: true}, {Types: map[string]List{"AWS": {"*"}}}, nil})
	default:
		if m.percent(1) {
			s.Principal = m.chooseNames()
		}
	}
}

func (m *maker) setAnyPrincipal(s *Statement, negated int) {
	switch {
	case m.percent(2):
		return
	case m.percent(negated) && s.Effect == "Deny" || m.percent(4):
		s.NotPrincipal = m.chooseSpared()
	default:
		s.Principal = m.chooseNames()
	}
}

// chooseNames makes a Principal element that likely names the caller.
func (m *maker) chooseNames() *Names {
	n := &Names{Types: map[string]List{}}
	own := m.ownNames(func(link) bool { return true })
	switch m.weigh(16, 8, 62, 14) {
	case 0:
		return &Names{Everybody: true}
	case 1:
		n.add("AWS", "*")
	case 2:
		if len(own) > 0 {
			n.add(m.who.typ, pick(m, own))
		}
	}
	for len(n.Types) == 0 || m.percent(25) {
		other := pick(m, strangers)
		n.add(other.typ, other.name)
	}
	return n
}

func (n *Names) add(typ, name string) { n.Types[typ] = append(n.Types[typ], name) }

// chooseSpared makes a NotPrincipal element: often the whole chain of the
// caller, often with a link missing.
func (m *maker) chooseSpared() *Names {
	if m.percent(6) {
		return &Names{Everybody: true}
	}
	n := &Names{Types: map[string]List{}}
	for _, l := range m.who.chain {
		if len(l.names) > 0 && m.percent(82) {
			n.add(m.who.typ, pick(m, l.names))
		}
	}
	for len(n.Types) == 0 || m.percent(30) {
		other := pick(m, strangers)
		n.add(other.typ, other.name)
	}
	return n
}

// ownNames lists the names of the links of the caller's chain that pass.
func (m *maker) ownNames(pass func(link) bool) (out []string) {
	for _, l := range m.who.chain {
		if pass(l) {
			out = append(out, l.names...)
		}
	}
	return out
}
