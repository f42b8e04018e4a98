package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// shown are tests whose output is a report that readers want from every run.
var shown = [...]string{"TestAgainstOracle"}

// event is one line of `go test -json`.
// Source: `go doc test2json`, read 2026-11.
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
	Elapsed    float64
}

// goTest runs `go test -json` and counts.
func goTest(args, env []string) step {
	c := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	c.Env, c.Stderr = env, os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return step{failed: 1, note: err.Error()}
	}
	t := tally{packages: make(map[string]*results)}
	t.read(out)
	if err := c.Wait(); err != nil && t.failed == 0 {
		return step{failed: 1, note: "go test: " + err.Error()}
	}
	return t.step
}

// tally counts the tests of a run, package by package.
type tally struct {
	step
	packages map[string]*results
}

// results are the tests of one package, by name.
type results struct {
	action  map[string]string // pass, fail or skip, once a test has ended
	outer   map[string]bool   // tests that have subtests
	output  map[string]string // what a test printed; under "" the package
	elapsed float64
}

func (t *tally) read(r io.Reader) {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			t.line(line)
		}
		if err != nil {
			return
		}
	}
}

// line takes one line; what is no event comes from the go command itself.
func (t *tally) line(text []byte) {
	var e event
	if json.Unmarshal(text, &e) != nil {
		fmt.Print(string(text))
		return
	}
	switch e.Action {
	case "build-output":
		fmt.Print(e.Output)
	case "output":
		t.of(e.Package).print(e.Test, e.Output)
	case "pass", "fail", "skip":
		t.ended(e)
	}
}

func (t *tally) of(name string) *results {
	if t.packages[name] == nil {
		t.packages[name] = &results{action: map[string]string{}, outer: map[string]bool{}, output: map[string]string{}}
	}
	return t.packages[name]
}

// print keeps what a test printed but for the lines about running it.
func (r *results) print(test, output string) {
	for _, noise := range [...]string{"=== RUN", "=== PAUSE", "=== CONT", "=== NAME"} {
		if strings.HasPrefix(output, noise) {
			return
		}
	}
	r.output[test] += output
}

func (t *tally) ended(e event) {
	r := t.of(e.Package)
	if e.Test == "" {
		r.elapsed = e.Elapsed
		t.close(e, r)
		return
	}
	r.action[e.Test] = e.Action
	for i, c := range e.Test {
		if c == '/' {
			r.outer[e.Test[:i]] = true
		}
	}
}

// close counts a package that has ended and prints its line. A package that
// fails without a test that fails (it does not build, or its process ended)
// counts as one failure.
func (t *tally) close(e event, r *results) {
	passed, failed := 0, 0
	for test, action := range r.action {
		switch {
		case action == "fail":
			fmt.Print(r.output[test])
			failed += r.weight(test)
		case action == "skip":
			t.skipped = append(t.skipped, e.Package+" "+test)
		case !r.outer[test]:
			passed++
		}
	}
	if e.Action == "fail" && failed == 0 {
		failed = 1
		fmt.Print(r.output[""])
	}
	t.passed, t.failed = t.passed+passed, t.failed+failed
	for _, test := range shown {
		fmt.Print(r.output[test])
	}
	if e.Action != "skip" { // "skip": a package without tests
		fmt.Printf("%-5s %-36s %5d passed %3d failed %6.1fs\n", e.Action, e.Package, passed, failed, r.elapsed)
	}
	delete(t.packages, e.Package)
}

// weight is 0 for a test that fails because a subtest does: that one counts.
func (r *results) weight(test string) int {
	for other, action := range r.action {
		if action == "fail" && strings.HasPrefix(other, test+"/") {
			return 0
		}
	}
	return 1
}
