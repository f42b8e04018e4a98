package main

import (
	"fmt"

	"sightline/iam/authz"
	"sightline/iam/eval"
)

// evaluator is the workload in our own language.
type evaluator struct {
	stack    *authz.Stack
	program  *eval.Program
	requests []authz.Request
}

func newEvaluator(own bool) (*evaluator, error) {
	s, err := stack(own)
	if err != nil {
		return nil, err
	}
	e := &evaluator{stack: s, program: eval.New().Compile(s)}
	for _, a := range asks(own) {
		e.requests = append(e.requests, a.request())
	}
	return e, nil
}

func (e *evaluator) decide(n int) (allowed uint64) {
	for i := range n {
		if e.program.Decide(&e.requests[i%len(e.requests)]) == authz.Allowed {
			allowed++
		}
	}
	return allowed
}

// evaluate compiles each time, as eval.Evaluate does.
func (e *evaluator) evaluate(n int) (allowed uint64) {
	for i := range n {
		if eval.Evaluate(e.stack, &e.requests[i%len(e.requests)]).Decision == authz.Allowed {
			allowed++
		}
	}
	return allowed
}

// agree holds the two engines against each other: they do the same work only
// if they give the same answers.
func agree(e *evaluator, p *peer) (allowed int, err error) {
	for i := range e.requests {
		ours := e.program.Decide(&e.requests[i])
		if (ours == authz.Allowed) != p.allows(i) {
			return 0, fmt.Errorf("%s on %s: ours is %s, cedar-go's answer is another", e.requests[i].Action, e.requests[i].Resource, ours)
		}
		if ours == authz.Allowed {
			allowed++
		}
	}
	return allowed, nil
}

func decideRows(f *fixture) ([]row, error) {
	var rows []row
	for _, own := range []bool{false, true} {
		some, err := decideVariant(f, own)
		rows = append(rows, some...)
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

func decideVariant(f *fixture, own bool) ([]row, error) {
	e, err := newEvaluator(own)
	if err != nil {
		return nil, err
	}
	p, err := newPeer(own)
	if err != nil {
		return nil, err
	}
	allowed, err := agree(e, p)
	if err != nil {
		return nil, err
	}
	t := byTurns(f.reps, e.decide, p.decide, e.evaluate)
	what := fmt.Sprintf("decide, 50 statements (%d of %d requests allowed)", allowed, len(e.requests))
	if own {
		what = fmt.Sprintf("decide, the same with policy variables (%d of %d allowed)", allowed, len(e.requests))
	}
	return []row{
		row{what: what, ours: tookWith(t[0]), other: tookWith(t[1]).of("cedar-go 1.9.0")}.atMost(20, t[0].allocs),
		{what: "  against compiling each time", ours: tookWith(t[0]), other: tookWith(t[2]).of("eval.Evaluate")},
	}, nil
}
