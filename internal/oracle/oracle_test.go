package oracle

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

const corpus = "../../testdata/conformance/evaluate"

func readCorpus(t *testing.T) []Case {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files in %s: %v", corpus, err)
	}
	var all []Case
	for _, file := range files {
		all = append(all, readFile(t, file)...)
	}
	return all
}

func readFile(t *testing.T, file string) []Case {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return cases
}

func TestConformance(t *testing.T) {
	cases := readCorpus(t)
	if len(cases) != 478 {
		t.Errorf("the corpus has %d cases, want 478", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) { checkCase(t, c) })
	}
}

func checkCase(t *testing.T, c Case) {
	got := Decide(c)
	if got.Decision != c.Expect.Decision || c.Expect.DecidedBy != "" && got.DecidedBy != c.Expect.DecidedBy {
		t.Errorf("%s\ngot  %+v\nwant %+v", c.About, got, c.Expect)
	}
}
