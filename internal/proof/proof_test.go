package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"sightline/iam/authz"
	"sightline/iam/check"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/internal/casefile"
	"sightline/internal/questions"
	"sightline/internal/smt"
)

// Counts of `make test`; `make test-slow` raises them.
const (
	defaultQuestions = 15 // of each kind of policy
	samplesOfAProof  = 10_000
	// managedShare: one in so many managed questions is also asked of cvc5.
	managedShare = 40
	patience     = 20 * time.Second
)

// court holds the reasoner against cvc5, the evaluator and samples.
type court struct {
	t      *testing.T
	rng    *rand.Rand
	solver *smt.Solver // nil where there is none
	// proofs, refutations and what nobody could tell.
	passed, failed            int
	undetermined              []string
	refused, undecided, asked int
	slowest                   time.Duration
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

func newCourt(t *testing.T, stream uint64) *court {
	t.Helper()
	seed := uint64(setting(t, "SIGHTLINE_SEED", 1))
	c := &court{t: t, rng: rand.New(rand.NewPCG(seed, stream))}
	if fast() {
		t.Log("not compared with cvc5: SIGHTLINE_FAST=1")
		return c
	}
	c.solver = &smt.Solver{Limit: patience}
	if err := c.solver.Check(); err != nil {
		t.Fatal(err)
	}
	return c
}

// fast: no cvc5, fewer samples and only some of the managed questions.
func fast() bool { return os.Getenv("SIGHTLINE_FAST") == "1" }

func (c *court) report() {
	c.t.Helper()
	c.t.Logf("%d PASS, %d FAIL, %d undetermined; cvc5: %d asked, %d refused, %d undecided; the slowest took %v",
		c.passed, c.failed, len(c.undetermined), c.asked, c.refused, c.undecided, c.slowest)
	for _, name := range c.undetermined {
		c.t.Logf("undetermined: %s", name)
	}
}

// TestReasoner asks generated questions.
func TestReasoner(t *testing.T) {
	c := newCourt(t, 50)
	for range setting(t, "SIGHTLINE_QUESTIONS", defaultQuestions) {
		for _, kind := range []policy.Kind{policy.KindIdentity, policy.KindResource} {
			c.judge(questions.Pair(c.rng, kind, one(c.rng, 1, 2, 3, 4, 5, 6, 8, 12)), true)
		}
	}
	c.report()
	if 100*len(c.undetermined) > c.passed+c.failed {
		t.Errorf("more than one in a hundred generated questions is undetermined")
	}
}

func one(rng *rand.Rand, list ...int) int { return list[rng.IntN(len(list))] }

// TestReasonerOnManagedPolicies asks the fixed questions about AWS's policies.
func TestReasonerOnManagedPolicies(t *testing.T) {
	f, err := os.Open("../../testdata/managed-policies-new/policies.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := questions.Managed(f)
	if err != nil {
		t.Fatal(err)
	}
	c, share := newCourt(t, 51), setting(t, "SIGHTLINE_MANAGED", managedShare)
	for i, q := range list {
		if !fast() || i%10 == 0 {
			c.judge(q, c.rng.IntN(share) == 0)
		}
	}
	c.report()
	if 1000*len(c.undetermined) > len(list) {
		t.Errorf("%d of %d are undetermined, want one in a thousand at most", len(c.undetermined), len(list))
	}
}

// TestReasonerOnAdversarialQuestions demands an end, whatever it is.
func TestReasonerOnAdversarialQuestions(t *testing.T) {
	c := newCourt(t, 52)
	if c.solver != nil {
		c.solver.Limit = 2 * time.Second
	}
	for _, q := range questions.Adversarial() {
		before := c.slowest
		c.slowest = 0
		c.judge(q, true)
		t.Logf("%s: %v", q.Name, c.slowest)
		c.slowest = max(c.slowest, before)
	}
	c.report()
	if c.slowest > time.Minute {
		t.Errorf("a question took %v", c.slowest)
	}
}

// judge asks one question and holds the answer against all others.
func (c *court) judge(q questions.Question, solve bool) {
	c.t.Helper()
	start := time.Now()
	a := ask(q)
	c.slowest = max(c.slowest, time.Since(start))
	switch a.Result {
	case check.Pass:
		c.passed++
		c.sample(q)
	case check.Fail:
		c.failed++
		c.replayAll(q, a)
	default:
		c.undetermined = append(c.undetermined, q.Name+": "+a.Message)
	}
	if q.Narrowed && a.Result == check.Fail {
		c.fault(q, "FAIL of what was only narrowed")
	}
	if solve && c.solver != nil {
		c.compare(q, a)
	}
}

func kindOf(q questions.Question) (check.Kind, smt.Kind) {
	if q.Kind == policy.KindResource {
		return check.Resource, smt.Resource
	}
	return check.Identity, smt.Identity
}

func ask(q questions.Question) check.Answer {
	kind, _ := kindOf(q)
	if q.Existing == nil {
		return check.AccessNotGranted(q.New, q.Actions, q.Resources, check.Options{Kind: kind})
	}
	return check.NoNewAccess(q.Existing, q.New, check.Options{Kind: kind})
}

// fault prints a question with which something is wrong.
func (c *court) fault(q questions.Question, format string, args ...any) {
	c.t.Helper()
	old := "none"
	if q.Existing != nil {
		old = string(q.Existing.Raw)
	}
	c.t.Errorf("%s: %s\nexisting %s\nnew %s", q.Name, fmt.Sprintf(format, args...), old, q.New.Raw)
}

// programs compiles both sides. Questions about granted access have one.
func programs(q questions.Question) (old, changed *eval.Program) {
	engine := eval.New()
	if q.Existing != nil {
		old = engine.Compile(questions.Stack(q.Kind, q.Existing))
	}
	return old, engine.Compile(questions.Stack(q.Kind, q.New))
}

// sample looks for a request that contradicts a proof.
func (c *court) sample(q questions.Question) {
	c.t.Helper()
	if q.Existing == nil {
		return // actions are drawn from the policy: few would be the one asked about
	}
	old, changed := programs(q)
	sampler := questions.NewSampler(q)
	for range samples() {
		req := sampler.Request(c.rng)
		if changed.Decide(req) == authz.Allowed && old.Decide(req) != authz.Allowed {
			c.fault(q, "PASS, but the new policy alone allows %+v", *req)
			return
		}
	}
}

// replayAll lets the evaluator decide every witness.
func (c *court) replayAll(q questions.Question, a check.Answer) {
	c.t.Helper()
	old, changed := programs(q)
	for _, r := range a.Reasons {
		if r.Witness == nil {
			continue // a statement of which it cannot be told
		}
		req, err := requestOf(q, r.Witness)
		if err != nil {
			c.fault(q, "the witness %+v is no request: %v", *r.Witness, err)
			return
		}
		if changed.Decide(req) != authz.Allowed || old != nil && old.Decide(req) == authz.Allowed {
			c.fault(q, "the evaluator says otherwise of the witness %+v", *r.Witness)
		}
		if r.Witness.Statement != r.StatementIndex {
			c.fault(q, "the witness of statement %d is of %d", r.StatementIndex, r.Witness.Statement)
		}
	}
}

// requestOf goes the way of a case's witness: through its text.
func requestOf(q questions.Question, w *check.Witness) (*authz.Request, error) {
	raw, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	var read casefile.Witness
	if err := json.Unmarshal(raw, &read); err != nil {
		return nil, err
	}
	req, err := read.Request()
	if err == nil && q.Kind == policy.KindResource {
		req.ResourceAccount = questions.Elsewhere
	}
	return req, err
}

// compare asks cvc5 the same: the whole question, and which statements.
func (c *court) compare(q questions.Question, a check.Answer) {
	c.t.Helper()
	s, err := script(q)
	if err != nil {
		c.refused++
		return
	}
	want, ok := c.solve(q, s.Whole)
	if !ok || a.Result == check.Undetermined {
		return
	}
	if want != a.Result {
		c.fault(q, "%s, cvc5 says %s", a.Result, want)
		return
	}
	if want == check.Fail {
		c.compareStatements(q, s, a)
	}
}

func script(q questions.Question) (*smt.Script, error) {
	_, kind := kindOf(q)
	if q.Existing == nil {
		return smt.AccessNotGranted(kind, q.New, q.Actions, q.Resources)
	}
	return smt.NoNewAccess(kind, q.Existing, q.New)
}

func (c *court) solve(q questions.Question, s *smt.Question) (check.Result, bool) {
	c.t.Helper()
	c.asked++
	answer, err := c.solver.Ask(context.Background(), s)
	switch {
	case err != nil:
		c.fault(q, "%v", err)
	case answer.Verdict == smt.Satisfiable:
		return check.Fail, true
	case answer.Verdict == smt.Unsatisfiable:
		return check.Pass, true
	default:
		c.undecided++
		c.t.Logf("cvc5 cannot decide %s", q.Name)
	}
	return "", false
}

// compareStatements holds the blamed statements of one small question in three
// against cvc5.
func (c *court) compareStatements(q questions.Question, script *smt.Script, a check.Answer) {
	c.t.Helper()
	if len(script.Statements) > 6 || c.rng.IntN(3) > 0 {
		return
	}
	var blamed []int
	for _, r := range a.Reasons {
		if r.Witness != nil {
			blamed = append(blamed, r.StatementIndex)
		}
	}
	unsure := len(blamed) < len(a.Reasons)
	for i, s := range script.Statements {
		want, ok := c.solve(q, s)
		if ok && !unsure && (want == check.Fail) != slices.Contains(blamed, i) {
			c.fault(q, "statement %d: blamed are %v, cvc5 says %s", i, blamed, want)
		}
	}
}

// samples are drawn against each proof.
func samples() int {
	if fast() {
		return samplesOfAProof / 20
	}
	return samplesOfAProof
}
