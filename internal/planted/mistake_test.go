package planted

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	root = "../.."
	list = root + "/testdata/planted/mistakes.txt"
)

// A mistake is one place in one file, and what stands there by mistake.
type mistake struct {
	name     string // what the evaluator then believes
	why      string // how it comes about
	file     string // from the root
	old, new string // whole lines
}

// readMistakes reads the list: paragraphs of a name, a reason, a file, and the
// lines before and after.
func readMistakes(t *testing.T) (all []mistake) {
	t.Helper()
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	for paragraph := range strings.SplitSeq(string(text), "\n\n") {
		if strings.HasPrefix(paragraph, "#") {
			continue
		}
		m, err := readMistake(paragraph)
		if err != nil {
			t.Fatalf("%s: %v\n%s", list, err, paragraph)
		}
		all = append(all, m)
	}
	return all
}

func readMistake(paragraph string) (m mistake, err error) {
	for line := range strings.SplitSeq(strings.TrimSuffix(paragraph, "\n"), "\n") {
		switch {
		case m.name == "":
			m.name = line
		case strings.HasPrefix(line, "-"):
			m.old += line[1:] + "\n"
		case strings.HasPrefix(line, "+"):
			m.new += line[1:] + "\n"
		case strings.HasPrefix(line, "Why: "):
			m.why = line[len("Why: "):]
		case strings.HasPrefix(line, "File: "):
			m.file = line[len("File: "):]
		default:
			return m, fmt.Errorf("the line %q is none of Why, File, - and +", line)
		}
	}
	return m, nil
}

// apply gives the file's text with the mistake in it.
func (m mistake) apply() ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, m.file))
	if err != nil {
		return nil, err
	}
	if n := strings.Count(string(text), m.old); n != 1 {
		return nil, fmt.Errorf("the old text stands %d times in %s, want once: bring the entry up to date", n, m.file)
	}
	return []byte(strings.Replace(string(text), m.old, m.new, 1)), nil
}

// TestListIsSound: every entry is whole, its text stands where it says, and
// they are as many and as widely spread as promised.
func TestListIsSound(t *testing.T) {
	all := readMistakes(t)
	if len(all) < 30 {
		t.Errorf("%d mistakes, want 30 at least", len(all))
	}
	names, files := map[string]bool{}, map[string]bool{}
	for _, m := range all {
		files[m.file] = true
		sentences := strings.HasSuffix(m.name, ".") && strings.HasSuffix(m.why, ".")
		if names[m.name] || !sentences || m.old == m.new {
			t.Errorf("%q: want a name of its own and a reason, both sentences, and two texts", m.name)
		}
		names[m.name] = true
		if _, err := m.apply(); err != nil {
			t.Errorf("%q: %v", m.name, err)
		}
	}
	if len(files) < 10 {
		t.Errorf("mistakes in %d files, want 10 at least: %v", len(files), files)
	}
}

// TestOnePlaceOnly shows that an entry that fits no place, or two, is refused.
func TestOnePlaceOnly(t *testing.T) {
	for _, old := range []string{"package planted is not there", "e"} {
		m := mistake{file: "iam/eval/doc.go", old: old, new: "x"}
		if _, err := m.apply(); err == nil {
			t.Errorf("the text %q is taken", old)
		}
	}
}

// TestOddParagraphs shows that a line that means nothing is refused.
func TestOddParagraphs(t *testing.T) {
	if m, err := readMistake("A name.\nBecause: no reason.\n-a\n+b\n"); err == nil {
		t.Errorf("taken as %+v", m)
	}
}

// TestFailuresAreTold tells failures of tests from all else.
func TestFailuresAreTold(t *testing.T) {
	tests := []struct {
		name, out string
		want      []string
	}{
		{"a case", "--- FAIL: TestConformance (0.1s)\n    --- FAIL: TestConformance/scp-allows (0.00s)\nFAIL\n", []string{"scp-allows"}},
		{"a test without cases", "--- FAIL: TestAgainstOracle (0.1s)\nFAIL\n", []string{"TestAgainstOracle"}},
		{"nothing", "PASS\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := failures(test.out); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
