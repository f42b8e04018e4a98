package deptest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// eachImport calls f for every import of every file.
func eachImport(t *testing.T, f func(p *pkg, file file, path string)) {
	t.Helper()
	for _, p := range load(t).packages {
		for _, file := range p.files {
			for _, path := range file.imports() {
				f(p, file, path)
			}
		}
	}
}

// report fails the test with each complaint.
func report(t *testing.T, complaints []string) {
	t.Helper()
	for _, c := range complaints {
		t.Error(c)
	}
}

func places() map[string]Place {
	m := make(map[string]Place)
	for _, p := range House() {
		m[p.Dir] = p
	}
	return m
}

func TestEveryPackageHasAFloor(t *testing.T) {
	known := places()
	for _, p := range load(t).packages {
		if _, ok := known[p.dir]; !ok {
			t.Errorf("%s stands on no floor: add it to floors.go, with the reason", p.dir)
		}
		delete(known, p.dir)
	}
	for dir := range known {
		t.Errorf("floors.go has %s, which is not there", dir)
	}
	if len(places()) != len(House()) {
		t.Error("floors.go has a package twice")
	}
}

func TestArrowsGoDown(t *testing.T) {
	eachImport(t, func(p *pkg, file file, path string) { report(t, upward(p, file, path)) })
}

// upward says what is wrong with the direction of an import.
func upward(p *pkg, f file, path string) (complaints []string) {
	dir, ours := local(path)
	if !ours || f.test {
		return nil
	}
	from, to := places()[p.dir], places()[dir]
	if to.Floor >= from.Floor {
		complaints = append(complaints, fmt.Sprintf("%s (floor %d) imports %s, which does not stand lower (floor %d): %s", f.path, from.Floor, dir, to.Floor, to.Why))
	}
	if to.TestsOnly && !from.TestsOnly {
		complaints = append(complaints, f.path+" imports "+dir+", which is for tests only")
	}
	return complaints
}

func TestNeverImports(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.Room, func(t *testing.T) {
			eachImport(t, func(p *pkg, file file, path string) { report(t, rule.broken(p, file, path)) })
		})
	}
}

// broken says which import a rule forbids.
func (r Rule) broken(p *pkg, f file, path string) (complaints []string) {
	if f.test || !within(p.dir, r.Room) {
		return nil
	}
	for _, never := range r.Never {
		if within(path, never) {
			complaints = append(complaints, f.path+" imports "+path+"; "+r.Room+" never does: "+r.Why)
		}
	}
	return complaints
}

func TestPureRooms(t *testing.T) {
	eachImport(t, func(p *pkg, file file, path string) { report(t, impure(p, file, path)) })
}

func impure(p *pkg, f file, path string) []string {
	if f.test || !pure(p) {
		return nil
	}
	if slices.Contains(ImpureAlone(), path) || slices.ContainsFunc(Impure(), func(i string) bool { return within(path, i) }) {
		return []string{f.path + " imports " + path + ": a pure room has no network, files, clock or chance"}
	}
	return nil
}

// pure tells of rooms of pure functions; a program in one, such as the
// generator of the catalog, is none.
func pure(p *pkg) bool {
	return p.files[0].ast.Name.Name != "main" && slices.ContainsFunc(PureRooms(), func(room string) bool { return within(p.dir, room) })
}

func TestModules(t *testing.T) {
	eachImport(t, func(p *pkg, file file, path string) { report(t, foreignModule(p, file, path)) })
}

func foreignModule(p *pkg, f file, path string) []string {
	first, _, _ := strings.Cut(path, "/")
	if path != "C" && !strings.Contains(first, ".") {
		return nil // the standard library, or ours
	}
	if slices.ContainsFunc(Modules(), func(m Module) bool { return m.admits(p, f, path) }) {
		return nil
	}
	return []string{f.path + " imports " + path + ": modules.go has no line that allows it here"}
}

// admits tells whether a line allows an import.
func (m Module) admits(p *pkg, f file, path string) bool {
	return within(path, m.Path) && (f.test || !m.Tests) &&
		slices.ContainsFunc(m.Rooms, func(room string) bool { return room == "" || within(p.dir, room) })
}
