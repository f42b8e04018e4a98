package oracle

import (
	"math/rand/v2"
	"strings"
)

// Generate makes a random case. The same state of rng gives the same case. The
// case has no expectation and no name; Marshal fills both in.
//
// The choice is weighted so that all decisions, layers, operators and kinds of
// caller come up often, and with them the edges: absent keys, empty sets,
// multivalued keys under plain operators, malformed values, wildcards in odd
// places, negated elements, variables, old versions, incomplete ARNs.
func Generate(rng *rand.Rand) Case {
	m := &maker{rng: rng}
	m.chooseRequest()
	c := Case{Request: m.request}
	c.Policies = m.choosePolicies()
	return c
}

// A maker holds what is chosen so far.
type maker struct {
	rng     *rand.Rand
	request Request
	who     caller
	trust   bool // the resource policy is a role's trust policy
}

func (m *maker) percent(p int) bool { return m.rng.IntN(100) < p }

func pick[T any](m *maker, from []T) T { return from[m.rng.IntN(len(from))] }

// weigh picks an index with the given weights.
func (m *maker) weigh(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := m.rng.IntN(total)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return 0
}

func (m *maker) chooseRequest() {
	owner := pick(m, []string{homeAccount, homeAccount, homeAccount, otherAccount})
	account := owner
	if m.percent(24) {
		account = pick(m, []string{homeAccount, otherAccount, thirdAccount})
	}
	name := strings.ReplaceAll(m.chooseCaller(), "ACCOUNT", account)
	place := m.chooseScene(name)
	action := pick(m, place.actions)
	resource := pick(m, place.resources)
	if resource == "*" {
		owner = account
	}
	m.who = identify(name, action)
	m.request = Request{
		Principal: name, Action: m.respell(action, 4),
		Resource: strings.ReplaceAll(resource, "ACCOUNT", owner), ResourceAccount: owner,
	}
	m.trust = strings.HasPrefix(action, "sts:")
	m.request.Context = m.chooseContext()
}

func (m *maker) chooseCaller() string {
	weights := make([]int, len(casts))
	for i, c := range casts {
		weights[i] = c.weight
	}
	return pick(m, casts[m.weigh(weights...)].names)
}

// chooseScene: who brings a token asks for a role; cognito-identity does so as
// a provider and something else as a service.
func (m *maker) chooseScene(name string) scene {
	if identify(name, "").kind == kindProvider || name == "cognito-identity.amazonaws.com" && m.percent(70) {
		return tokenScene
	}
	weights := make([]int, len(scenes))
	for i, s := range scenes {
		weights[i] = s.weight
	}
	return scenes[m.weigh(weights...)]
}

// respell changes the case of a text that should not depend on it.
func (m *maker) respell(text string, percent int) string {
	if !m.percent(percent) {
		return text
	}
	if m.percent(50) {
		return strings.ToUpper(text)
	}
	return strings.ToLower(text)
}

func (m *maker) chooseContext() map[string]Value {
	context := map[string]Value{}
	m.fill(context, keys, 45)
	m.fill(context, derivedKeys, 2)
	if strings.HasPrefix(m.request.Resource, "arn:aws:kms:") {
		m.fill(context, contextPairs, 50)
	}
	return context
}

func (m *maker) fill(context map[string]Value, from []key, percent int) {
	for _, k := range from {
		if m.percent(percent) {
			context[m.respell(k.name, 4)] = m.chooseValue(k)
		}
	}
}

// chooseValue gives some keys the other arity: evaluation must go by what the
// request carries.
func (m *maker) chooseValue(k key) Value {
	if k.multi == m.percent(8) {
		return Value{Texts: []string{pick(m, k.texts)}}
	}
	v := Value{Multi: true, Texts: []string{}}
	for range m.weigh(15, 40, 30, 15) {
		v.Texts = append(v.Texts, pick(m, k.texts))
	}
	return v
}
