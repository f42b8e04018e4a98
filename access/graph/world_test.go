package graph

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// Kinds of the tests.
const (
	thing NodeKind = iota
	other
)

const (
	walkTo Kind = iota
	flyTo
)

func testSchema() Schema {
	return Schema{
		Nodes: []KindDoc{{"thing", "A thing."}, {"other", "Another thing."}},
		Edges: []KindDoc{{"walk", "On foot."}, {"fly", "Through the air."}},
	}
}

// draw builds a graph from lines such as "a>b", "a?b" (conditional) and
// "a!b" (undetermined); a "^" before the line makes it a flight.
func draw(t testing.TB, lines ...string) *Graph[string] {
	t.Helper()
	b := NewBuilder[string](testSchema())
	for _, line := range lines {
		e := Edge[string]{Kind: walkTo, Evidence: line}
		text := line
		if rest, ok := strings.CutPrefix(line, "^"); ok {
			e.Kind, text = flyTo, rest
		}
		i := strings.IndexAny(text, ">?!")
		e.Verdict = Verdict(strings.IndexByte(">?!", text[i]))
		e.From, e.To = b.Node(thing, text[:i]), b.Node(thing, text[i+1:])
		b.Edge(e)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func at(t testing.TB, g interface {
	Find(NodeKind, string) NodeID
}, name string,
) NodeID {
	t.Helper()
	n := g.Find(thing, name)
	if n == NoNode {
		t.Fatalf("no node %s", name)
	}
	return n
}

// show writes a path as its edges' evidence and its verdict.
func show(p Path[string]) string {
	var words []string
	for _, e := range p.Edges {
		words = append(words, e.Evidence)
	}
	return strings.Join(words, " ") + " = " + p.Verdict.String()
}

// random draws a graph of n nodes and m edges, most of them allowed.
func random(t testing.TB, r *rand.Rand, n, m int) *Graph[string] {
	b := NewBuilder[string](testSchema())
	for i := range n {
		b.Node(thing, fmt.Sprint(i))
	}
	for i := range m {
		b.Edge(Edge[string]{
			From: NodeID(r.IntN(n)), To: NodeID(r.IntN(n)), Kind: Kind(r.IntN(2)),
			Verdict: Verdict(max(0, r.IntN(6)-3)), Precision: Precision(max(0, r.IntN(8)-4)), Evidence: fmt.Sprint(i),
		})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}
