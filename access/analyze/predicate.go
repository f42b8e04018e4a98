package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A predicate is one value that policies name for the caller or for a narrowing
// key; without a rule it is "anyone" or "anything".
type predicate struct {
	rule *symbolic.Rule
	// kind and text are what a finding says: the type of principal, or the key.
	kind, text string
	callers    symbolic.Callers
	kids       []int // the next narrower predicates of the dimension
}

// An axis is the caller or one narrowing key, with its predicates. The first
// is the top.
type axis struct {
	key        string // empty for the caller
	predicates []predicate
	under      [][]bool // under[i][j]: i is j or narrower
	// below are the callers that only predicates below the top cover.
	below symbolic.Callers
}

// named collects what documents name, without repetition, in the order of
// the text.
func named(docs []*policy.Document) []predicate {
	var out []predicate
	for _, d := range docs {
		for i := range d.Statements {
			for _, v := range d.Statements[i].Principal.Values {
				p := principalPredicate(v)
				if p.kind != "" && !slices.ContainsFunc(out, func(o predicate) bool { return o.kind == p.kind && o.text == p.text }) {
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// principalPredicate names a principal as findings do: an account by its id.
// Services are no predicates; a star is the top.
func principalPredicate(v policy.PrincipalValue) predicate {
	switch {
	case v.Text == "*":
		return predicate{}
	case v.Type == policy.PrincipalFederated:
		return predicate{kind: "Federated", text: v.Text, callers: symbolic.OnlyFederated}
	case v.Type == policy.PrincipalCanonicalUser:
		return predicate{kind: "CanonicalUser", text: v.Text, callers: symbolic.OnlyCanonicalUser}
	case v.Type != policy.PrincipalAWS:
		return predicate{}
	}
	text := v.Text
	if parts := strings.SplitN(text, ":", 6); len(parts) == 6 && parts[2] == "iam" && parts[5] == "root" {
		text = parts[4]
	}
	return predicate{kind: "AWS", text: text, callers: symbolic.OnlyAWS}
}

// callers makes the axis of callers.
func callers(p *symbolic.Problem, docs []*policy.Document) *axis {
	a := &axis{
		predicates: []predicate{{kind: "AWS", text: "*", callers: symbolic.OnlyAWS | symbolic.OnlyAnonymous}},
		below:      symbolic.OnlyFederated | symbolic.OnlyCanonicalUser,
	}
	for _, n := range named(docs) {
		n.rule = p.Perimeter(statement(map[string]any{"Principal": map[string]string{n.kind: n.text}})).Rules[0]
		a.predicates = append(a.predicates, n)
	}
	return a
}

// keys makes the axes of the narrowing keys that documents use, in the order of
// the text.
func keys(p *symbolic.Problem, docs []*policy.Document, fixed map[string]string) (out []*axis) {
	set := sets(docs)
	eachCondition(docs, func(d *policy.Document, c *policy.Condition) {
		folded := authz.FoldKey(c.Key)
		for _, v := range c.Values {
			v.Text = known(v.Text, d.HasVariables(), fixed)
			if !narrowing(c.Operator, c.Key, v.Text, d.HasVariables()) {
				continue
			}
			at := slices.IndexFunc(out, func(a *axis) bool { return authz.FoldKey(a.key) == folded })
			if at < 0 {
				at = len(out)
				out = append(out, &axis{key: c.Key, predicates: []predicate{{}}})
			}
			a := out[at]
			if slices.ContainsFunc(a.predicates, func(o predicate) bool { return o.rule != nil && o.text == v.Text }) {
				continue
			}
			rule := p.Perimeter(statement(map[string]any{"Condition": block{positive(c, set[folded]): {folded: {v.Text}}}})).Rules[0]
			a.predicates = append(a.predicates, predicate{rule: rule, kind: a.key, text: v.Text})
		}
	})
	return out
}

// known puts the value in for a text that is one variable of which every
// request has the same.
func known(text string, variables bool, fixed map[string]string) string {
	if !variables || !policy.HasVariable(text) {
		return text
	}
	parts := policy.SplitVariables(text)
	for key, value := range fixed {
		if len(parts) == 1 && parts[0].Kind == policy.SegmentVariable && strings.EqualFold(parts[0].Text, key) {
			return value
		}
	}
	return text
}

// order finds which predicates lie under which. Of equal ones the first is
// kept. To be asked once all policies are known to the problem.
func (a *axis) order(p *symbolic.Problem) {
	includes := func(outer, inner *predicate) bool {
		if outer.rule == nil || inner.rule == nil {
			return outer.rule == nil
		}
		q := symbolic.Query{All: []*symbolic.Rule{inner.rule}, None: []*symbolic.Rule{outer.rule}, Callers: inner.callers}
		return p.Solve(q).Verdict == symbolic.Proved
	}
	keep := a.predicates[:0:0]
	for i := range a.predicates {
		twin := func(o predicate) bool { return includes(&o, &a.predicates[i]) && includes(&a.predicates[i], &o) }
		if !slices.ContainsFunc(keep, twin) {
			keep = append(keep, a.predicates[i])
		}
	}
	a.predicates = keep
	n := len(keep)
	a.under = make([][]bool, n)
	for i := range n {
		a.under[i] = make([]bool, n)
		for j := range n {
			a.under[i][j] = i == j || includes(&keep[j], &keep[i])
		}
	}
	for i := range n {
		for j := range n {
			if a.strictly(j, i) && !a.between(j, i) {
				keep[i].kids = append(keep[i].kids, j)
			}
		}
	}
}

func (a *axis) strictly(i, j int) bool { return i != j && a.under[i][j] && !a.under[j][i] }

// between tells whether a third predicate lies between two.
func (a *axis) between(low, high int) bool {
	for k := range a.predicates {
		if a.strictly(low, k) && a.strictly(k, high) {
			return true
		}
	}
	return false
}
