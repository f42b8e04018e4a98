package deptest

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// planted parses a package that is not there.
func planted(t *testing.T, dir, name, text string) (*tree, *pkg) {
	t.Helper()
	tr := &tree{set: token.NewFileSet()}
	f, err := parser.ParseFile(tr.set, dir+"/"+name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p := &pkg{dir: dir, files: []file{{path: dir + "/" + name, test: strings.HasSuffix(name, "_test.go"), ast: f}}}
	return tr, p
}

// TestPlantedImports shows that the checks of imports find what they are for.
func TestPlantedImports(t *testing.T) {
	tests := []struct {
		name, dir, file, path string
		want                  int // complaints
	}{
		{"an arrow goes up", "snapshot", "a.go", "sightline/cli", 1},
		{"neighbours see each other", "store/sqlite", "a.go", "sightline/store/memory", 1},
		{"collect and store see each other", "store/sqlite", "a.go", "sightline/collect/file", 1},
		{"the evaluator reads the catalog", "iam/eval", "a.go", "sightline/iam/catalog", 1},
		{"the program links tests", "cli", "a.go", "sightline/store/storetest", 1},
		{"the oracle shares code", "internal/oracle", "a.go", "sightline/iam/glob", 2},
		{"the language reads files", "iam/policy", "a.go", "os", 1},
		{"a file of a platform runs programs", "iam/arn", "a_windows.go", "os/exec", 1},
		{"the network in a pure room", "access/reach", "a.go", "net", 1},
		{"an address is a value", "access/reach", "a.go", "net/netip", 0},
		{"an unknown module", "cli", "a.go", "example.com/other", 1},
		{"a module outside its room", "snapshot", "a.go", "modernc.org/sqlite", 1},
		{"a module of tests in the program", "cli", "a.go", "github.com/google/go-cmp/cmp", 1},
		{"a module of tests in tests", "cli", "a_test.go", "github.com/google/go-cmp/cmp", 0},
		{"cgo", "store/sqlite", "a.go", "C", 1},
		{"an arrow goes down", "cli", "a.go", "sightline/store/sqlite", 0},
		{"a test looks at a package from any side", "iam/eval", "a_test.go", "sightline/internal/casefile", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, p := planted(t, test.dir, test.file, "package x")
			f := p.files[0]
			got := append(upward(p, f, test.path), impure(p, f, test.path)...)
			got = append(got, foreignModule(p, f, test.path)...)
			for _, r := range Rules() {
				got = append(got, r.broken(p, f, test.path)...)
			}
			if min(len(got), 1) != min(test.want, 1) || len(got) < test.want {
				t.Errorf("%d complaints, want %d: %q", len(got), test.want, got)
			}
		})
	}
}

// TestPlantedState shows which package variables are found and which are not.
func TestPlantedState(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"assigned", `var v = 1; func f() { v = 2 }`, "is assigned to"},
		{"assigned in a closure", `var v = 1; var g = func() { v = 2 }`, "is assigned to"},
		{"counted", `var v = 1; func f() { v++ }`, "is counted"},
		{"element", `var v = map[string]int{}; func f() { v["a"] = 2 }`, "is assigned to"},
		{"field behind a pointer", `var v = &t{}; type t struct{ a []int }; func f() { (*v).a[0] = 2 }`, "is assigned to"},
		{"deleted from", `var v = map[string]int{}; func f() { delete(v, "a") }`, "by delete"},
		{"address", `var v = 1; func f() *int { return &v }`, "by its address"},
		{"loop", `var v int; func f() { for v = range 3 {} }`, "by a loop"},
		{"exported", `var V = []int{1}`, "is exported"},
		{"no value", `var v []int`, "has no value"},
		{"a lock", `import "sync"; var v = sync.Mutex{}`, "made to be changed"},
		{"a pool behind a pointer", `import "sync"; var v = &sync.Pool{}`, "made to be changed"},
		{"a table", `var v = []int{1}; func f() int { return v[0] }`, ""},
		{"a local of the same name", `var v = 1; func f() { v := 2; v = 3; _ = v }`, ""},
		{"a field of the same name", `var v = 1; type t struct{ v int }; func (x *t) f() { x.v = 3 }`, ""},
		{"once", `import "sync"; var v = sync.OnceValue(f); func f() int { return 1 }`, ""},
		{"a public error", `import "errors"; var ErrV = errors.New("no")`, ""},
		{"embedded", "import _ \"embed\"\n//go:embed a.txt\nvar v string", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tr, p := planted(t, "x", "a.go", "package x; "+test.text)
			got := newState(tr, p).complaints()
			if test.want == "" && len(got) > 0 || test.want != "" && len(got) != 1 {
				t.Fatalf("complaints: %v", got)
			}
			for _, complaint := range got {
				if !strings.Contains(complaint, test.want) {
					t.Errorf("%q, want %q", complaint, test.want)
				}
			}
		})
	}
}

// TestPlantedClock shows that reading the clock and waiting are found.
func TestPlantedClock(t *testing.T) {
	_, p := planted(t, "store/sqlite", "a.go", `package x; func f() { _ = time.Now; time.Sleep(1); _ = time.Second }`)
	f := p.files[0]
	for dir, want := range map[string]int{"iam/eval": 2, "store/sqlite": 1, "cli": 0} {
		if got := clocks(dir, f); len(got) != want {
			t.Errorf("%s: %d complaints, want %d: %q", dir, len(got), want, got)
		}
	}
}
