package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"sightline/access/analyze"
	"sightline/iam/authz"
	"sightline/iam/check"
	"sightline/iam/policy"
	"sightline/internal/questions"
	"sightline/internal/smt"
)

// How many questions each row asks. cvc5 takes seconds for some.
const (
	reasonPerSize = 12
	reasonWorst   = 1000
	reasonLimit   = 60 * time.Second
	reasonSeed    = 1
)

// reasonRows compares CheckNoNewAccess on generated pairs of policies with cvc5
// on the same questions, in processor time on both sides, cvc5's less what its
// process takes to start; and gives the worst of many large questions. Both
// sides are asked whether anything is newly granted; what it takes to name
// every statement that fails, with a request for each, stands beside it.
func reasonRows(f *fixture) ([]row, error) {
	solver := smt.Solver{Limit: reasonLimit}
	if err := solver.Check(); err != nil {
		return nil, err
	}
	start, err := solverStart(solver)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, statements := range []int{5, 20, 50} {
		r, err := reasonRow(f, solver, start, statements)
		if err != nil {
			return rows, err
		}
		rows = append(rows, r)
	}
	return append(rows, worstRow(), recordedRow()), nil
}

func reasonQuestions(statements, count int) (list []questions.Question) {
	rng := rand.New(rand.NewPCG(reasonSeed, uint64(statements)))
	for range count {
		list = append(list, questions.Pair(rng, policy.KindIdentity, statements))
	}
	return list
}

// solverStart is what cvc5 takes for a question that says nothing.
func solverStart(solver smt.Solver) (time.Duration, error) {
	empty := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`))
	s, err := smt.NoNewAccess(smt.Identity, empty, empty)
	if err != nil {
		return 0, err
	}
	least := time.Hour
	for range 5 {
		a, err := solver.Ask(context.Background(), s.Whole)
		if err != nil {
			return 0, err
		}
		least = min(least, a.CPU)
	}
	return least, nil
}

// reasonRow asks the questions of one size. The values of both sides are of the
// same questions, so the ratio is the median of the single ratios.
func reasonRow(f *fixture, solver smt.Solver, start time.Duration, statements int) (row, error) {
	var ours, theirs figure
	undetermined, undecided, closest := 0, 0, 0.0
	var every []float64
	for _, q := range reasonQuestions(statements, reasonPerSize) {
		a, cpu, err := askSolver(solver, q)
		if err != nil {
			return row{}, err
		}
		took, result := reasonTime(f, q, true)
		whole, _ := reasonTime(f, q, false)
		every = append(every, whole)
		if err := sameAnswer(q, a, result); err != nil {
			return row{}, err
		}
		if a == smt.Undecided {
			undecided++
		}
		if result == check.Undetermined {
			undetermined++
		}
		other := float64(max(cpu-start, time.Microsecond))
		ours.values, theirs.values = append(ours.values, took), append(theirs.values, other)
		closest = max(closest, took/other)
	}
	ours.note = fmt.Sprintf("closest %s, %d undetermined; naming every statement that fails: %s",
		ratioText(closest), undetermined, time.Duration(median(every)).Round(10*time.Microsecond))
	theirs.note = fmt.Sprintf("%d undecided in %v", undecided, reasonLimit)
	r := row{what: fmt.Sprintf("no-new-access, %d statements (%d questions)", statements, reasonPerSize), ours: ours, other: theirs.of("cvc5")}
	r.goal, r.met = "≤ 1/100, never slower", r.quotient()*100 <= 1 && closest <= 1
	return r, nil
}

func ratioText(q float64) string {
	if q < 1 {
		return "1/" + threeDigits(1/q)
	}
	return threeDigits(q)
}

func askSolver(solver smt.Solver, q questions.Question) (smt.Verdict, time.Duration, error) {
	s, err := smt.NoNewAccess(smt.Identity, q.Existing, q.New)
	if err != nil {
		return "", 0, err
	}
	a, err := solver.Ask(context.Background(), s.Whole)
	return a.Verdict, a.CPU, err
}

// reasonTime is the processor time, the median of some rounds. Each parses the documents anew, so
// that nothing kept of them helps; parsing is not counted.
func reasonTime(f *fixture, q questions.Question, first bool) (ns float64, result check.Result) {
	var values []float64
	for range f.reps {
		existing, changed := policy.Parse(q.Existing.Raw), policy.Parse(q.New.Raw)
		start := cpuTime()
		result = check.NoNewAccess(existing, changed, check.Options{Kind: check.Identity, First: first}).Result
		values = append(values, float64(max(cpuTime()-start, time.Microsecond)))
	}
	return median(values), result
}

// sameAnswer makes sure that both sides answered the same question alike.
func sameAnswer(q questions.Question, v smt.Verdict, result check.Result) error {
	if v == smt.Satisfiable && result == check.Pass || v == smt.Unsatisfiable && result == check.Fail {
		return fmt.Errorf("%s: %s, cvc5 says %s\nexisting %s\nnew %s", q.Name, result, v, q.Existing.Raw, q.New.Raw)
	}
	return nil
}

// worstRow is the slowest of many questions of 50 statements, each asked once.
func worstRow() row {
	worst, undetermined := time.Duration(0), 0
	for _, q := range reasonQuestions(50, reasonWorst) {
		start := cpuTime()
		a := check.NoNewAccess(q.Existing, q.New, check.Options{Kind: check.Identity})
		worst = max(worst, cpuTime()-start)
		if a.Result == check.Undetermined {
			undetermined++
		}
	}
	f := figure{values: []float64{float64(worst)}, note: fmt.Sprintf("%d undetermined", undetermined)}
	return row{what: fmt.Sprintf("  the worst of %d of 50 statements", reasonWorst), ours: f}.within(float64(100 * time.Millisecond))
}

// recordedRow is the slowest of the policies whose findings AWS's own answers
// record.
func recordedRow() row {
	text, err := os.ReadFile("../testdata/external-findings-recorded/cases.json")
	if err != nil {
		return row{what: "  external findings, recorded policies", ours: figure{note: err.Error()}}
	}
	var cases []struct {
		Policy   json.RawMessage
		Resource string
		Owner    string            `json:"resourceOwnerAccount"`
		Findings []json.RawMessage `json:"findings"`
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		return row{what: "  external findings, recorded policies", ours: figure{note: err.Error()}}
	}
	worst, wrong := time.Duration(0), 0
	for _, c := range cases {
		s := &analyze.Subject{
			ARN: c.Resource, Type: "AWS::S3::Bucket", Account: c.Owner,
			Policy: &authz.Policy{Document: policy.Parse(c.Policy)},
		}
		start := cpuTime()
		found := analyze.External(s, &analyze.Trust{Accounts: []string{c.Owner}})
		worst = max(worst, cpuTime()-start)
		if len(found) != len(c.Findings) {
			wrong++
		}
	}
	return row{
		what: fmt.Sprintf("  external findings, the worst of %d recorded policies", len(cases)),
		ours: figure{values: []float64{float64(worst)}, note: fmt.Sprintf("%d with another number of findings than AWS", wrong)},
		goal: "≤ 200 ms", met: worst <= 200*time.Millisecond && wrong == 0,
	}
}
