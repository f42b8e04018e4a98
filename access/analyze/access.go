package analyze

import (
	"maps"
	"slices"

	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// An Access is one finding's worth of access from outside.
type Access struct {
	// Principal: type (AWS, Federated, CanonicalUser, Service) and who.
	Kind, Principal string
	Actions         []string
	// Condition maps the narrowing keys, as written, to their values.
	Condition map[string]string
	Public    bool
	Source    string // of buckets: one of the Source constants
	// AccessPoint is its ARN, or the account of foreign ones.
	AccessPoint string
	// By are the statements that grant it; none for lists, grants and sharing.
	By []Statement
	// Request shows the access; nil where nobody could tell: then Undetermined
	// says why.
	Request      *symbolic.Request
	Undetermined string
	// Note says what makes the access worse than it looks; usually empty.
	Note string
	// shown has a request for each class of actions.
	shown []shown
}

// A shown request stands for actions that nothing tells apart.
type shown struct {
	actions []string
	request *symbolic.Request
}

// A Statement is a place in a policy.
type Statement struct {
	Layer     authz.Layer
	Policy    *authz.Policy
	Statement *policy.Statement
}

// The sources of access to a bucket.
// Source: IAM Access Analyzer API Reference, FindingSource.
const (
	SourcePolicy             = "POLICY"
	SourceACL                = "BUCKET_ACL"
	SourceAccessPoint        = "S3_ACCESS_POINT"
	SourceAccessPointAccount = "S3_ACCESS_POINT_ACCOUNT"
)

// policyQuestion is a resource-based policy with what stands around it.
type policyQuestion struct {
	subject *Subject
	trust   *Trust
	catalog *catalog.Catalog
	facts   *authz.Facts
	// policy grants; with is a second policy that must allow as well: the
	// bucket's, for an access point.
	policy, with *authz.Policy
	layer        authz.Layer
	// resources are the ARNs that the policies mean.
	resources []string
	// fixed are keys that every request carries.
	fixed map[string]string
	// services asks for services of AWS on behalf of outsiders, and not for
	// outsiders themselves.
	services bool
}

// access finds what a policy gives to outsiders.
func (q *policyQuestion) access() (out []Access) {
	docs := q.documents()
	actions := actionsOf(q.policy.Document, q.subject, q.catalog)
	if q.subject.Type == typeKey {
		actions = slices.DeleteFunc(actions, q.facts.OnlyGrants)
	}
	groups := classes(actions, docs, q.facts)
	p := symbolic.New(symbolic.Options{Callers: true, Types: q.keyType, Resource: q.resources[0], ActionsLike: q.catalog.Match})
	granting := p.Resource(q.policy.Document)
	l := lattice{problem: p, grants: granting.Allows, never: granting.Denies, fits: make(map[fit]bool)}
	l.base = []*symbolic.Rule{
		p.Perimeter(q.outside(docs)).Rules[0],
		p.Perimeter(statement(map[string]any{"Resource": q.resources, "Condition": q.pins()})).Rules[0],
	}
	if q.with != nil {
		with := p.Resource(q.with.Document)
		l.further, l.never = append(l.further, with.Allows), append(l.never, with.Denies...)
	}
	rcpFurther, rcpNever := q.rcp(p)
	l.axes = append([]*axis{q.callers(p, docs)}, keys(p, docs, q.fixed)...)
	var which []*symbolic.Rule
	for _, g := range groups {
		which = append(which, p.Perimeter(statement(map[string]any{"Action": g[0]})).Rules[0])
	}
	root := p.Perimeter(statement(map[string]any{"Condition": block{"ArnLike": {"aws:PrincipalArn": {"arn:*:iam::*:root"}}}})).Rules[0]
	for _, a := range l.axes {
		a.order(p)
	}
	base, further, never := l.base, l.further, l.never
	for i, group := range groups {
		l.base = append(slices.Clone(base), which[i])
		l.further, l.never, l.memo = further, never, make(map[string]meeting)
		l.signed = q.facts.NeedsCaller(group[0])
		if q.facts.RootRefused(group[0]) {
			l.never = append(slices.Clone(never), root)
		}
		if q.facts.RCPReachesAction(group[0]) {
			l.further, l.never = append(slices.Clone(further), rcpFurther...), append(slices.Clone(l.never), rcpNever...)
		}
		out = q.merge(out, &l, group)
	}
	return out
}

// documents are all that the question is about.
func (q *policyQuestion) documents() []*policy.Document {
	docs := []*policy.Document{q.policy.Document}
	if q.with != nil {
		docs = append(docs, q.with.Document)
	}
	for i := range q.subject.RCP {
		for j := range q.subject.RCP[i].Policies {
			docs = append(docs, q.subject.RCP[i].Policies[j].Document)
		}
	}
	return docs
}

// narrowed writes an access's conditions as documents compare them.
func narrowed(a *Access, docs []*policy.Document) block {
	b, set := block{}, sets(docs)
	for _, key := range slices.Sorted(maps.Keys(a.Condition)) {
		folded, done := authz.FoldKey(key), false
		eachCondition(docs, func(_ *policy.Document, c *policy.Condition) {
			here := authz.FoldKey(c.Key) == folded && slices.ContainsFunc(c.Values, func(v policy.Value) bool { return v.Text == a.Condition[key] })
			if here && !done {
				done = true
				b.add(positive(c, set[folded]), folded, a.Condition[key])
			}
		})
	}
	return b
}

// pins are the keys that every request carries, as conditions.
func (q *policyQuestion) pins() block {
	b := block{}
	for _, key := range slices.Sorted(maps.Keys(q.fixed)) {
		b.add("StringEquals", key, q.fixed[key])
	}
	return b
}

// rcp gives the levels that must each allow, and what they deny.
func (q *policyQuestion) rcp(p *symbolic.Problem) (further [][]*symbolic.Rule, never []*symbolic.Rule) {
	for i := range q.subject.RCP {
		var allows []*symbolic.Rule
		for j := range q.subject.RCP[i].Policies {
			one := p.Perimeter(q.subject.RCP[i].Policies[j].Document)
			allows, never = append(allows, one.Allows...), append(never, one.Denies...)
		}
		further = append(further, allows)
	}
	return further, never
}

// merge adds what a class of actions comes to; the same access for several
// classes is one.
func (q *policyQuestion) merge(out []Access, l *lattice, group []string) []Access {
	cubes, meetings, whole := l.irreducible()
	if !whole {
		cubes, meetings = l.bluntly()
	}
	for i, x := range cubes {
		a := q.describe(l, x, meetings[i])
		if !takes(a.Kind, a.Principal, group[0]) {
			continue
		}
		at := slices.IndexFunc(out, func(o Access) bool { return o.same(&a) })
		if at < 0 {
			a.Actions, a.shown = slices.Clone(group), []shown{{group, a.Request}}
			out = append(out, a)
			continue
		}
		o := &out[at]
		o.shown = append(o.shown, shown{group, a.Request})
		o.Actions = append(o.Actions, group...)
		for _, by := range a.By {
			if !slices.Contains(o.By, by) {
				o.By = append(o.By, by)
			}
		}
	}
	return out
}

// same tells whether two accesses differ at most in their actions.
func (a *Access) same(b *Access) bool {
	return a.Kind == b.Kind && a.Principal == b.Principal && maps.Equal(a.Condition, b.Condition) &&
		a.Public == b.Public && (a.Undetermined == "") == (b.Undetermined == "")
}

// describe puts a cube into the words of findings.
func (q *policyQuestion) describe(l *lattice, x cube, m meeting) Access {
	who := &l.axes[0].predicates[x[0]]
	a := Access{Kind: who.kind, Principal: who.text, Condition: map[string]string{}, Request: m.request, Undetermined: m.why}
	for i, axis := range l.axes {
		if p := &axis.predicates[x[i]]; i > 0 && p.rule != nil {
			a.Condition[p.kind] = p.text
		}
	}
	a.Public = who.rule == nil && len(a.Condition) == 0 && !q.services
	for _, r := range m.by {
		a.By = append(a.By, Statement{q.layer, q.policy, r.Statement})
	}
	return a
}

func (q *policyQuestion) keyType(key string) symbolic.KeyType {
	k, ok := q.catalog.ConditionKey("", key)
	if !ok {
		return symbolic.KeyUnknown
	}
	return symbolic.KeyType(k.Type)
}
