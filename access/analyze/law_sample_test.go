package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
)

// A court judges requests on one subject with eval alone.
type court struct {
	subject *Subject
	zone    *Trust
	engine  *eval.Engine
	program *eval.Program
	door    *eval.Program    // through the access point
	outside [2]*eval.Program // and through the access point
}

func newCourt(s *Subject, t *Trust) *court {
	c := &court{subject: s, zone: t, engine: eval.New()}
	stack := &authz.Stack{Identity: []authz.Policy{{Document: everything}}, Session: []authz.Policy{{Document: everything}}, Resource: s.Policy, RCP: s.RCP, Grants: s.Grants}
	if s.Type == typeBucket {
		stack.Bucket = &authz.Bucket{ACL: authz.ACL{Grants: s.ACL}, Block: s.Block.Union(s.AccountBlock)}
	}
	c.program = c.engine.Compile(stack)
	if len(s.AccessPoints) > 0 {
		ap, behind := &s.AccessPoints[0], *stack
		behind.Resource, behind.Bucket = ap.Policy, &authz.Bucket{Block: ap.Block.Union(s.AccountBlock)}
		behind.Underlying = &authz.Underlying{Resource: s.ARN, Account: s.Account, Policy: s.Policy, Bucket: &authz.Bucket{Block: stack.Bucket.Block}}
		c.door = c.engine.Compile(&behind)
	}
	c.outside[0] = c.alone(t.outside(s.Account, s.documents(), nil))
	c.outside[1] = c.alone(t.outside(s.Account, s.documents(), map[string]string{keyPointARN: "", keyPointAccount: ""}))
	return c
}

// alone compiles a statement that describes requests.
func (c *court) alone(d *policy.Document) *eval.Program {
	return c.engine.Compile(&authz.Stack{
		Facts: &authz.Facts{}, Identity: []authz.Policy{{Document: everything}}, Session: []authz.Policy{{Document: everything}}, Resource: &authz.Policy{Document: d},
	})
}

// allows tells whether a request is allowed, by whoever it comes from.
func (c *court) allows(r *authz.Request) bool {
	if throughPoint(r) {
		return c.door != nil && c.door.Decide(r) == authz.Allowed
	}
	return c.program.Decide(r) == authz.Allowed
}

func throughPoint(r *authz.Request) bool { return strings.HasPrefix(r.Resource, doorARN) }

// fromOutside tells whether nothing of it is of the zone.
func (c *court) fromOutside(r *authz.Request) bool {
	account, outside := r.Principal.Account, c.outside[0]
	if throughPoint(r) {
		outside = c.outside[1]
	}
	return account != c.subject.Account && !slices.Contains(c.zone.Accounts, account) && outside.Decide(r) == authz.Allowed
}

// cover tells whether a finding covers a request.
func (c *court) cover(a *Access, r *authz.Request) bool {
	if (a.Source == SourceAccessPoint) != throughPoint(r) {
		return false
	}
	for _, action := range a.Actions {
		if covers(strings.ToLower(action), strings.ToLower(r.Action)) {
			return c.alone(meaning(a)).Decide(r) == authz.Allowed
		}
	}
	return false
}

// meaning writes down who a finding is about.
func meaning(a *Access) *policy.Document {
	elements := map[string]any{}
	if a.Principal != "*" {
		elements["Principal"] = map[string]string{a.Kind: a.Principal}
	}
	b := block{}
	for key, value := range a.Condition {
		for _, k := range keySpecs() {
			if strings.EqualFold(k.name, key) {
				b.add(map[string]string{"String": "StringEquals", "Like": "ForAnyValue:StringLike", "Arn": "ArnLike", "Address": "IpAddress"}[k.family], key, value)
			}
		}
	}
	if len(b) > 0 {
		elements["Condition"] = b
	}
	return statement(elements)
}

// request draws one from outside or inside, near to what policies say.
func (d *drawer) request(s *Subject, sp *species) *authz.Request {
	r := &authz.Request{Action: draw(d, sp.actions...), Resource: s.ARN, ResourceAccount: s.Account}
	if sp.kind == typeBucket && d.once(2) {
		r.Resource += draw(d, "/a", "/in/a")
	}
	if len(s.AccessPoints) > 0 && d.once(2) {
		r.Resource = doorARN + draw(d, "", "/object/a", "/object/in/a")
	}
	r.Principal = d.caller(s, r.Action)
	if account := r.Principal.Account; account != "" && r.Principal.CanonicalID == "" {
		r.Context.Set("kms:CallerAccount", account)
	} else {
		r.Context.SetAbsent("aws:PrincipalArn")
		r.Context.SetAbsent("aws:PrincipalAccount")
	}
	for _, k := range keySpecs() {
		if k.name == "aws:PrincipalArn" || k.name == "aws:PrincipalAccount" || d.once(2) {
			continue
		}
		value := strings.NewReplacer("*", "x", "0/24", "9", "0/8", "9").Replace(draw(d, k.values...))
		if k.multi {
			r.Context.SetMulti(k.name, value)
		} else {
			r.Context.Set(k.name, value)
		}
	}
	return r
}

// caller draws who asks. Providers sign nobody in but for a role, and a
// canonical user is one that the policy names: whoever else has one, has an ARN.
func (d *drawer) caller(s *Subject, action string) authz.Principal {
	if d.once(6) {
		return authz.Principal{} // anonymous
	}
	fits := func(p principalText) bool {
		switch p.kind {
		case "", "Service":
			return false
		case "Federated":
			return strings.HasPrefix(action, "sts:AssumeRoleWith")
		case "CanonicalUser":
			return strings.Contains(string(s.Policy.Document.Raw), p.text)
		}
		return p.text != "*"
	}
	text := draw(d, principalTexts()...)
	for !fits(text) {
		text = draw(d, principalTexts()...)
	}
	switch {
	case text.kind == "CanonicalUser":
		return authz.Principal{Kind: authz.KindRoot, Account: "canonical", CanonicalID: text.text}
	case text.kind == "Federated":
		return authz.Principal{Kind: authz.KindProvider, ARN: text.text}
	case len(text.text) == 12:
		text.text = "arn:aws:iam::" + text.text + draw(d, ":user/bob", ":role/ops", ":role/app", ":root")
	}
	p, err := authz.ParsePrincipal(text.text, action)
	if err != nil {
		panic(err) // one of those above
	}
	return p
}
