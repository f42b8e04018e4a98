package questions

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"sightline/iam/policy"
)

// Pair makes a question about new access: an existing policy of so many
// statements, and a new one made from it by about as many steps. In 40 of a
// hundred pairs all of them narrow, in the others some widen, too, so that about
// half of all give new access.
func Pair(rng *rand.Rand, kind policy.Kind, statements int) Question {
	existing := drawDraft(rng, kind, statements)
	changed := existing.clone()
	q := Question{Kind: kind, Narrowed: chance(rng, 40), Existing: existing.document()}
	for range max(1, statements/2) + rng.IntN(statements+1) {
		changed = narrow(rng, changed)
	}
	if !q.Narrowed {
		for range 2 + rng.IntN(2+statements/10) {
			changed = widen(rng, kind, changed)
		}
	}
	rng.Shuffle(len(changed), func(i, j int) { changed[i], changed[j] = changed[j], changed[i] })
	q.New = changed.document()
	q.Name = fmt.Sprintf("%d statements, narrowed %v", statements, q.Narrowed)
	return q
}

// drawDraft makes a policy. One statement in five is a Deny, but not the first.
func drawDraft(rng *rand.Rand, kind policy.Kind, statements int) (d draft) {
	for i := range statements {
		s := drawStatement(rng, kind)
		s.deny = i > 0 && chance(rng, 20)
		if s.deny && chance(rng, 25) {
			s.notAction = true
		}
		d = append(d, s)
	}
	return d
}

func drawStatement(rng *rand.Rand, kind policy.Kind) (s statement) {
	s.actions = some(rng, func() string { return drawAction(rng) })
	s.resources = some(rng, func() string { return drawResource(rng) })
	s.notResource = chance(rng, 10)
	if kind == policy.KindResource {
		for range 1 + rng.IntN(2) {
			s.principals = append(s.principals, drawPrincipal(rng))
		}
	}
	for range rng.IntN(3) {
		if c := drawCondition(rng); !s.has(c.operator, c.key) {
			s.conditions = append(s.conditions, c)
		}
	}
	if s.isEverything() {
		s.actions = []string{one(rng, services()) + ":*"}
	}
	return s
}

// isEverything tells whether a statement is about all requests: it would make
// the rest of its policy idle.
func (s statement) isEverything() bool {
	return slices.Contains(s.actions, "*") && slices.Contains(s.resources, "*") && len(s.conditions) == 0
}
