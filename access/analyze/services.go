package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// services finds the services of AWS that a resource's policy lets in on behalf
// of anybody: nothing ties the request to accounts of the zone, so that an
// outsider may have the service do it (the confused deputy). A role's trust
// policy hands the role to whoever may pass it, which is another question.
//
// Source: IAM User Guide "The confused deputy problem" (confused-deputy), read
// 2026-11: the guards are aws:SourceArn, aws:SourceAccount, aws:SourceOrgID and
// aws:SourceOrgPaths.
//
// known are the accesses from outside; what everybody has is not said again of
// every service.
func (e *external) services(known []Access) (out []Access) {
	s := e.subject
	if !e.trust.Services || s.Policy == nil || s.Type == typeRole {
		return nil
	}
	q := e.question(s.Policy)
	q.services = true
	for _, a := range q.access() {
		if a.Principal == "*" {
			a.Actions = slices.DeleteFunc(a.Actions, func(action string) bool { return everybodys(known, &a, action) })
		}
		if len(a.Actions) == 0 {
			continue
		}
		if s.Type == typeBucket {
			a.Source = SourcePolicy
		}
		out = append(out, a)
	}
	return out
}

// everybodys tells whether anyone from outside has an action under the same
// conditions, or fewer.
func everybodys(known []Access, a *Access, action string) bool {
	return slices.ContainsFunc(known, func(o Access) bool {
		return o.Kind == "AWS" && o.Principal == "*" && slices.Contains(o.Actions, action) && within(o.Condition, a.Condition)
	})
}

// outside describes the requests in question.
func (q *policyQuestion) outside(docs []*policy.Document) *policy.Document {
	if q.services {
		return q.trust.behind(q.subject.Account, docs)
	}
	return q.trust.outside(q.subject.Account, docs, q.fixed)
}

// behind describes what services do on behalf of outsiders. A service tells for
// whom it acts where a policy asks; that it tells an organization is not said,
// as not every account is in one.
func (t *Trust) behind(owner string, docs []*policy.Document) *policy.Document {
	used, set := make(map[string]bool), sets(docs)
	eachCondition(docs, func(_ *policy.Document, c *policy.Condition) { used[authz.FoldKey(c.Key)] = true })
	inside := t.mentioned(owner, docs)
	b := block{}
	add := func(operator, key string, values ...string) {
		folded := authz.FoldKey(key)
		if !used[folded] {
			return
		}
		if set[folded] {
			operator = "ForAllValues:" + operator
		}
		b.add(operator, folded, values...)
	}
	told := func(key string) {
		if folded := authz.FoldKey(key); used[folded] {
			b.add("Null", folded, "false")
		}
	}
	for _, key := range []string{"aws:SourceAccount", "aws:SourceOwner"} {
		told(key)
		add("StringNotEquals", key, inside...)
	}
	told("aws:SourceArn")
	for _, account := range inside {
		add("ArnNotLike", "aws:SourceArn", "arn:*:*:*:"+account+":*")
	}
	add("StringNotEquals", "aws:SourceOrgID", t.Organizations...)
	for _, org := range t.Organizations {
		add("StringNotLike", "aws:SourceOrgPaths", org+"/*")
	}
	told("aws:PrincipalIsAWSService")
	add("StringEqualsIgnoreCase", "aws:PrincipalIsAWSService", "true")
	return statement(map[string]any{"Condition": b})
}

// callers makes the axis of who asks.
func (q *policyQuestion) callers(p *symbolic.Problem, docs []*policy.Document) *axis {
	if !q.services {
		return callers(p, docs)
	}
	a := &axis{predicates: []predicate{{kind: "Service", text: "*", callers: symbolic.OnlyService}}}
	for _, name := range servicesIn(docs) {
		rule := p.Perimeter(statement(map[string]any{"Principal": map[string]string{"Service": name}})).Rules[0]
		a.predicates = append(a.predicates, predicate{rule: rule, kind: "Service", text: name, callers: symbolic.OnlyService})
	}
	eachCondition(docs, func(_ *policy.Document, c *policy.Condition) {
		for _, v := range c.Values {
			if authz.FoldKey(c.Key) == "aws:principalservicename" && !strings.ContainsAny(v.Text, "*?$") {
				rule := p.Perimeter(statement(map[string]any{"Condition": block{"StringEquals": {"aws:principalservicename": {v.Text}}}})).Rules[0]
				a.predicates = append(a.predicates, predicate{rule: rule, kind: "Service", text: v.Text, callers: symbolic.OnlyService})
			}
		}
	})
	return a
}

// servicesIn lists the services that documents name, in the order of the text.
func servicesIn(docs []*policy.Document) (out []string) {
	for _, d := range docs {
		eachPrincipal(d, func(v policy.PrincipalValue) {
			if v.Type == policy.PrincipalService && v.Text != "*" && !slices.Contains(out, v.Text) {
				out = append(out, v.Text)
			}
		})
	}
	return out
}
