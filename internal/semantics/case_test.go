package semantics

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sightline/iam/eval"
	"sightline/internal/casefile"
)

// readCases reads all case files of a folder under testdata.
func readCases(t *testing.T, folder string) (cases []casefile.Case) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(root, "testdata", folder, "*.json"))
	if len(files) == 0 {
		t.Fatalf("no case files in testdata/%s", folder)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		read, err := casefile.Read(file, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, read...)
	}
	return cases
}

// knownCases collects the names that a page may mention.
func knownCases(t *testing.T) map[string]bool {
	t.Helper()
	known := pagedCases(t)
	for _, c := range readCases(t, "conformance/reason") {
		if known[c.Name] {
			t.Errorf("two cases are called %q", c.Name)
		}
		known[c.Name] = true
	}
	return known
}

// pagedCases collects the names that some page must mention.
func pagedCases(t *testing.T) map[string]bool {
	t.Helper()
	known := make(map[string]bool)
	add := func(name string) {
		if known[name] {
			t.Errorf("two cases are called %q", name)
		}
		known[name] = true
	}
	for _, folder := range []string{"conformance/evaluate", "cases", "reasoning"} {
		for _, c := range readCases(t, folder) {
			add(c.Name)
		}
	}
	for _, c := range stackCases() {
		add(c.name)
	}
	for _, c := range publicCases() {
		add(c.name)
	}
	for _, c := range append(findingCases(), accessCases()...) {
		add(c.name)
	}
	return known
}

// TestCases asks every case of the corpus and our own of the evaluator.
func TestCases(t *testing.T) {
	engine := eval.New()
	for folder, least := range map[string]int{"conformance/evaluate": 478, "cases": 60} {
		cases := readCases(t, folder)
		if len(cases) < least {
			t.Errorf("%d cases in testdata/%s, want at least %d", len(cases), folder, least)
		}
		for i := range cases {
			t.Run(cases[i].Name, func(t *testing.T) {
				if folder == "cases" {
					checkCaseForm(t, &cases[i])
				}
				ask(t, engine, &cases[i])
			})
		}
	}
}

func ask(t *testing.T, engine *eval.Engine, c *casefile.Case) {
	stack, req, err := c.Question()
	if err != nil {
		t.Fatal(err)
	}
	program := engine.Compile(stack)
	got := program.Explain(req)
	if got.Decision.String() != c.Expect.Decision {
		t.Errorf("%s: decision %s, want %s", c.About, got.Decision, c.Expect.Decision)
	}
	if c.Expect.DecidedBy != "" && string(got.DecidedBy) != c.Expect.DecidedBy {
		t.Errorf("%s: decided by %q, want %q", c.About, got.DecidedBy, c.Expect.DecidedBy)
	}
	if alone := program.Decide(req); alone != got.Decision {
		t.Errorf("Decide says %s, Explain %s", alone, got.Decision)
	}
}

// checkCaseForm looks at what a reader leaves to us.
func checkCaseForm(t *testing.T, c *casefile.Case) {
	if !slices.Contains([]string{"documented", "captured", "inferred"}, c.Confidence) {
		t.Errorf("confidence %q", c.Confidence)
	}
	if !strings.Contains(c.Source, ": ") || !strings.HasSuffix(c.About, ".") {
		t.Errorf("source %q and about %q: want guide and page, and a sentence", c.Source, c.About)
	}
}
