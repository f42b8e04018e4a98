package casefile_test

import (
	"os"
	"path/filepath"
	"testing"

	"sightline/iam/eval"
	"sightline/internal/casefile"
)

// TestConformance asks every case of the corpus of the evaluator.
func TestConformance(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/conformance/evaluate/*.json")
	if len(files) < 32 {
		t.Fatalf("only %d case files found", len(files))
	}
	total := 0
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := casefile.Read(file, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for i := range cases {
			total++
			t.Run(cases[i].Name, func(t *testing.T) { ask(t, &cases[i]) })
		}
	}
	if total < 478 {
		t.Errorf("%d cases, want at least 478", total)
	}
}

func ask(t *testing.T, c *casefile.Case) {
	stack, req, err := c.Question()
	if err != nil {
		t.Fatal(err)
	}
	program := eval.New().Compile(stack)
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
