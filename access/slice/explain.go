package slice

import (
	"strings"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/iam/authz"
)

// Explain explains one request in sentences. The error says who or what does
// not exist.
func Explain(k *permission.Asker, r Request) (*Explained, error) {
	if r.Resource == "" {
		r.Resource = "*"
	}
	q, err := compile(k, r)
	if err != nil {
		return nil, err
	}
	return ExplainQuestion(k, q, r.Action), nil
}

// ExplainQuestion is Explain for a question that is compiled already.
func ExplainQuestion(k *permission.Asker, q *permission.Question, action string) *Explained {
	e := k.ExplainOutside(q, action)
	t := &told{k: k, q: q, e: e, action: spelled(k, action), verdict: permission.OutcomeOf(e)}
	t.principal = ThingOf(k.Snapshot, answer.CallerName(q.Principal))
	t.resource = ThingOf(k.Snapshot, q.Resource)
	if q.Resource == "*" {
		t.resource = Thing{Kind: ThingResource, Name: "any resource", ARN: "*", Detail: "the action works on no single resource"}
	}
	can := answer.CanOf(k, q, action, e)
	return &Explained{
		Can: &can, Sentence: t.sentence(), Verdict: t.verdict, Principal: t.principal, Resource: t.resource,
		Layers: t.layers(), Conditions: t.conditions(), Statements: t.statements(), Changes: t.changes(), Example: t.example(),
		Explanation: e,
	}
}

// spelled gives an action in AWS's spelling, if it is known.
func spelled(k *permission.Asker, action string) string {
	if name, ok := k.Catalog.Canonical(action); ok {
		return name
	}
	return action
}

// conditions lists what the decision asks of the request, and whether it is so.
func (t *told) conditions() []ConditionText {
	out := []ConditionText{}
	seen := make(map[ConditionText]bool)
	put := func(c ConditionText) {
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		if !t.bears(s) {
			continue
		}
		if s.Effect == "Deny" {
			t.conditionOfDeny(s, put)
		} else {
			for j := range s.Conditions {
				c := s.Conditions[j : j+1]
				put(ConditionText{accessIf(s, c), c[0].Key, c[0].Holds})
			}
		}
		if text := openWords(s); s.Verdict == authz.VerdictUnknown && text != "" {
			put(ConditionText{Text: text, Holds: "unknown"})
		}
	}
	return out
}

// conditionOfDeny: the tests of a Deny are one condition of access, which holds
// as soon as one of them does not.
func (t *told) conditionOfDeny(s *authz.Step, put func(ConditionText)) {
	for _, way := range [...]struct{ test, access string }{{"false", "true"}, {"unknown", "unknown"}, {"true", "false"}} {
		if tests := holding(s, way.test); len(tests) > 0 {
			put(ConditionText{accessIf(s, tests), tests[0].Key, way.access})
			return
		}
	}
}

// example is the request with the keys whose values are known.
func (t *told) example() Example {
	out := Example{Principal: answer.CallerName(t.q.Principal), Action: t.action, Resource: t.q.Resource, Context: make(map[string]any)}
	service, _, _ := strings.Cut(t.action, ":")
	for _, folded := range t.q.Context().Keys() {
		v, _ := t.q.Context().Get(folded)
		if v.State != authz.Present {
			continue
		}
		name := folded
		if info, ok := t.k.Catalog.ConditionKey(service, folded); ok && strings.EqualFold(info.Name, folded) {
			name = info.Name
		}
		if v.Multi {
			out.Context[name] = orEmpty(v.Values)
		} else {
			out.Context[name] = v.Values[0]
		}
	}
	return out
}
