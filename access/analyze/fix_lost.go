package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// lost compares a policy before and after a change for all whom it should not
// touch: every account of the zone that the policies can tell apart, every
// inside principal and service that they name, and services that none names.
// Each principal and action is one question to the reasoner.
func lost(before, after *Subject, t *Trust, c *Change) (out []Loss, unsure []string) {
	old, fresh := c.policyOf(before), c.policyOf(after)
	if old == nil {
		return nil, nil
	}
	e := external{subject: before, trust: t, catalog: catalog.Embedded(), facts: authz.DefaultFacts()}
	q := e.question(old)
	p := symbolic.New(symbolic.Options{Callers: true, Types: q.keyType, Resource: before.ARN, ActionsLike: e.catalog.Match})
	was := p.Resource(old.Document)
	is := &symbolic.Policy{}
	docs := []*policy.Document{old.Document}
	if fresh != nil {
		is, docs = p.Resource(fresh.Document), append(docs, fresh.Document)
	}
	whom := insiders(p, t, before.Account, docs)
	groups := classes(actionsOf(old.Document, before, e.catalog), docs, e.facts)
	var which []*symbolic.Rule
	for _, g := range groups {
		which = append(which, p.Perimeter(statement(map[string]any{"Action": g[0]})).Rules[0])
	}
	return compare(p, whom, groups, which, was, is)
}

// compare asks for each principal and class of actions what is gone.
func compare(p *symbolic.Problem, whom []insider, groups [][]string, which []*symbolic.Rule, was, is *symbolic.Policy) (out []Loss, unsure []string) {
	for _, who := range whom {
		for i, group := range groups {
			a := gone(p, who, which[i], was, is)
			switch a.Verdict {
			case symbolic.Proved:
			case symbolic.Undetermined:
				unsure = append(unsure, who.name+" "+group[0]+": "+a.Why)
			default:
				for _, action := range group {
					out = append(out, Loss{who.name, action, a.Request})
				}
			}
		}
	}
	return out, unsure
}

// lostByBlock: a bucket whose public access is blocked lets in the owner's
// account and services alone, if its policy is public in S3's sense.
func lostByBlock(s *Subject, t *Trust) (out []Loss, unsure []string) {
	if s.Policy == nil || s.Block.RestrictPublicBuckets || !eval.PublicPolicy(s.Policy.Document) {
		return nil, nil
	}
	empty := *s
	empty.Policy = nil
	out, unsure = lost(s, &empty, t, &Change{})
	keeps := func(l Loss) bool {
		return l.Principal == s.Account || accountOf(l.Principal) == s.Account || l.Request.Caller.Kind == symbolic.CallerService
	}
	return slices.DeleteFunc(out, keeps), unsure
}

func (c *Change) policyOf(s *Subject) *authz.Policy {
	if c.AccessPoint == "" {
		return s.Policy
	}
	for i := range s.AccessPoints {
		if s.AccessPoints[i].ARN == c.AccessPoint {
			return s.AccessPoints[i].Policy
		}
	}
	return nil
}

// gone looks for a request that one policy allows and the other does not.
func gone(p *symbolic.Problem, who insider, action *symbolic.Rule, was, is *symbolic.Policy) symbolic.Answer {
	answer := symbolic.Answer{Verdict: symbolic.Proved}
	keep := func(a symbolic.Answer) bool {
		if a.Verdict != symbolic.Proved && answer.Request == nil {
			answer = a
		}
		return a.Request != nil
	}
	for _, allow := range was.Allows {
		q := symbolic.Query{All: []*symbolic.Rule{allow, who.rule, action}, Callers: who.callers}
		q.None = slices.Concat(was.Denies, is.Allows)
		if keep(p.Solve(q)) {
			return answer
		}
		for _, deny := range is.Denies {
			q.All, q.None = []*symbolic.Rule{allow, who.rule, action, deny}, was.Denies
			if keep(p.Solve(q)) {
				return answer
			}
		}
	}
	return answer
}

// calling describes the requests that identities of the zone make themselves:
// whoever is in the organization sends its id, and the keys that say on whose
// behalf a service acts are not there.
// Source: IAM User Guide "Global condition keys" (reference_policies_condition-keys),
// aws:PrincipalOrgID, aws:SourceArn, aws:SourceAccount, aws:SourceOrgID.
func (t *Trust) calling(docs []*policy.Document, set map[string]bool) block {
	b := block{}
	b.add(oneOf(set, "aws:principalorgid"), "aws:principalorgid", t.Organizations...)
	eachCondition(docs, func(_ *policy.Document, c *policy.Condition) {
		switch key := authz.FoldKey(c.Key); key {
		case "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths":
			if b["Null"][key] == nil {
				b.add("Null", key, "true")
			}
		}
	})
	return b
}

// oneOf is the operator that asks for a value of a key, as documents use it.
func oneOf(set map[string]bool, key string) string {
	if set[key] {
		return "ForAnyValue:StringEquals"
	}
	return "StringEquals"
}

// servesServices: a statement for everybody that asks on whose behalf a request
// is made is there for services of AWS, which send these keys.
// Source: IAM User Guide "The confused deputy problem" (confused-deputy).
func servesServices(st *policy.Statement) bool {
	return st.Effect == policy.EffectAllow && slices.ContainsFunc(st.Conditions, func(c policy.Condition) bool {
		switch strings.ToLower(c.Key) {
		case "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths":
			return !c.Operator.Negated
		}
		return false
	})
}

// An insider is somebody whose access a fix should keep.
type insider struct {
	name    string
	rule    *symbolic.Rule
	callers symbolic.Callers
}

// insiders lists whom policies can tell apart inside the zone: its accounts and
// their named identities, and services.
func insiders(p *symbolic.Problem, t *Trust, owner string, docs []*policy.Document) (out []insider) {
	set := sets(docs)
	within := t.calling(docs, set)
	forUs := block{}
	if len(t.Organizations) > 0 {
		forUs.add(oneOf(set, "aws:sourceorgid"), "aws:sourceorgid", t.Organizations...)
	} else {
		forUs.add(oneOf(set, "aws:sourceaccount"), "aws:sourceaccount", t.members(owner)...)
	}
	add := func(name, kind, text string, callers symbolic.Callers, b block) {
		if slices.ContainsFunc(out, func(o insider) bool { return o.name == name }) {
			return
		}
		elements := map[string]any{"Principal": map[string]string{kind: text}}
		if len(b) > 0 {
			elements["Condition"] = b
		}
		out = append(out, insider{name, p.Perimeter(statement(elements)).Rules[0], callers})
	}
	for _, account := range t.mentioned(owner, docs) {
		add(account, "AWS", account, symbolic.OnlyAWS, within)
	}
	for _, d := range docs {
		for i := range d.Statements {
			for _, v := range d.Statements[i].Principal.Values {
				switch n := principalPredicate(v); {
				case v.Text == "*" && servesServices(&d.Statements[i]):
					add("services of AWS", "Service", "*", symbolic.OnlyService, forUs)
				case v.Type == policy.PrincipalService && v.Text != "*":
					add(v.Text, "Service", v.Text, symbolic.OnlyService, nil)
				case n.kind == "AWS" && slices.Contains(t.members(owner), accountOf(n.text)):
					add(n.text, "AWS", n.text, symbolic.OnlyAWS, within)
				}
			}
		}
	}
	return out
}

// alive tells whether the statements that a change keeps still serve somebody
// of the zone, or a service: else it is better to remove them.
func alive(s *Subject, t *Trust, c *Change) bool {
	e := external{subject: s, trust: t, catalog: catalog.Embedded(), facts: authz.DefaultFacts()}
	q := e.question(c.policyOf(s))
	p := symbolic.New(symbolic.Options{Callers: true, Types: q.keyType, Resource: s.ARN})
	fresh := p.Resource(c.Document)
	whom := insiders(p, t, s.Account, []*policy.Document{c.policyOf(s).Document, c.Document})
	for _, at := range c.Statements {
		rule := fresh.Rules[at]
		serves := func(who insider) bool {
			return p.Solve(symbolic.Query{All: []*symbolic.Rule{rule, who.rule}, Callers: who.callers}).Verdict != symbolic.Proved
		}
		if !slices.ContainsFunc(whom, serves) {
			return false
		}
	}
	return true
}
