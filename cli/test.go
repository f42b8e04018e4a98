package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"github.com/spf13/cobra"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/casefile"
)

func (a *app) testCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "test FILE…",
		Short: "run policy test cases",
		Long: "Run policy test cases: each states a request, the policies that apply and the decision expected; or, with a check\n" +
			"field, policies and what a check of all requests must answer.\n" +
			"FILE is a case file, a directory of them, or - for standard input.\n\n" +
			"Exit status: 0 all pass, 1 some fail, 3 none fails and some are undetermined, 2 could not be done.",
		Args: arguments(1, -1, "FILE…"),
		RunE: func(_ *cobra.Command, args []string) error { return a.runTests(args) },
	}
}

// result is one line of the answer. Want and Got have the fields of the case's
// expect; Because is what the answer rests on, in the form of its kind.
type result struct {
	Name    string       `json:"name"`
	Pass    bool         `json:"pass"`
	Want    fmt.Stringer `json:"want"`
	Got     fmt.Stringer `json:"got"`
	Because any          `json:"because"`
	File    string       `json:"file,omitempty"`
	open    bool         // undetermined rather than wrong
	about   string       // for the table
}

type expectation struct {
	Decision  string `json:"decision"`
	DecidedBy string `json:"decidedBy,omitempty"`
}

// runTests reads every file before it runs any case, so that bad input prints
// no half answer.
func (a *app) runTests(args []string) error {
	files, err := caseFiles(args)
	if err != nil {
		return err
	}
	var results []result
	engine := eval.New()
	for _, file := range files {
		cases, err := a.readCases(file)
		if err != nil {
			return err
		}
		for i := range cases {
			r, err := runCase(engine, &cases[i])
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			r.File = file
			results = append(results, r)
		}
	}
	return a.printTests(results)
}

// caseFiles replaces directories by the case files in them.
func caseFiles(args []string) (files []string, err error) {
	for _, arg := range args {
		if info, err := os.Stat(arg); arg == "-" || err != nil || !info.IsDir() {
			files = append(files, arg)
			continue
		}
		found, _ := filepath.Glob(filepath.Join(arg, "*.json"))
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: the directory holds no case file (*.json)", arg)
		}
		sort.Strings(found)
		files = append(files, found...)
	}
	return files, nil
}

func (a *app) readCases(file string) ([]casefile.Case, error) {
	if file == "-" {
		return casefile.Read("standard input", a.stdin)
	}
	text, err := readLimited(file, casefile.MaxSize)
	if err != nil {
		return nil, err
	}
	return casefile.Read(file, bytes.NewReader(text))
}

func runCase(engine *eval.Engine, c *casefile.Case) (result, error) {
	if c.Check != "" {
		return runReasoning(c), nil
	}
	stack, req, err := c.Question()
	if err != nil {
		return result{}, err
	}
	e := engine.Compile(stack).Explain(req)
	want, got := expectation{c.Expect.Decision, c.Expect.DecidedBy}, expectation{e.Decision.String(), string(e.DecidedBy)}
	r := result{Name: c.Name, Want: want, Got: got, Because: e.Steps, about: c.About}
	r.Pass = got.Decision == want.Decision && (want.DecidedBy == "" || got.DecidedBy == want.DecidedBy)
	r.open = !r.Pass && e.Decision == authz.Unknown
	return r, nil
}

// printTests writes one JSON object a line and the summary to standard error,
// or a table with the summary in it.
func (a *app) printTests(results []result) error {
	passed, open := 0, 0
	for _, r := range results {
		if r.Pass {
			passed++
		}
		if r.open {
			open++
		}
	}
	failed := len(results) - passed
	a.exit = testStatus(failed, open)
	summary := fmt.Sprintf("%d passed, %d failed", passed, failed)
	if a.output == "json" {
		if err := a.printTestLines(results); err != nil {
			return err
		}
		_, err := fmt.Fprintln(a.stderr, summary)
		return err
	}
	return a.print(nil, func(w *table) {
		for _, r := range results {
			if !r.Pass {
				w.row("FAIL", r.Name, "want "+r.Want.String(), "got "+r.Got.String(), r.about)
			}
		}
		w.line(summary)
	})
}

func testStatus(failed, open int) int {
	switch {
	case failed == 0:
		return exitOK
	case failed == open:
		return exitUnknown
	default:
		return exitNo
	}
}

func (a *app) printTestLines(results []result) error {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for _, r := range results {
		if err := e.Encode(r); err != nil {
			return fmt.Errorf("write the answer: %w", err)
		}
	}
	return writeJSON(a.stdout, out.Bytes())
}

// String prints a decision with its layer.
func (e expectation) String() string {
	if e.DecidedBy == "" {
		return e.Decision
	}
	return e.Decision + " by " + e.DecidedBy
}
