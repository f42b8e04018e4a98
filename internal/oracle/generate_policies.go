package oracle

import "strings"

func (m *maker) choosePolicies() Policies {
	var p Policies
	if m.who.hasPolicies() {
		p.Identity = m.chooseMany(layerIdentity, m.weigh(12, 60, 20, 8))
		p.Boundary = m.chooseOne(layerBoundary, 25)
		p.Session = m.chooseSession()
	}
	p.Resource = m.chooseOne(layerResource, m.resourceShare())
	p.SCP = m.chooseLevels(layerSCP, 30)
	p.RCP = m.chooseLevels(layerRCP, 35)
	p.Endpoint = m.chooseOne(layerEndpoint, 14)
	p.Grants = m.chooseGrants()
	return p
}

// resourceShare: callers who need a resource policy mostly find one; actions
// without a resource have none.
func (m *maker) resourceShare() int {
	switch {
	case m.request.Resource == "*":
		return 0
	case m.trust || !m.who.hasPolicies() || m.who.account != m.request.ResourceAccount:
		return 92
	case strings.HasPrefix(m.request.Resource, "arn:aws:kms:"):
		return 88
	default:
		return 50
	}
}

func (m *maker) chooseSession() []Policy {
	share := 30
	switch m.who.kind {
	case kindUser:
		return nil
	case kindFederated:
		share = 75
	}
	if !m.percent(share) {
		return nil
	}
	return m.chooseMany(layerSession, 1+m.weigh(60, 30, 10))
}

func (m *maker) chooseMany(layer string, n int) []Policy {
	var out []Policy
	for range n {
		out = append(out, m.choosePolicy(layer))
	}
	return out
}

func (m *maker) chooseOne(layer string, percent int) *Policy {
	if !m.percent(percent) {
		return nil
	}
	p := m.choosePolicy(layer)
	return &p
}

// chooseLevels: most levels hold the policy for full access, as in a real
// organization; some hold an allow list instead, few hold nothing.
func (m *maker) chooseLevels(layer string, percent int) []Level {
	if !m.percent(percent) {
		return nil
	}
	var out []Level
	for _, entity := range []string{"root", "ou-1", "account"}[:1+m.rng.IntN(3)] {
		level := Level{Entity: entity, Policies: []Policy{}}
		switch m.weigh(84, 15, 1) {
		case 0:
			level.Policies = append(level.Policies, fullAccess(layer))
		case 1:
			level.Policies = append(level.Policies, m.choosePolicy(layer))
		}
		if m.percent(14) {
			level.Policies = append(level.Policies, m.choosePolicy(layer))
		}
		out = append(out, level)
	}
	return out
}

func fullAccess(layer string) Policy {
	s := Statement{Effect: "Allow", Action: List{"*"}, Resource: List{"*"}}
	if layer == layerRCP {
		s.Principal = &Names{Everybody: true}
	}
	return Policy{Name: "FullAccess", Document: Document{Version: "2012-10-17", Statement: Statements{s}}}
}

func (m *maker) choosePolicy(layer string) Policy {
	doc := Document{Version: pick(m, versions)}
	for range 1 + m.weigh(62, 28, 10) {
		doc.Statement = append(doc.Statement, m.chooseStatement(layer))
	}
	return Policy{Name: layer, Document: doc}
}

var versions = []string{"2012-10-17", "2012-10-17", "2012-10-17", "2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", ""}

func (m *maker) chooseGrants() []Grant {
	if !strings.Contains(m.request.Resource, ":key/") || !m.percent(45) {
		return nil
	}
	var out []Grant
	for range 1 + m.weigh(70, 30) {
		out = append(out, m.chooseGrant())
	}
	return out
}

func (m *maker) chooseGrant() Grant {
	g := Grant{Grantee: m.chooseGrantee(), Operations: []string{pick(m, grantOperations)}}
	if m.percent(65) {
		_, name, _ := strings.Cut(m.request.Action, ":")
		g.Operations = append(g.Operations, name)
	}
	g.Constraints = m.chooseConstraints()
	return g
}

func (m *maker) chooseGrantee() string {
	own := m.ownNames(func(l link) bool { return l.gives > delegated })
	if len(own) == 0 || m.percent(20) {
		return pick(m, []string{"arn:aws:iam::111122223333:user/bob", "arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:root", "sns.amazonaws.com"})
	}
	return pick(m, own)
}

func (m *maker) chooseConstraints() *Constraints {
	pairs := map[string]string{}
	for _, k := range contextPairs {
		if m.percent(60) {
			name := strings.TrimPrefix(k.name, "kms:EncryptionContext:")
			pairs[m.respell(name, 10)] = pick(m, k.texts)
		}
	}
	switch {
	case len(pairs) == 0 || m.percent(50):
		return nil
	case m.percent(50):
		return &Constraints{Subset: pairs}
	default:
		return &Constraints{Equals: pairs}
	}
}
