package oracle

import "strings"

// chooseStatement makes an Allow that likely covers the request, or a Deny
// that is more narrow.
func (m *maker) chooseStatement(layer string) Statement {
	s := Statement{Effect: "Allow"}
	hit := 88
	if m.percent(denyShare(layer)) {
		s.Effect, hit = "Deny", 62
	}
	m.setPrincipal(layer, &s)
	m.setAction(&s, hit)
	m.setResource(layer, &s, hit)
	if m.percent(map[string]int{"Allow": 30, "Deny": 70}[s.Effect]) {
		s.Condition = m.chooseCondition()
	}
	return s
}

// denyShare: Denies stand mostly where organizations write them.
func denyShare(layer string) int {
	switch layer {
	case layerSCP, layerRCP:
		return 40
	case layerIdentity, layerResource:
		return 20
	default:
		return 14
	}
}

func (m *maker) setAction(s *Statement, hit int) {
	if m.percent(10) {
		s.NotAction = m.chooseActions(12)
		return
	}
	s.Action = m.chooseActions(hit)
	if m.percent(1) {
		s.Action = List{}
	}
}

func (m *maker) chooseActions(hit int) List {
	var out List
	for range 1 + m.weigh(80, 15, 5) {
		if m.percent(hit) {
			out = append(out, m.respell(m.actionPattern(), 8))
		} else {
			out = append(out, pick(m, []string{"ec2:*", "s3:Delete*", "kms:ScheduleKeyDeletion", "sts:GetCallerIdentity", "s3-object-lambda:*", "sqs:?"}))
		}
		hit = 30
	}
	return out
}

// actionPattern writes the action of the request in one of the ways that cover
// it, or nearly do.
func (m *maker) actionPattern() string {
	service, name, _ := strings.Cut(m.request.Action, ":")
	cut := 1 + m.rng.IntN(len(name)-1)
	switch m.weigh(22, 26, 24, 10, 6, 6, 3, 3) {
	case 0:
		return "*"
	case 1:
		return service + ":*"
	case 2:
		return m.request.Action
	case 3:
		return service + ":" + name[:cut] + "*"
	case 4:
		return service + ":*" + name[cut:]
	case 5:
		return service + ":" + name[:cut-1] + "?" + name[cut:]
	case 6:
		return service + ":" + name[:cut] + "?" + name[cut:] // one unit too long
	default:
		return service + ":" + name[:cut]
	}
}

// setResource: a trust policy has no Resource. Elsewhere the element is left
// out now and then, which a resource policy reads as itself and others as nothing.
func (m *maker) setResource(layer string, s *Statement, hit int) {
	if m.trust && layer == layerResource || m.percent(2) {
		return
	}
	if m.percent(9) {
		s.NotResource = m.chooseResources(12)
		return
	}
	s.Resource = m.chooseResources(hit)
	if m.percent(1) {
		s.Resource = List{}
	}
}

func (m *maker) chooseResources(hit int) List {
	var out List
	for range 1 + m.weigh(80, 15, 5) {
		if m.percent(hit) {
			out = append(out, m.resourcePattern())
		} else {
			out = append(out, pick(m, []string{"arn:aws:s3:::other/*", "arn:aws:kms", "arn:aws:sqs:*:*:${aws:username}", "arn:aws:ec2:*", "arn:aws:s3:::${aws:nosuch}", "arn:${aws:nosuch}:s3:::*"}))
		}
		hit = 30
	}
	return out
}

// resourcePattern writes the resource of the request in one of the ways that
// cover it, or nearly do.
func (m *maker) resourcePattern() string {
	text := m.request.Resource
	if text == "*" {
		return pick(m, []string{"*", "*", "*", "?", "arn:*", "arn:aws:ec2"})
	}
	cut := len(text) - 1 - m.rng.IntN(5)
	for cut > 0 && text[cut]&0xC0 == 0x80 {
		cut-- // not inside a character
	}
	switch m.weigh(46, 14, 10, 6, 4, 8, 8, 4) {
	case 0:
		return "*"
	case 1:
		return text
	case 2:
		return text[:cut] + "*"
	case 3:
		return m.starField(text)
	case 4:
		return strings.Join(strings.SplitN(text, ":", 6)[:2+m.rng.IntN(4)], ":") // incomplete
	case 5:
		return m.withVariable(text)
	case 6:
		return m.withQuestion(text)
	default:
		return text[:cut] + strings.ToUpper(text[cut:])
	}
}

// starField puts a star for one colon-separated field.
func (m *maker) starField(text string) string {
	fields := strings.Split(text, ":")
	fields[2+m.rng.IntN(len(fields)-2)] = "*"
	return strings.Join(fields, ":")
}

// withVariable puts a variable for a word that a key of the context may hold.
func (m *maker) withVariable(text string) string {
	word := strings.NewReplacer(
		"alice", pick(m, []string{"${aws:username}", "${AWS:username}", "${aws:username, 'alice'}"}),
		"blue", pick(m, []string{"${aws:PrincipalTag/team}", "${aws:PrincipalTag/team, 'blue'}", "${aws:TagKeys, 'blue'}"}),
		"us-east-1", pick(m, []string{"${aws:RequestedRegion}", "us-east-1", "us-east-1"}),
		"a*", pick(m, []string{"a${*}", "a${?}", "a*"}),
		"app", pick(m, []string{"${aws:nosuch, 'app'}", "${aws:nosuch}"}))
	return word.Replace(text)
}

// withQuestion puts a question mark, or two, for one character; characters
// outside the basic plane are two units.
func (m *maker) withQuestion(text string) string {
	letters := []rune(text)
	at := len(letters) - 1 - m.rng.IntN(4)
	return string(letters[:at]) + pick(m, []string{"?", "?", "??"}) + string(letters[at+1:])
}
