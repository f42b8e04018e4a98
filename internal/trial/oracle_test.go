package trial

import (
	"bytes"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/casefile"
	"sightline/internal/oracle"
)

const defaultCases = 20_000

// TestAgainstOracle asks both engines the same random cases. A disagreement is
// shrunk and printed in the case format, ready to be saved as a case.
func TestAgainstOracle(t *testing.T) {
	cases, seed := setting(t, "SIGHTLINE_CASES", defaultCases), uint64(setting(t, "SIGHTLINE_SEED", 1))
	workers := runtime.GOMAXPROCS(0)
	t.Logf("%d cases, seed %d, %d workers", cases, seed, workers)
	parts := make([]*oracle.Distribution, workers)
	var wg sync.WaitGroup
	for w := range workers {
		parts[w] = &oracle.Distribution{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			rng := rand.New(rand.NewPCG(seed, uint64(w)))
			for range share(cases, workers, w) {
				compare(t, rng, parts[w])
			}
		}()
	}
	wg.Wait()
	total := &oracle.Distribution{}
	for _, p := range parts {
		total.Merge(p)
	}
	t.Log("\n" + total.Table())
	for _, s := range total.Shortfalls() {
		t.Errorf("the generator falls short: %s", s)
	}
}

func share(total, workers, w int) int {
	n := total / workers
	if w < total%workers {
		n++
	}
	return n
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

func compare(t *testing.T, rng *rand.Rand, d *oracle.Distribution) {
	if t.Failed() {
		return
	}
	c := oracle.Generate(rng)
	want := oracle.Decide(c)
	d.Add(c, want)
	got, err := evaluate(c)
	if err != nil {
		t.Errorf("the evaluator does not take a case: %v\n%s", err, text(c))
		return
	}
	if agrees(got, want) {
		return
	}
	small := oracle.Minimise(c, func(c oracle.Case) bool {
		got, err := evaluate(c)
		return err == nil && !agrees(got, oracle.Decide(c))
	})
	got, _ = evaluate(small)
	t.Errorf("evaluator %s by %q, oracle %+v\n%s", got.Decision, got.DecidedBy, oracle.Decide(small), text(small))
}

func agrees(got authz.Explanation, want oracle.Result) bool {
	return got.Decision.String() == want.Decision && (want.DecidedBy == "" || string(got.DecidedBy) == want.DecidedBy)
}

// evaluate goes the way of a user's case: through its text.
func evaluate(c oracle.Case) (authz.Explanation, error) {
	raw, err := oracle.Marshal(c)
	if err != nil {
		return authz.Explanation{}, err
	}
	cases, err := casefile.Read("case", bytes.NewReader(raw))
	if err != nil {
		return authz.Explanation{}, err
	}
	stack, req, err := cases[0].Question()
	if err != nil {
		return authz.Explanation{}, err
	}
	program := eval.New().Compile(stack)
	e := program.Explain(req)
	if d := program.Decide(req); d != e.Decision {
		e.Decision = authz.Unknown // the ways of asking must agree
	}
	denied := e.Decision == authz.ExplicitlyDenied || e.Decision == authz.ImplicitlyDenied
	if program.Refuses(req) != denied {
		e.Decision = authz.Unknown
	}
	return e, nil
}

func text(c oracle.Case) string {
	raw, _ := oracle.Marshal(c)
	return string(raw)
}
