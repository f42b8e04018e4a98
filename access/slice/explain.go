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

// conditions lists the tests that the decision rests or hangs on.
func (t *told) conditions() []ConditionText {
	out := []ConditionText{}
	seen := make(map[string]bool)
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		if !t.bears(s) {
			continue
		}
		for j := range s.Conditions {
			c := &s.Conditions[j]
			one := ConditionText{Text: word(s.Effect == "Deny", "unless ", "if ") + plainTest(c), Key: c.Key, Holds: c.Holds}
			if key := one.Text + one.Holds; !seen[key] {
				seen[key] = true
				out = append(out, one)
			}
		}
		if text := openWords(s); s.Verdict == authz.VerdictUnknown && len(s.Conditions) == 0 && !seen[text] {
			seen[text] = true
			out = append(out, ConditionText{Text: text, Holds: "unknown"})
		}
	}
	return out
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
