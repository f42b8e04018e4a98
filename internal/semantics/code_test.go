package semantics

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestCodeReferencesExist reads items such as "- `iam/eval/decide.go`: `rule`"
// under Code: the file must be there and declare every name behind it.
func TestCodeReferencesExist(t *testing.T) {
	declared := make(map[string]map[string]bool)
	for _, p := range readPages(t) {
		for _, item := range strings.Split(p.parts["Code"], "\n- ") {
			words := quoted(item)
			if len(words) == 0 {
				t.Errorf("%s: under Code, %q names no file", p.name, item)
				continue
			}
			file := words[0]
			if declared[file] == nil {
				declared[file] = declarations(t, p.name, file)
			}
			for _, name := range words[1:] {
				if !declared[file][name] {
					t.Errorf("%s: %s declares no %s", p.name, file, name)
				}
			}
		}
	}
	if len(declared) < 20 {
		t.Errorf("the pages name only %d files", len(declared))
	}
}

// declarations lists the functions, methods, types, constants and variables of
// a file.
func declarations(t *testing.T, page, file string) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Errorf("%s: %v", page, err)
		return names
	}
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names[d.Name.Name] = true
		case *ast.GenDecl:
			addSpecs(names, d)
		}
	}
	return names
}

func addSpecs(names map[string]bool, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names[spec.Name.Name] = true
		case *ast.ValueSpec:
			for _, n := range spec.Names {
				names[n.Name] = true
			}
		}
	}
}
