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

// A stack asks of a set of requests what eval decides of one: may a principal
// do an action on some of the resources, in some context? What is known of
// principal and context has been put to the statements by eval; the reasoner
// decides what is left open, over all layers at once.
//
// Precision: exact where Undetermined is empty.
type stack struct {
	program *eval.Program
	// request gives the principal and what is known of the context.
	request authz.Request
	bearing eval.Bearing
	problem *symbolic.Problem

	identity, boundary, session, endpoint []*ruling
	scp, rcp                              [][]*ruling
	direct, limited, delegated            [2][]*ruling // of the resource's policy, and of the one behind it
	granted                               grantRulings
	denies, rcpDenies                     []*ruling

	which, pins []*symbolic.Rule // which is the action on the resources
	keys        []string         // folded, that what is left open is about
	// mixed is a key that policies take for one value and for several; facts
	// tells what is not known of the world rather than of the request.
	mixed string
	facts string
}

type grantRulings struct{ direct, limited, delegated []*ruling }

// A ruling is a statement, or a grant, with what eval left open of it.
type ruling struct {
	*eval.Reading
	rule *symbolic.Rule
	open []policy.Condition
	// only demands the open conditions alone; of Denies.
	only *symbolic.Rule
	// grant is what grants, if no statement does.
	grant *authz.Grant
}

// newStack takes apart what bears on one action of a request's principal on
// resources: ARNs, written by exactly, and patterns of them; the request's own
// resource is one of them.
func newStack(p *eval.Program, req *authz.Request, resources []string, c *catalog.Catalog) *stack {
	q := &stack{program: p, request: *req, bearing: p.Bear(req)}
	q.problem = symbolic.New(symbolic.Options{Resource: req.Resource, Types: func(key string) symbolic.KeyType {
		k, ok := c.ConditionKey("", key)
		if !ok {
			return symbolic.KeyUnknown
		}
		return symbolic.KeyType(k.Type)
	}})
	q.own()
	q.sides()
	q.which = []*symbolic.Rule{q.problem.Perimeter(target(req.Action, resources)).Rules[0]}
	q.pin()
	return q
}

// target is a statement about one action on some resources.
func target(action string, resources []string) *policy.Document {
	d := bare(policy.Version2012, nil)
	s := &d.Statements[0]
	s.Action.Values = []policy.Value{{Text: action}}
	s.Resource.Values = nil
	for _, r := range resources {
		s.Resource.Values = append(s.Resource.Values, policy.Value{Text: r})
	}
	return d
}

// exactly writes an ARN as the pattern that matches it alone.
func exactly(arn string) string {
	return strings.NewReplacer("*", "${*}", "?", "${?}", "$", "${$}").Replace(arn)
}

// own reads the caller's own layers.
func (q *stack) own() {
	b := &q.bearing
	q.scp, q.rcp = make([][]*ruling, b.SCPLevels), make([][]*ruling, b.RCPLevels)
	for i := range b.Readings {
		switch r := &b.Readings[i]; r.Layer {
		case authz.LayerIdentity:
			q.take(r, q.problem.Identity, "", &q.identity, &q.denies)
		case authz.LayerBoundary:
			q.take(r, q.problem.Identity, "", &q.boundary, &q.denies)
		case authz.LayerSession:
			q.take(r, q.problem.Identity, "", &q.session, &q.denies)
		case authz.LayerEndpoint:
			q.take(r, q.problem.Perimeter, "", &q.endpoint, &q.denies)
		case authz.LayerSCP:
			q.take(r, q.problem.Identity, "", &q.scp[r.Level], &q.denies)
		case authz.LayerRCP:
			q.take(r, q.problem.Perimeter, "", &q.rcp[r.Level], &q.rcpDenies)
		case authz.LayerNone, authz.LayerResource, authz.LayerGrant, authz.LayerACL, authz.LayerPublicAccessBlock:
			// not the caller's own
		}
	}
}

// sides reads what stands at the resources.
func (q *stack) sides() {
	for i := range q.bearing.Sides {
		s := &q.bearing.Sides[i]
		for j := range s.Policy {
			doubt := ""
			if i > 0 {
				doubt = throughDoor(&s.Policy[j], s)
			}
			q.admitting(&s.Policy[j], i, doubt)
		}
	}
	for i := range q.bearing.Sides {
		s := &q.bearing.Sides[i]
		for j := range s.Grants {
			g := &s.Grants[j]
			q.granted.direct = append(q.granted.direct, q.grant(g, g.Direct)...)
			q.granted.limited = append(q.granted.limited, q.grant(g, g.Limited)...)
			q.granted.delegated = append(q.granted.delegated, q.grant(g, g.Delegated)...)
		}
	}
}

// admitting reads a statement of a resource's policy once for each way in which
// it names the caller.
func (q *stack) admitting(a *eval.Admitting, side int, doubt string) {
	var none []*ruling
	any := a.Direct.Or(a.Limited).Or(a.Delegated)
	q.take(&a.Reading, q.problem.Resource, whose(any, doubt), &none, &q.denies)
	if len(none) == 0 {
		return
	}
	for _, way := range []struct {
		t    authz.Tri
		into *[]*ruling
	}{{a.Direct, &q.direct[side]}, {a.Limited, &q.limited[side]}, {a.Delegated, &q.delegated[side]}} {
		if way.t != authz.False {
			var twice []*ruling
			q.take(&a.Reading, q.problem.Resource, whose(way.t, doubt), way.into, &twice)
		}
	}
}

// whose adds to a doubt that a statement may not be about the caller.
func whose(t authz.Tri, doubt string) string {
	if t == authz.Maybe {
		return "the caller is who the policy names by a session or id that is not known"
	}
	return doubt
}

// take reads a statement that covers the action into its layer's lists.
func (q *stack) take(r *eval.Reading, add func(*policy.Document) *symbolic.Policy, doubt string, allows, denies *[]*ruling) {
	if !r.Covers(q.request.Action) {
		return
	}
	one := &ruling{Reading: r}
	for _, at := range r.OpenAt {
		one.open = append(one.open, r.Statement.Conditions[at])
	}
	version := r.Policy.Document.Version
	s, why := q.reduce(one, version)
	doubt = either(doubt, why)
	p := add(&policy.Document{Version: version, Statements: []policy.Statement{s}})
	one.rule = p.Rules[0]
	if doubt != "" {
		one.rule.Doubt, q.facts = doubt, doubt
	}
	if len(p.Allows) > 0 {
		*allows = append(*allows, one)
	}
	if len(p.Denies) > 0 {
		one.only = q.problem.Perimeter(bare(version, s.Conditions)).Rules[0]
		*denies = append(*denies, one)
	}
	q.note(&s, version)
}

// reduce leaves of a statement what is open. What hangs on something that
// nobody read is in doubt; of a Deny it is left out, so that the Deny reaches
// as far as it may.
func (q *stack) reduce(r *ruling, version string) (s policy.Statement, doubt string) {
	s = *r.Statement
	s.Principal, s.Conditions = policy.PrincipalClause{}, nil
	for _, c := range r.open {
		why := q.fact(c.Key)
		for _, v := range c.Values {
			why += q.factIn(v.Text, version)
		}
		if why == "" || r.Allow {
			s.Conditions = append(s.Conditions, c)
		}
		doubt += why
	}
	for _, v := range s.Resource.Values {
		if why := q.factIn(v.Text, version); why != "" {
			doubt += why
			if !r.Allow {
				s.Resource = policy.Clause{Present: true, Values: []policy.Value{{Text: "*"}}}
				break
			}
		}
	}
	return s, doubt
}

// bare is a statement of conditions alone.
func bare(version string, conditions []policy.Condition) *policy.Document {
	all := policy.Clause{Present: true, Values: []policy.Value{{Text: "*"}}}
	return &policy.Document{Version: version, Statements: []policy.Statement{{
		Effect: policy.EffectAllow, Action: all, Resource: all, Conditions: conditions,
	}}}
}

// note collects the keys of what is left open, those of variables included.
func (q *stack) note(s *policy.Statement, version string) {
	add := func(key string) {
		if folded := authz.FoldKey(key); !slices.Contains(q.keys, folded) {
			q.keys = append(q.keys, folded)
		}
	}
	for i := range s.Conditions {
		add(s.Conditions[i].Key)
		for _, v := range s.Conditions[i].Values {
			eachVariable(v.Text, version, add)
		}
	}
	for _, v := range s.Resource.Values {
		eachVariable(v.Text, version, add)
	}
}

// eachVariable calls use with the key of each policy variable in a text.
func eachVariable(text, version string, use func(key string)) {
	if version != policy.Version2012 || !policy.HasVariable(text) {
		return
	}
	for _, part := range policy.SplitVariables(text) {
		if part.Kind == policy.SegmentVariable {
			use(part.Text)
		}
	}
}

func (q *stack) factIn(text, version string) (why string) {
	eachVariable(text, version, func(key string) {
		if why == "" {
			why = q.fact(key)
		}
	})
	return why
}

// fact says of a key that nobody read what it is about: not the request but the
// caller's or the resource's own properties.
func (q *stack) fact(key string) string {
	folded := authz.FoldKey(key)
	about := strings.HasPrefix(folded, "aws:resourcetag/") || strings.HasPrefix(folded, "aws:principaltag/") ||
		strings.HasPrefix(folded, "aws:principalorg") || strings.HasPrefix(folded, "aws:resourceorg") || folded == "aws:resourceaccount"
	if about && q.program.Value(&q.request, folded).State == authz.Undetermined {
		return "the value of " + key + " was not read"
	}
	return ""
}
