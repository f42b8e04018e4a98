package oracle

import "strings"

// chooseCondition makes a block of one to three operators.
func (m *maker) chooseCondition() Condition {
	block := Condition{}
	for range 1 + m.weigh(72, 22, 6) {
		op := pick(m, operators)
		name := m.qualify(op.name)
		if block[name] == nil {
			block[name] = map[string]List{}
		}
		for range 1 + m.weigh(90, 10) {
			m.addKey(block[name], op.name, op.typ)
		}
	}
	return block
}

// addKey adds one key with its listed values. A key stands once in an operator.
func (m *maker) addKey(tests map[string]List, operator, typ string) {
	k := m.chooseKey(typ)
	for name := range tests {
		if fold(name) == fold(k.name) {
			return
		}
	}
	tests[m.respell(k.name, 8)] = m.chooseListed(k, operator, typ)
}

// qualify: set operators and IfExists, also both; Null takes neither.
func (m *maker) qualify(operator string) string {
	if operator == "Null" {
		return operator
	}
	switch m.weigh(50, 16, 15, 15, 2, 2) {
	case 1:
		return operator + "IfExists"
	case 2:
		return "ForAllValues:" + operator
	case 3:
		return "ForAnyValue:" + operator
	case 4:
		return "ForAllValues:" + operator + "IfExists"
	case 5:
		return "ForAnyValue:" + operator + "IfExists"
	}
	return operator
}

// chooseKey mostly takes a key of the operator's type.
func (m *maker) chooseKey(typ string) key {
	all := append(append([]key{}, keys...), derivedKeys...)
	if strings.HasPrefix(m.request.Resource, "arn:aws:kms:") {
		all = append(all, contextPairs...)
	}
	for range 40 {
		k := pick(m, all)
		if k.typ == typ || typ == typNull && k.multi == m.percent(50) || m.percent(1) {
			return k
		}
	}
	return pick(m, all)
}

func (m *maker) chooseListed(k key, operator, typ string) List {
	out := List{}
	for range m.weigh(2, 60, 28, 10) {
		out = append(out, m.chooseText(k, operator, typ))
	}
	return out
}

// chooseText takes what the request holds, what it may hold, or what policies
// hold beside it.
func (m *maker) chooseText(k key, operator, typ string) string {
	if typ == typNull {
		return pick(m, listedTexts[typNull])
	}
	if held := m.heldText(k); held != "" && m.percent(30) {
		return m.vary(held, operator, typ)
	}
	if m.percent(40) {
		return pick(m, k.texts)
	}
	return pick(m, listedTexts[typ])
}

func (m *maker) heldText(k key) string {
	if v := m.request.Context[k.name]; len(v.Texts) > 0 {
		return pick(m, v.Texts)
	}
	if k.name == "aws:PrincipalArn" {
		return m.who.arn
	}
	return ""
}

// vary writes a value of the request so that it is near to it: a network around
// an address, a text that differs in case, a pattern.
func (m *maker) vary(text, operator, typ string) string {
	switch {
	case typ == typAddress:
		return text + pick(m, []string{"", "/24", "/32", "/64", "/120", "/128"})
	case strings.HasSuffix(operator, "IgnoreCase"):
		return m.recase(text)
	default:
		return m.loosen(text, operator)
	}
}

// recase also puts letters that fold to s and k; only the Kelvin sign has k as
// its lower case.
func (m *maker) recase(text string) string {
	switch m.rng.IntN(3) {
	case 0:
		return strings.ToUpper(text)
	case 1:
		return strings.NewReplacer("ſ", "s", "s", "ſ").Replace(text)
	default:
		return strings.NewReplacer("\u212A", "k", "k", "\u212A", "é", "É").Replace(text)
	}
}

// loosen puts wildcards into a value, also where they are literal characters.
func (m *maker) loosen(text, operator string) string {
	letters := []rune(text)
	at := m.rng.IntN(len(letters))
	share := 15
	if strings.HasPrefix(operator, "Arn") || strings.HasSuffix(operator, "Like") {
		share = 50
	}
	if letters[at] == ':' || !m.percent(share) {
		return text
	}
	if m.percent(50) {
		return string(letters[:at]) + "?" + string(letters[at+1:])
	}
	return string(letters[:at]) + "*"
}
