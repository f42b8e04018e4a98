// Command testrun runs the tests of `make test`: it builds and vets, runs all tests, runs
// the packages with concurrency once more under the race detector, and asks the
// built program the policy cases. It counts and prints one summary, whose
// last line is "N passed, N failed". The exit status is 1 if anything failed.
//
//	go run ./scripts/testrun DIR…           # reduced counts, nothing from the cache
//	go run ./scripts/testrun -fast DIR…     # fewer random cases, no race detector
//	go run ./scripts/testrun -seed 7 DIR…   # the random choices of an earlier run
//
// DIR are the directories of case files.
//
// A test counts once, by its innermost name: a test with subtests is their
// number. Every case that the program runs counts, and every check besides.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// plan is what one run does.
type plan struct {
	fast   bool
	seed   string
	corpus []string // directories of case files
}

func main() {
	var p plan
	flag.BoolVar(&p.fast, "fast", false, "fewer random cases, no race detector, cached results count")
	flag.StringVar(&p.seed, "seed", "", "seed of all random choices (default: 1, so that a run of an unchanged tree is the same run)")
	flag.Parse()
	p.corpus = flag.Args()
	if p.seed == "" {
		p.seed = "1" // make test-slow is where new seeds are tried
	}
	if !p.run() {
		os.Exit(1)
	}
}

// run carries out every step, whatever the earlier ones gave.
func (p plan) run() bool {
	fmt.Printf("random choices: SEED=%s (repeat with it)\n", p.seed)
	start := time.Now()
	steps := []step{
		timed("build", build),
		timed("go vet", vet),
		timed("gofmt", gofmt),
		timed("web", p.web),
		timed("tests", p.tests),
		timed("race detector", p.race),
		timed("cases, table", func() step { return p.cases("table") }),
		timed("cases, json", func() step { return p.cases("json") }),
	}
	return summarise(steps, time.Since(start))
}

func timed(name string, do func() step) step {
	fmt.Printf("\n== %s\n", name)
	start := time.Now()
	s := do()
	s.name, s.took = name, time.Since(start)
	return s
}

// environment gives tests their counts and their seed.
func (p plan) environment(cases, kills int) []string {
	return append(os.Environ(), "SIGHTLINE_SEED="+p.seed,
		fmt.Sprintf("SIGHTLINE_CASES=%d", cases), fmt.Sprintf("SIGHTLINE_KILLS=%d", kills))
}

// web checks the types of the web application and runs its unit tests. That
// the built pages are current, and the walk through them in a browser, are Go
// tests.
func (p plan) web() step {
	if p.fast {
		return step{note: "not part of test-fast"}
	}
	var s step
	for _, script := range []string{"check", "test"} {
		c := exec.Command("npm", "run", "--silent", script)
		c.Dir = "web"
		out, err := c.CombinedOutput()
		one := checked(string(out), err == nil)
		s.passed, s.failed = s.passed+max(one.passed, vitestPassed(string(out))), s.failed+one.failed
	}
	return s
}

// vitestPassed reads "Tests  12 passed (12)" from the end of a run.
func vitestPassed(out string) (n int) {
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		if len(words) >= 3 && words[0] == "Tests" && words[2] == "passed" {
			_, _ = fmt.Sscan(words[1], &n)
		}
	}
	return n
}

// build makes the program that answers the cases, as `make build` does.
func build() step {
	out, err := exec.Command("go", "build", "-trimpath", "-o", "sightline", "./cmd/sightline").CombinedOutput()
	return checked(string(out), err == nil)
}

func vet() step {
	out, err := exec.Command("go", "vet", "./...").CombinedOutput()
	return checked(string(out), err == nil)
}

// gofmt asks for the plain format; `make lint` asks for more.
func gofmt() step {
	out, err := exec.Command("gofmt", "-l", ".").CombinedOutput()
	return checked(string(out), err == nil && len(out) == 0)
}

// checked is one check that holds or does not.
func checked(out string, holds bool) step {
	if holds {
		return step{passed: 1}
	}
	fmt.Print(out)
	return step{failed: 1}
}

func (p plan) tests() step {
	if p.fast {
		return goTest([]string{"./..."}, append(p.environment(2000, 16), "SIGHTLINE_FAST=1"))
	}
	return goTest([]string{"-count=1", "-timeout=15m", "./..."}, p.environment(20000, 40))
}

// race runs the packages that use concurrency, or says why it cannot. The race
// detector needs cgo, which the program itself never uses.
func (p plan) race() step {
	if p.fast {
		return step{note: "not part of test-fast"}
	}
	compiler, err := exec.Command("go", "env", "CC").Output()
	if err != nil {
		return step{failed: 1, note: "go env CC: " + err.Error()}
	}
	if _, err := exec.LookPath(strings.TrimSpace(string(compiler))); err != nil {
		return step{note: "not run: there is no C compiler (" + strings.TrimSpace(string(compiler)) + ")"}
	}
	packages, err := concurrent()
	if err != nil {
		return step{failed: 1, note: err.Error()}
	}
	args := append([]string{"-race", "-count=1", "-timeout=15m"}, packages...)
	// The emulator and the browser were asked before; slowed down they say no more.
	return goTest(args, append(p.environment(1000, 8), "CGO_ENABLED=1", "SIGHTLINE_FAST=1"))
}

// concurrent lists the packages that import sync, in themselves or their tests,
// and have tests.
func concurrent() ([]string, error) {
	const format = `{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}}{{end}}`
	out, err := exec.Command("go", "list", "-f", format, "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("list the packages with concurrency: %w", err)
	}
	var list []string
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if slices.Contains(words, "sync") || slices.Contains(words, "sync/atomic") {
			list = append(list, words[0])
		}
	}
	return list, nil
}

// cases runs the corpus through the built program in one form of output.
func (p plan) cases(form string) step {
	var out strings.Builder
	c := exec.Command("./sightline", append([]string{"test", "--output", form}, p.corpus...)...)
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	var s step
	if !lastSummary(out.String(), &s.passed, &s.failed) || s.passed == 0 {
		return checked(out.String()+"no summary of the cases\n", false)
	}
	if err != nil {
		s.failed = max(s.failed, 1)
		showFailures(out.String())
	}
	return s
}

// lastSummary reads the last "N passed, N failed" line.
func lastSummary(out string, passed, failed *int) bool {
	found := false
	for line := range strings.Lines(out) {
		var p, f int
		if n, _ := fmt.Sscanf(strings.TrimSpace(line), "%d passed, %d failed", &p, &f); n == 2 {
			*passed, *failed, found = p, f, true
		}
	}
	return found
}

// showFailures prints the lines about cases that did not pass.
func showFailures(out string) {
	for line := range strings.Lines(out) {
		if !strings.Contains(line, `"pass":true`) {
			fmt.Print(line)
		}
	}
}
