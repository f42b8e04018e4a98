package deptest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// pkg is one folder with Go files.
type pkg struct {
	dir   string // from the root, "iam/eval"
	files []file
}

// file is one parsed Go file. Its path is from the root.
type file struct {
	path  string
	test  bool
	lines int
	ast   *ast.File
}

// tree is everything that is parsed, once for all tests.
type tree struct {
	set      *token.FileSet
	packages []*pkg
}

var wholeTree = sync.OnceValues(func() (*tree, error) { return readTree("../..") })

func load(t *testing.T) *tree {
	t.Helper()
	tr, err := wholeTree()
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// readTree parses all Go files of the main module below root.
func readTree(root string) (*tree, error) {
	t := &tree{set: token.NewFileSet()}
	byDir := make(map[string]*pkg)
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return foreign(root, name, d)
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		f, err := t.read(root, name)
		if err != nil {
			return err
		}
		dir := path.Dir(f.path)
		if byDir[dir] == nil {
			byDir[dir] = &pkg{dir: dir}
			t.packages = append(t.packages, byDir[dir])
		}
		byDir[dir].files = append(byDir[dir].files, f)
		return nil
	})
	return t, err
}

// foreign skips folders that are not part of the module's tree.
func foreign(root, name string, d fs.DirEntry) error {
	base := d.Name()
	if base == "testdata" || base == "node_modules" || name != root && strings.HasPrefix(base, ".") {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil && name != root {
		return fs.SkipDir
	}
	return nil
}

func (t *tree) read(root, name string) (file, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return file{}, err
	}
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return file{}, err
	}
	f := file{path: filepath.ToSlash(rel), test: strings.HasSuffix(name, "_test.go"), lines: strings.Count(string(text), "\n")}
	f.ast, err = parser.ParseFile(t.set, f.path, text, parser.ParseComments)
	return f, err
}

// imports lists what a file imports.
func (f file) imports() []string {
	var list []string
	for _, spec := range f.ast.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// local turns an import path of this module into a folder.
func local(importPath string) (dir string, ok bool) {
	return strings.CutPrefix(importPath, module+"/")
}

// within tells whether a folder or import path is p or below it.
func within(name, p string) bool { return name == p || strings.HasPrefix(name, p+"/") }
