package deptest

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestArchitectureNamesEveryPackage keeps the table of docs/ARCHITECTURE.md
// equal to the house.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	text, err := os.ReadFile("../../docs/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	named := packagesIn(string(text))
	for dir := range places() {
		if !named[dir] {
			t.Errorf("docs/ARCHITECTURE.md has no row for %s", dir)
		}
		delete(named, dir)
	}
	for dir := range named {
		t.Errorf("docs/ARCHITECTURE.md has a row for %s, which stands on no floor", dir)
	}
}

// packagesIn reads the first column of the table below "What each package owns".
func packagesIn(text string) map[string]bool {
	_, section, _ := strings.Cut(text, "## 2. ")
	section, _, _ = strings.Cut(section, "\n## ")
	named := make(map[string]bool)
	quoted := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(cells[1], -1) {
			named[m[1]] = true
		}
	}
	return named
}

func TestPackagesInATable(t *testing.T) {
	got := packagesIn("## 2. Rooms\n| package | owns |\n|---|---|\n| `a/b`, `c` | uses `d` |\n## 3. Other\n| `e` | x |\n")
	if len(got) != 2 || !got["a/b"] || !got["c"] {
		t.Errorf("found %v, want a/b and c", got)
	}
}

// TestLicencesAreThere proves that the licence of every linked module ships
// with the program. scripts/licences.sh writes the file.
func TestLicencesAreThere(t *testing.T) {
	text, err := os.ReadFile("../../LICENSES/go-modules.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "sightline/cmd/sightline")
	list.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	linked := strings.Fields(strings.ReplaceAll(string(out), " ", "@"))
	if len(linked) == 0 {
		t.Fatal("no linked module found")
	}
	for _, m := range linked {
		heading := "\n=== " + strings.Replace(m, "@", " ", 1) + "\n"
		if !strings.Contains(string(text), heading) {
			t.Errorf("LICENSES/go-modules.txt lacks %s: run scripts/licences.sh", m)
		}
	}
}
