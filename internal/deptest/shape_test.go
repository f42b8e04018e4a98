package deptest

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a file has without a reason.
const longest = 400

// vague are words that say nothing about what is in a file or a folder.
var vague = [...]string{"helper", "helpers", "util", "utils", "common", "misc", "shared", "manager", "handler2", "stuff", "base", "core"}

func TestEveryPackageIsDocumented(t *testing.T) {
	for _, p := range load(t).packages {
		docs := 0
		for _, f := range p.files {
			if f.ast.Doc != nil && !strings.HasSuffix(f.ast.Name.Name, "_test") {
				docs++
				checkDoc(t, p, f)
			}
		}
		if docs != 1 {
			t.Errorf("%s has %d package comments, want 1", p.dir, docs)
		}
	}
}

func checkDoc(t *testing.T, p *pkg, f file) {
	want := "Package " + f.ast.Name.Name + " "
	if f.ast.Name.Name == "main" {
		want = "Command " + path.Base(p.dir) + " "
	}
	if !strings.HasPrefix(f.ast.Doc.Text(), want) {
		t.Errorf("%s: the package comment does not begin with %q", f.path, want)
	}
}

func TestNamesSayWhatIsInside(t *testing.T) {
	for _, p := range load(t).packages {
		for _, f := range p.files {
			name := strings.TrimSuffix(strings.TrimSuffix(f.path, ".go"), "_test")
			for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '_' }) {
				if slices.Contains(vague[:], word) {
					t.Errorf("%s: %q does not say what is inside", f.path, word)
				}
			}
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	reasons := LongFiles()
	for _, p := range load(t).packages {
		for _, f := range p.files {
			_, listed := reasons[f.path]
			if f.lines > longest && !listed {
				t.Errorf("%s has %d lines: part it, or give the reason in exceptions.go", f.path, f.lines)
			}
			if f.lines <= longest && listed {
				t.Errorf("%s has %d lines: it needs no exception any more", f.path, f.lines)
			}
			delete(reasons, f.path)
		}
	}
	for name := range reasons {
		t.Errorf("exceptions.go names %s, which is not there", name)
	}
}

func TestNothingIsLeftUndone(t *testing.T) {
	for _, p := range load(t).packages {
		for _, f := range p.files {
			for _, group := range f.ast.Comments {
				for _, mark := range [...]string{"TO" + "DO", "FIX" + "ME", "XX" + "X:"} {
					if strings.Contains(group.Text(), mark) {
						t.Errorf("%s: a comment says %s: do it, or write it in docs/plan.md", load(t).set.Position(group.Pos()), mark)
					}
				}
			}
		}
	}
}

// reading and waiting are the functions of package time that use the clock.
var (
	reading = [...]string{"Now", "Since", "Until"}
	waiting = [...]string{"Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
)

func TestClockComesIn(t *testing.T) {
	for _, p := range load(t).packages {
		for _, f := range p.files {
			if !f.test {
				report(t, clocks(p.dir, f))
			}
		}
	}
}

// clocks lists the uses of the clock that a folder may not make.
func clocks(dir string, f file) (complaints []string) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if !ok || x.Name != "time" {
			return true
		}
		if slices.Contains(reading[:], s.Sel.Name) && Clocks()[dir] == "" {
			complaints = append(complaints, f.path+" uses time."+s.Sel.Name+": in "+dir+" the time is an argument")
		}
		if slices.Contains(waiting[:], s.Sel.Name) && Clocks()[dir]+Waits()[dir] == "" {
			complaints = append(complaints, f.path+" uses time."+s.Sel.Name+": "+dir+" never waits")
		}
		return true
	})
	return complaints
}

func TestNoInit(t *testing.T) {
	for _, p := range load(t).packages {
		for _, f := range p.files {
			for _, d := range f.ast.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s has an init function: work begins when it is asked for", f.path)
				}
			}
		}
	}
}
