package smt

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/internal/questions"
)

// TestGenerated asks generated questions. The evaluator must allow and deny as
// each model says, no sampled request may contradict a proof, and what was only
// narrowed must be proved. SIGHTLINE_QUESTIONS and SIGHTLINE_SEED change them.
func TestGenerated(t *testing.T) {
	c := &tally{t: t, solver: solver(t)}
	count, seed := setting(t, "SIGHTLINE_QUESTIONS", 25), setting(t, "SIGHTLINE_SEED", 1)
	for _, kind := range []policy.Kind{policy.KindIdentity, policy.KindResource} {
		rng := rand.New(rand.NewPCG(uint64(seed), uint64(kind)))
		verdicts := make(map[Verdict]int)
		for range count {
			q := questions.Pair(rng, kind, 1+rng.IntN(6))
			verdicts[c.generated(rng, q)]++
		}
		t.Logf("kind %d, seed %d: %v", kind, seed, verdicts)
	}
	c.report(t, 2*count, 2*count-count/10)
}

func setting(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: must be a positive number", name, text)
	}
	return n
}

func (c *tally) generated(rng *rand.Rand, q questions.Question) Verdict {
	kind := Identity
	if q.Kind == policy.KindResource {
		kind = Resource
	}
	s, err := NoNewAccess(kind, q.Existing, q.New)
	if c.refusal(err) {
		return ""
	}
	v := c.ask(s.Whole, q.New, q.Existing)
	if v == Satisfiable && q.Narrowed || v == Unsatisfiable && contradicted(rng, q) {
		c.t.Errorf("cvc5 says %s\nexisting %s\nnew %s", v, q.Existing.Raw, q.New.Raw)
	}
	return v
}

// contradicted looks for a request that the new policy allows and the existing
// one does not.
func contradicted(rng *rand.Rand, q questions.Question) bool {
	engine, sampler := eval.New(), questions.NewSampler(q)
	old, changed := engine.Compile(questions.Stack(q.Kind, q.Existing)), engine.Compile(questions.Stack(q.Kind, q.New))
	for range 2000 {
		req := sampler.Request(rng)
		if !changed.Refuses(req) && old.Refuses(req) {
			return true
		}
	}
	return false
}
