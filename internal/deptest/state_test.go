package deptest

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// TestNoStateInPackages proves that package variables are tables: none is
// assigned to, incremented, written into, cleared or handed out by address, and
// none but errors is exported, so that nobody else can.
func TestNoStateInPackages(t *testing.T) {
	tr, excused := load(t), Variables()
	for _, p := range tr.packages {
		for name, complaint := range newState(tr, p).complaints() {
			if _, listed := excused[name]; !listed {
				t.Errorf("%s %s", name, complaint)
			}
			delete(excused, name)
		}
	}
	for name := range excused {
		t.Errorf("exceptions.go excuses %s, which needs no excuse or is not there", name)
	}
}

// declared is how a variable came to be.
type declared struct {
	value    ast.Expr
	embedded bool
}

// state are the package variables of one package and the writes to them.
type state struct {
	dir    string
	vars   map[*types.Var]declared
	writes map[*types.Var]string
	uses   map[*ast.Ident]types.Object
}

// newState resolves names within the package alone: imports stay empty, which
// leaves errors that do not matter here.
func newState(tr *tree, p *pkg) *state {
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: noImports{}, Error: func(error) {}}
	var files []*ast.File
	for _, f := range p.files {
		if !f.test {
			files = append(files, f.ast)
		}
	}
	_, _ = conf.Check(p.dir, tr.set, files, info) // the errors are about imports
	s := &state{dir: p.dir, vars: map[*types.Var]declared{}, writes: map[*types.Var]string{}, uses: info.Uses}
	for _, f := range files {
		s.declarations(f, info)
	}
	for _, f := range files {
		ast.Inspect(f, s.look)
	}
	return s
}

type noImports struct{}

// Import gives an empty package for every path.
func (noImports) Import(path string) (*types.Package, error) {
	name := path[strings.LastIndexByte(path, '/')+1:]
	p := types.NewPackage(path, name)
	p.MarkComplete()
	return p, nil
}

func (s *state) declarations(f *ast.File, info *types.Info) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, one := range g.Specs {
			spec := one.(*ast.ValueSpec)
			for i, name := range spec.Names {
				v, ok := info.Defs[name].(*types.Var)
				if !ok || name.Name == "_" {
					continue
				}
				s.vars[v] = declared{valueOf(spec, i), embeds(g.Doc) || embeds(spec.Doc)}
			}
		}
	}
}

func valueOf(spec *ast.ValueSpec, i int) ast.Expr {
	switch {
	case i < len(spec.Values):
		return spec.Values[i]
	case len(spec.Values) == 1: // var a, b = f()
		return spec.Values[0]
	default:
		return nil
	}
}

func embeds(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	for _, c := range doc.List {
		if strings.HasPrefix(c.Text, "//go:embed ") {
			return true
		}
	}
	return false
}

// look notes what one node writes.
func (s *state) look(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		for _, left := range n.Lhs {
			s.wrote(left, "is assigned to")
		}
	case *ast.IncDecStmt:
		s.wrote(n.X, "is counted up or down")
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			s.wrote(n.X, "is handed out by its address")
		}
	case *ast.RangeStmt:
		s.wrote(n.Key, "is assigned to by a loop")
		s.wrote(n.Value, "is assigned to by a loop")
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (f.Name == "delete" || f.Name == "clear" || f.Name == "copy") {
			s.wrote(n.Args[0], "is changed by "+f.Name)
		}
	}
	return true
}

// wrote finds the variable at the root of an expression: v, v.f, v[i], *v.
func (s *state) wrote(e ast.Expr, how string) {
	for {
		switch x := e.(type) {
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.Ident:
			if v, ok := s.uses[x].(*types.Var); ok {
				s.writes[v] = how
			}
			return
		default:
			return
		}
	}
}

// complaints lists the variables that may hold state, as "folder.name".
func (s *state) complaints() map[string]string {
	out := make(map[string]string)
	for v, d := range s.vars {
		if c := s.complaint(v, d); c != "" {
			out[s.dir+"."+v.Name()] = c
		}
	}
	return out
}

// complaint says why a variable may hold state, or nothing.
func (s *state) complaint(v *types.Var, d declared) string {
	isError := strings.HasPrefix(strings.ToLower(v.Name()), "err") && calls(d.value, "errors", "fmt")
	switch {
	case s.writes[v] != "":
		return s.writes[v] + ": packages keep no state"
	case d.embedded || isError:
		return ""
	case v.Exported():
		return "is exported, so that others can change it: make it a function"
	case d.value == nil:
		return "has no value: packages keep no state"
	case calls(d.value, "sync", "atomic") && !once(d.value):
		return "is made to be changed: packages keep no state"
	}
	return ""
}

// calls tells whether a value is made by one of the packages: a call or a
// literal of a type of theirs.
func calls(e ast.Expr, packages ...string) bool {
	name := made(e)
	for _, p := range packages {
		if strings.HasPrefix(name, p+".") {
			return true
		}
	}
	return false
}

func once(e ast.Expr) bool {
	name := made(e)
	return name == "sync.OnceValue" || name == "sync.OnceValues"
}

// made names the function or type that makes a value: "sync.OnceValue".
func made(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.CallExpr:
		return made(e.Fun)
	case *ast.CompositeLit:
		return made(e.Type)
	case *ast.UnaryExpr:
		return made(e.X)
	case *ast.IndexExpr: // a type argument
		return made(e.X)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return x.Name + "." + e.Sel.Name
		}
	}
	return ""
}
