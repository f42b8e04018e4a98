package smt

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/internal/casefile"
	"sightline/internal/questions"
)

// solver gives cvc5. Only the fast run does without.
func solver(t *testing.T) Solver {
	t.Helper()
	if os.Getenv("SIGHTLINE_FAST") == "1" {
		t.Skip("cvc5 is not asked with SIGHTLINE_FAST=1")
	}
	s := Solver{Limit: 20 * time.Second}
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	return s
}

func corpus(t *testing.T, check string) []casefile.Case {
	t.Helper()
	file := filepath.Join("../../testdata/conformance/reason", check+".json")
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := casefile.Read(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func kindOf(policyType string) Kind {
	if policyType == casefile.ResourcePolicy {
		return Resource
	}
	return Identity
}

// tally counts what came of the cases of a file.
type tally struct {
	t                           *testing.T
	solver                      Solver
	encoded, refused, undecided int
	cpu                         time.Duration
}

// ask asks one question and holds a model against the evaluator.
func (c *tally) ask(q *Question, yes, no *policy.Document) Verdict {
	c.t.Helper()
	a, err := c.solver.Ask(context.Background(), q)
	if err != nil {
		c.t.Fatalf("%v\n%s", err, q.Text)
	}
	c.cpu += a.CPU
	switch a.Verdict {
	case Undecided:
		c.undecided++
		c.t.Logf("undecided after %v of processor time", a.CPU)
	case Satisfiable:
		c.replay(q, a.Model, yes, no)
	case Unsatisfiable:
	}
	return a.Verdict
}

// replay lets the evaluator decide the solver's request.
func (c *tally) replay(q *Question, m Model, yes, no *policy.Document) {
	c.t.Helper()
	req, err := m.Request()
	if err != nil {
		c.t.Errorf("%v", err)
		return
	}
	if !allowed(q.kind, yes, req) || no != nil && allowed(q.kind, no, req) {
		c.t.Errorf("the evaluator says otherwise of %+v", req)
	}
}

// allowed asks the evaluator what one document says.
func allowed(kind Kind, d *policy.Document, req *authz.Request) bool {
	form := policy.KindIdentity
	if kind == Resource {
		form, req.ResourceAccount = policy.KindResource, questions.Elsewhere
	}
	return eval.Evaluate(questions.Stack(form, d), req).Decision == authz.Allowed
}

// refusal logs why a case is not encoded.
func (c *tally) refusal(err error) bool {
	c.t.Helper()
	var r *RefusalError
	switch {
	case err == nil:
		c.encoded++
		return false
	case errors.As(err, &r):
		c.refused++
		c.t.Logf("refused: %s", r.Reason)
	default:
		c.t.Error(err)
	}
	return true
}

// answers asks a script: the whole, and each statement if the whole has a
// request.
func (c *tally) answers(s *Script, yes, no *policy.Document) (string, []int) {
	statements := []int{}
	switch c.ask(s.Whole, yes, no) {
	case Undecided:
		return "UNDETERMINED", nil
	case Unsatisfiable:
		return "PASS", statements
	case Satisfiable:
	}
	for _, i := range slices.Sorted(maps.Keys(s.Statements)) {
		if c.ask(s.Statements[i], yes, no) == Satisfiable {
			statements = append(statements, i)
		}
	}
	return "FAIL", statements
}

// check holds the answer to a case against the expected one.
func (c *tally) check(s *Script, err error, want casefile.Result, yes, no *policy.Document) {
	c.t.Helper()
	if c.refusal(err) {
		return
	}
	undecided := c.undecided
	result, statements := c.answers(s, yes, no)
	if c.undecided > undecided {
		return
	}
	if result != want.Result || !slices.Equal(statements, want.Statements) {
		c.t.Errorf("cvc5 says %s %v, the case %s %v", result, statements, want.Result, want.Statements)
	}
}

func (c *tally) report(t *testing.T, total, least int) {
	t.Logf("%d cases: %d encoded, %d refused; %d questions undecided; %v of processor time",
		total, c.encoded, c.refused, c.undecided, c.cpu.Round(time.Millisecond))
	if c.encoded < least {
		t.Errorf("%d cases are encoded, want at least %d", c.encoded, least)
	}
}

// run runs the cases of a file.
func run(t *testing.T, check string, least int, one func(*tally, *casefile.Reasoning)) {
	c := &tally{solver: solver(t)}
	cases := corpus(t, check)
	for _, cs := range cases {
		t.Run(cs.Name, func(t *testing.T) {
			c.t = t
			one(c, cs.Reasoning)
		})
	}
	c.report(t, len(cases), least)
}

func TestNoNewAccessCorpus(t *testing.T) {
	run(t, casefile.CheckNoNewAccess, 158, func(c *tally, r *casefile.Reasoning) {
		q := r.NoNewAccess
		s, err := NoNewAccess(kindOf(q.PolicyType), q.Existing.Document, q.New.Document)
		c.check(s, err, q.Expect, q.New.Document, q.Existing.Document)
	})
}

func TestAccessNotGrantedCorpus(t *testing.T) {
	run(t, casefile.CheckAccessNotGranted, 49, func(c *tally, r *casefile.Reasoning) {
		q := r.AccessNotGranted
		s, err := AccessNotGranted(kindOf(q.PolicyType), q.Policy.Document, q.Access.Actions, q.Access.Resources)
		c.check(s, err, q.Expect, q.Policy.Document, nil)
	})
}

func TestEquivalentCorpus(t *testing.T) {
	run(t, casefile.CheckEquivalent, 55, func(c *tally, r *casefile.Reasoning) {
		q := r.Equivalent
		a, b := q.A.Document, q.B.Document
		onlyA, err := Difference(kindOf(q.PolicyType), a, b)
		if c.refusal(err) {
			return
		}
		onlyB, err := Difference(kindOf(q.PolicyType), b, a)
		if err != nil {
			t.Fatal(err)
		}
		relation := map[[2]Verdict]string{
			{Unsatisfiable, Unsatisfiable}: "EQUAL", {Satisfiable, Unsatisfiable}: "A_WIDER",
			{Unsatisfiable, Satisfiable}: "B_WIDER", {Satisfiable, Satisfiable}: "INCOMPARABLE",
		}
		got := [2]Verdict{c.ask(onlyA, a, b), c.ask(onlyB, b, a)}
		if relation[got] != q.Expect.Result {
			c.t.Errorf("cvc5 says %v (%s), the case %s", got, relation[got], q.Expect.Result)
		}
	})
}
