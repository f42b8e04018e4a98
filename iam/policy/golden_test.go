package policy_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sightline/iam/policy"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The files of testdata/parse hold one text each, and behind it what Parse says
// of it and how Print writes it:
//
//	What the case shows.
//	-- input --
//	the text
//	-- issues --
//	LINE:COLUMN POINTER CODE: message (hint)
//	-- broken --
//	document, or STATEMENT: ELEMENTS
//	-- printed --
//	the canonical text; absent if something is broken
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/parse/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { checkGolden(t, file) })
	}
}

func checkGolden(t *testing.T, file string) {
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := bytes.Cut(want, []byte("-- input --\n"))
	if !found {
		t.Fatal("no input")
	}
	input, _, _ := bytes.Cut(rest, []byte("\n-- issues --\n"))
	input = bytes.TrimSuffix(input, []byte("\n"))
	got := fmt.Sprintf("%s-- input --\n%s\n%s", head, input, describe(input))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	checkLaws(t, input)
	checkSpans(t, input)
}

func describe(input []byte) string {
	var b strings.Builder
	doc := policy.Parse(input)
	b.WriteString("-- issues --\n")
	for _, issue := range doc.Issues {
		b.WriteString(issue.Error())
		if issue.Hint != "" {
			b.WriteString(" (" + issue.Hint + ")")
		}
		b.WriteByte('\n')
	}
	if !broken(doc) {
		return b.String() + "-- printed --\n" + string(policy.Print(doc))
	}
	b.WriteString("-- broken --\n")
	if doc.Broken {
		b.WriteString("document\n")
	}
	for _, s := range doc.Statements {
		if len(s.Broken) > 0 {
			fmt.Fprintf(&b, "%d: %s\n", s.Index, strings.Join(s.Broken, ", "))
		}
	}
	return b.String()
}
