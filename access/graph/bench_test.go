package graph

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

// The size of a large organization: half a million principals and the groups
// of a factored graph, four edges each.
const (
	benchNodes = 540_000
	benchEdges = 2_200_000
)

// load fills a builder without names that cost: the benchmark is of the graph.
func load(b *testing.B) *Builder[int32] {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	g := NewBuilder[int32](testSchema())
	g.Grow(benchNodes, benchEdges)
	for i := range benchNodes {
		g.Node(thing, strconv.Itoa(i))
	}
	for i := range benchEdges {
		// Accounts of 540 nodes; one edge in 50 leads to another account.
		from := r.IntN(benchNodes)
		to := from/540*540 + r.IntN(540)
		if r.IntN(50) == 0 {
			to = r.IntN(benchNodes)
		}
		g.Edge(Edge[int32]{From: NodeID(from), To: NodeID(to), Verdict: Verdict(r.IntN(20) / 19), Evidence: int32(i)})
	}
	return g
}

func BenchmarkBuild(b *testing.B) {
	loaded := load(b)
	b.ResetTimer()
	for range b.N {
		if _, err := loaded.Build(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClosure finds everything that reaches one of 1,000 nodes, as the
// question for all administrators does.
func BenchmarkClosure(b *testing.B) {
	g, err := load(b).Build()
	if err != nil {
		b.Fatal(err)
	}
	targets := make([]NodeID, 1000)
	for i := range targets {
		targets[i] = NodeID(i * 540)
	}
	b.ResetTimer()
	for range b.N {
		if len(g.ReachedBy(Search{}, targets...).Nodes()) < benchNodes/2 {
			b.Fatal("the closure is too small to measure anything")
		}
	}
}

func BenchmarkSingleTarget(b *testing.B) {
	g, err := load(b).Build()
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range b.N {
		g.ReachedBy(Search{MaxDepth: 10}, 7).Nodes()
	}
}
