package analyze

import (
	"maps"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/eval"
	"sightline/iam/policy"
)

const encryptionContext = "kms:EncryptionContext:"

// grant reads what is left open of a grant's constraints as conditions.
// Source: KMS API Reference "GrantConstraints".
func (q *stack) grant(g *eval.GrantReading, who authz.Tri) []*ruling {
	if who == authz.False {
		return nil
	}
	r := &ruling{Reading: &eval.Reading{Layer: authz.LayerGrant, Allow: true}, grant: g.Grant}
	if g.Met == authz.Maybe {
		r.open = q.constraints(g)
	}
	d := bare("", r.open)
	r.rule = q.problem.Perimeter(d).Rules[0]
	if len(g.Grant.OtherConstraints) > 0 {
		r.rule.Doubt = "grant " + g.Grant.ID + " has a constraint that is not understood"
	}
	if who == authz.Maybe {
		r.rule.Doubt = "the caller is who the grant names by a session or id that is not known"
	}
	q.note(&d.Statements[0], "")
	return []*ruling{r}
}

// constraints are the tests of a grant whose keys nobody gave. A grant for an
// encryption context alone bears none of the other pairs that policies name.
func (q *stack) constraints(g *eval.GrantReading) (out []policy.Condition) {
	add := func(operator, key, value string) {
		if q.program.Value(&q.request, authz.FoldKey(key)).State == authz.Undetermined {
			o, _ := condition.Parse(operator)
			out = append(out, policy.Condition{Operator: o, Name: operator, Key: key, Values: []policy.Value{{Text: value}}})
		}
	}
	if g.Grant.SourceARN != "" && !g.Retires {
		add("StringEquals", "aws:SourceArn", g.Grant.SourceARN)
	}
	if !g.Constrained {
		return out
	}
	for _, pairs := range []map[string]string{g.Grant.ContextSubset, g.Grant.ContextEquals} {
		for _, name := range slices.Sorted(maps.Keys(pairs)) {
			add("StringEquals", encryptionContext+name, pairs[name])
		}
	}
	if g.Grant.ContextEquals == nil {
		return out
	}
	named := make(map[string]bool)
	for name := range g.Grant.ContextEquals {
		named[authz.FoldKey(encryptionContext+name)] = true
	}
	for _, key := range q.keys {
		if strings.HasPrefix(key, authz.FoldKey(encryptionContext)) && !named[key] {
			add("Null", key, "true")
		}
	}
	return out
}
