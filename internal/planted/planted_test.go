package planted

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	// The tests that look for the mistakes ask these: a result is kept no
	// longer than they are unchanged.
	_ "sightline/iam/eval"
	_ "sightline/internal/casefile"
	_ "sightline/internal/oracle"
)

// A judge is a package whose tests may find a mistake. Cases come first: what
// they find needs no oracle.
type judge struct {
	pkg, run string
	oracle   bool
}

var judges = [...]judge{
	{"internal/semantics", "^(TestCases|TestStacks|TestPublic)$", false},
	{"iam/eval", "^TestWhatIsNotKnown$", false},
	{"internal/trial", "^TestAgainstOracle$", true},
}

// oracleCases are the random cases that the oracle has to find a mistake.
const oracleCases = 20_000

// sample is how many mistakes are tried unless more are asked for.
const sample = 6

// TestPlantedMistakes puts each mistake into the evaluator and demands that a
// test fails.
func TestPlantedMistakes(t *testing.T) {
	keepWhile(t, "testdata/conformance/evaluate", "testdata/cases", "internal/semantics", "internal/trial", "iam/eval")
	all := readMistakes(t)
	chosen, reason := choose(t, all)
	t.Logf("%d of %d mistakes: %s", len(chosen), len(all), reason)
	var table strings.Builder
	for _, m := range chosen {
		t.Run(m.name, func(t *testing.T) {
			fmt.Fprintf(&table, "%-90s  %s\n", m.name, m.find(t))
		})
	}
	t.Logf("mistake, and what caught it\n%s", table.String())
}

// keepWhile reads what only the child processes depend on, so that a kept
// result of this test counts only while it is unchanged.
func keepWhile(t *testing.T, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(root, folder, "*.*"))
		for _, file := range files {
			if _, err := os.ReadFile(file); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// choose picks the mistakes to try and says why these.
func choose(t *testing.T, all []mistake) (chosen []mistake, reason string) {
	t.Helper()
	wanted, n := os.Getenv("SIGHTLINE_PLANTED"), sample
	if wanted == "all" {
		return all, "SIGHTLINE_PLANTED=all"
	}
	if wanted != "" {
		var err error
		if n, err = strconv.Atoi(wanted); err != nil || n < 1 {
			t.Fatalf("SIGHTLINE_PLANTED=%q: must be \"all\" or a positive number", wanted)
		}
	}
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("SIGHTLINE_SEED"), "1"), 10, 64)
	if err != nil {
		t.Fatalf("SIGHTLINE_SEED: %v", err)
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, i := range rng.Perm(len(all))[:min(n, len(all))] {
		chosen = append(chosen, all[i])
	}
	return chosen, fmt.Sprintf("a sample, since tests are built anew for each; SIGHTLINE_SEED=%d chose it, SIGHTLINE_PLANTED=all tries all", seed)
}

// find asks the judges in order and says which one caught the mistake. One
// that nobody catches, or that is no Go, is an error.
func (m mistake) find(t *testing.T) string {
	t.Helper()
	overlay := m.overlay(t)
	for _, j := range judges {
		caught := j.failing(t, overlay)
		if t.Failed() {
			return "no judge: see above"
		}
		if len(caught) > 0 {
			return j.report(caught)
		}
	}
	t.Errorf("nothing catches it.\nin %s, instead of\n%s\nstands\n%s\n%s", m.file, m.old, m.new, m.why)
	return "NOTHING"
}

func (j judge) report(caught []string) string {
	if j.oracle {
		return "the oracle"
	}
	if len(caught) == 1 {
		return "case " + caught[0]
	}
	return fmt.Sprintf("case %s and %d more", caught[0], len(caught)-1)
}

// overlay writes the changed file and gives the map for the go command.
func (m mistake) overlay(t *testing.T) string {
	t.Helper()
	changed, err := m.apply()
	if err != nil {
		t.Fatal(err)
	}
	original, err := filepath.Abs(filepath.Join(root, m.file))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copied, file := filepath.Join(dir, "changed.go"), filepath.Join(dir, "overlay.json")
	mapping, err := json.Marshal(map[string]map[string]string{"Replace": {original: copied}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{copied: changed, file: mapping} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// failing builds a judge's tests with the mistake, runs them and names those
// that fail. The build must succeed: a mistake that is no Go proves nothing.
func (j judge) failing(t *testing.T, overlay string) []string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "judge.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binary, "./"+j.pkg)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("the mistake does not compile, so it proves nothing: %v\n%s", err, out)
		return nil
	}
	run := exec.Command(binary, "-test.run", j.run, "-test.timeout=5m")
	run.Dir = filepath.Join(root, j.pkg)
	run.Env = append(os.Environ(), fmt.Sprintf("SIGHTLINE_CASES=%d", oracleCases))
	out, err := run.CombinedOutput()
	caught := failures(string(out))
	if (err != nil) != (len(caught) > 0) {
		t.Errorf("%s ended with %v, but tells of %d failures\n%s", j.pkg, err, len(caught), out)
	}
	return caught
}

var failed = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// failures names the failed tests of an output: cases by their own name, and
// a test without cases by the test's.
func failures(out string) (names []string) {
	for _, found := range failed.FindAllStringSubmatch(out, -1) {
		if _, name, ok := strings.Cut(found[1], "/"); ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		for _, found := range failed.FindAllStringSubmatch(out, -1) {
			names = append(names, found[1])
		}
	}
	slices.Sort(names)
	return names
}
