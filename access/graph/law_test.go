package graph

import (
	"math/rand/v2"
	"testing"
)

// TestLaws compares searches in random graphs with a naive one that knows only
// the definition: relax all edges until nothing gets better.
func TestLaws(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 2 + r.IntN(9)
		g := random(t, r, n, r.IntN(3*n))
		s := Search{MaxDepth: r.IntN(5), Kinds: KindSet(r.IntN(4))}
		from := NodeID(r.IntN(n))
		tree, want := g.Reach(s, from), naive(g, s, from)
		for to := range NodeID(n) {
			checkReach(t, seed, g, s, tree, from, to, want[to])
		}
	}
}

// best is the quality of a path: verdict first, then length.
type best struct {
	verdict Verdict
	depth   int
}

// naive gives the best path's quality to each node, nil where none leads.
func naive(g *Graph[string], s Search, from NodeID) []*best {
	limit := s.MaxDepth
	if limit == 0 {
		limit = len(g.nodes)
	}
	// shortest[v][n] is the length of the shortest walk over edges up to v.
	out := make([]*best, len(g.nodes))
	for v := Undetermined + 1; v > 0; v-- {
		for n, d := range relax(g, s, from, v-1, limit) {
			if d <= limit {
				out[n] = &best{v - 1, d}
			}
		}
	}
	return out
}

func relax(g *Graph[string], s Search, from NodeID, worst Verdict, limit int) []int {
	dist := make([]int, len(g.nodes))
	for i := range dist {
		dist[i] = limit + 1
	}
	dist[from] = 0
	for range g.nodes {
		for n := range g.nodes {
			for _, e := range g.Out(NodeID(n)) {
				if e.Verdict <= worst && s.Kinds.Has(e.Kind) {
					dist[e.To] = min(dist[e.To], dist[e.From]+1)
				}
			}
		}
	}
	return dist
}

func checkReach(t *testing.T, seed uint64, g *Graph[string], s Search, tree *Tree[string], from, to NodeID, want *best) {
	t.Helper()
	p, ok := tree.Path(to)
	shortest, found := g.Shortest(s, from, to)
	back, backOK := g.ReachedBy(s, to).Path(from)
	if ok != (want != nil) || found != ok || backOK != ok {
		t.Fatalf("seed %d: %d to %d: reach %v, shortest %v, reverse %v, want %v", seed, from, to, ok, found, backOK, want != nil)
	}
	if !ok {
		return
	}
	for name, p := range map[string]Path[string]{"reach": p, "shortest": shortest, "reverse": back} {
		if p.Verdict != want.verdict || len(p.Edges) != want.depth {
			t.Fatalf("seed %d: %s %d to %d: %s in %d, want %+v", seed, name, from, to, p.Verdict, len(p.Edges), *want)
		}
		checkChain(t, seed, s, p, from, to)
	}
	checkAll(t, seed, g, s, from, to, want)
}

// checkChain: a path's edges join, and its verdict and precision follow.
func checkChain(t *testing.T, seed uint64, s Search, p Path[string], from, to NodeID) {
	t.Helper()
	at, verdict, precision := from, Allowed, Exact
	for _, e := range p.Edges {
		if e.From != at || !s.Kinds.Has(e.Kind) {
			t.Fatalf("seed %d: an edge from %d cannot follow after node %d", seed, e.From, at)
		}
		at, verdict, precision = e.To, max(verdict, e.Verdict), precision|e.Precision
	}
	if at != to || verdict != p.Verdict || precision != p.Precision {
		t.Fatalf("seed %d: path ends at %d with %s, %s", seed, at, p.Verdict, p.Precision)
	}
}

// checkAll: AllWithin holds the best path first and only different simple paths.
func checkAll(t *testing.T, seed uint64, g *Graph[string], s Search, from, to NodeID, want *best) {
	t.Helper()
	depth := len(g.nodes)
	paths, truncated := g.AllWithin(s, from, to, depth, 1_000_000)
	if truncated || len(paths) == 0 || paths[0].Verdict != want.verdict || len(paths[0].Edges) != want.depth {
		t.Fatalf("seed %d: %d to %d: %d paths, truncated %v, best is not %+v", seed, from, to, len(paths), truncated, *want)
	}
	seen := make(map[string]bool)
	for _, p := range paths {
		checkChain(t, seed, s, p, from, to)
		if seen[show(p)] {
			t.Fatalf("seed %d: path %s twice", seed, show(p))
		}
		seen[show(p)] = true
	}
	if count := simple(g, s, from, to, map[NodeID]bool{}, 0); count != len(paths) {
		t.Fatalf("seed %d: %d to %d: %d paths, a naive walk counts %d", seed, from, to, len(paths), count)
	}
}

func simple(g *Graph[string], s Search, n, to NodeID, on map[NodeID]bool, depth int) (count int) {
	if s.MaxDepth > 0 && depth > s.MaxDepth {
		return 0
	}
	if n == to {
		return 1
	}
	on[n] = true
	for _, e := range g.Out(n) {
		if !on[e.To] && s.Kinds.Has(e.Kind) {
			count += simple(g, s, e.To, to, on, depth+1)
		}
	}
	on[n] = false
	return count
}
