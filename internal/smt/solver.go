package smt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A Verdict is what the solver says.
type Verdict string

// The verdicts. Undecided: the solver gave up or its time was over.
const (
	Satisfiable   Verdict = "sat"
	Unsatisfiable Verdict = "unsat"
	Undecided     Verdict = "unknown"
)

// An Answer is a verdict, the processor time of the solver's process, and the
// request that proves Satisfiable.
type Answer struct {
	Verdict Verdict
	CPU     time.Duration
	Model   Model
}

// A Solver runs cvc5, a process for each question.
type Solver struct {
	Path string // "cvc5" if empty
	// Limit is the processor time of one question, in whole seconds; 20 seconds if
	// zero. On a machine that does other things, too, it may take longer.
	Limit time.Duration
}

// The limits of a question. The patience is for a process that does not get to
// use its processor time.
const (
	defaultLimit = 20 * time.Second
	patience     = 20
)

// errMissing says how to get the solver.
var errMissing = errors.New("cvc5 is not installed (Debian package cvc5; `make test` installs it)")

// Check tells whether the solver is there.
func (s Solver) Check() error {
	if _, err := exec.LookPath(s.path()); err != nil {
		return errMissing
	}
	return nil
}

func (s Solver) path() string {
	if s.Path == "" {
		return "cvc5"
	}
	return s.Path
}

// Ask asks one question. An error is a fault of the question or of the solver;
// running out of time is an answer.
func (s Solver) Ask(ctx context.Context, q *Question) (Answer, error) {
	if err := s.Check(); err != nil {
		return Answer{}, err
	}
	limit := s.Limit
	if limit == 0 {
		limit = defaultLimit
	}
	ctx, cancel := context.WithTimeout(ctx, patience*limit)
	defer cancel()
	seconds := fmt.Sprint(int64(math.Ceil(limit.Seconds())))
	c := exec.CommandContext(ctx, "sh", "-c", `ulimit -t "$1"; exec "$2" --lang smt2 --strings-exp --produce-models`, "sh", seconds, s.path())
	c.Stdin = strings.NewReader(q.Text)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	a := Answer{Verdict: Undecided}
	if c.ProcessState != nil {
		a.CPU = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	if ctx.Err() != nil || stopped(c.ProcessState) && a.CPU > limit*3/4 {
		return a, nil
	}
	return q.read(a, out.String(), err)
}

// stopped tells whether a signal ended a process; the limit's signal comes a
// little before or after the time that is then accounted for.
func stopped(p *os.ProcessState) bool { return p != nil && p.ExitCode() == -1 }

// read reads the solver's output: the verdict in the first line, then the model,
// or a complaint that there is none.
func (q *Question) read(a Answer, out string, failed error) (Answer, error) {
	first, rest, _ := strings.Cut(out, "\n")
	switch v := Verdict(strings.TrimSpace(first)); v {
	case Satisfiable:
		model, err := q.model(rest)
		a.Verdict, a.Model = v, model
		return a, err
	case Unsatisfiable, Undecided:
		a.Verdict = v
		return a, nil
	}
	return a, fmt.Errorf("cvc5: %w: %.500s", errors.Join(failed, errors.New("no verdict")), out)
}
