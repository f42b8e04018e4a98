package graph

import (
	"strings"
	"testing"
)

func TestBuildRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		schema Schema
		fill   func(b *Builder[string])
		want   string
	}{
		"an unregistered edge kind": {testSchema(), func(b *Builder[string]) {
			b.Edge(Edge[string]{From: b.Node(thing, "a"), To: b.Node(thing, "b"), Kind: 9})
		}, "unregistered kind 9"},
		"an unregistered node kind": {testSchema(), func(b *Builder[string]) { b.Node(7, "a") }, "unregistered kind 7"},
		"a node never added": {testSchema(), func(b *Builder[string]) {
			b.Edge(Edge[string]{From: b.Node(thing, "a"), To: 3})
		}, "never added"},
		"no node": {testSchema(), func(b *Builder[string]) {
			b.Edge(Edge[string]{From: NoNode, To: b.Node(thing, "a")})
		}, "never added"},
		"a verdict that does not exist": {testSchema(), func(b *Builder[string]) {
			a := b.Node(thing, "a")
			b.Edge(Edge[string]{From: a, To: a, Verdict: 3})
		}, "do not exist"},
		"a kind without doc": {Schema{Edges: []KindDoc{{Name: "walk"}}}, func(*Builder[string]) {}, "doc sentence"},
		"a name twice":       {Schema{Edges: []KindDoc{{"walk", "x"}, {"walk", "y"}}}, func(*Builder[string]) {}, "name of its own"},
		"too many kinds":     {Schema{Nodes: make([]KindDoc, 65)}, func(*Builder[string]) {}, "65 kinds"},
	} {
		b := NewBuilder[string](c.schema)
		c.fill(b)
		if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestNodesAndEdges(t *testing.T) {
	g := draw(t, "a>b", "c?b", "a>b")
	if nodes, edges := g.Len(); nodes != 3 || edges != 3 {
		t.Errorf("%d nodes, %d edges", nodes, edges)
	}
	if out := g.Out(at(t, g, "a")); len(out) != 2 || out[0].Evidence != "a>b" {
		t.Errorf("out of a: %v", out)
	}
	if in := g.In(at(t, g, "b")); len(in) != 3 || in[2].Verdict != Conditional {
		t.Errorf("into b: %v", in)
	}
	if g.Find(other, "a") != NoNode || g.Node(at(t, g, "c")) != (Node{thing, "c"}) {
		t.Error("kind and id together name a node")
	}
	if g.Doc(flyTo).Name != "fly" || g.NodeDoc(other).Name != "other" {
		t.Error("kinds lost their docs")
	}
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		Allowed.String(): "allowed", Conditional.String(): "conditional", Undetermined.String(): "undetermined",
		Exact.String(): "exact", Over.String(): "over", Under.String(): "under", (Over | Under).String(): "rough",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
