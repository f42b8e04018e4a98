package graph

import "slices"

// maxSteps limits the work of AllWithin: it may try exponentially many walks.
const maxSteps = 4_000_000

// AllWithin lists the simple paths between two nodes with at most depth edges,
// by verdict, then by length. If there are more than limit, the shortest are
// kept and truncated is true; so it is if the search gave up after millions of
// steps. Search.MaxDepth, if smaller, holds too.
func (g *Graph[E]) AllWithin(s Search, from, to NodeID, depth, limit int) (paths []Path[E], truncated bool) {
	if s.MaxDepth > 0 {
		depth = min(depth, s.MaxDepth)
	}
	w := &walk[E]{g: g, search: s, to: to, limit: limit, on: make(map[NodeID]bool)}
	w.left = g.level(Search{MaxDepth: depth, Kinds: s.Kinds}, true, Undetermined, []NodeID{to}, NoNode)
	// No simple path has as many edges as there are nodes.
	for length := 0; length <= min(depth, len(g.nodes)-1) && !w.done; length++ {
		w.from(from, length)
	}
	slices.SortStableFunc(w.paths, func(a, b Path[E]) int { return int(a.Verdict) - int(b.Verdict) })
	return w.paths, w.done
}

// walk is a depth-first search for paths of one exact length.
type walk[E any] struct {
	g      *Graph[E]
	search Search
	to     NodeID
	limit  int
	left   *level // how far each node is from the target
	on     map[NodeID]bool
	edges  []int32
	steps  int
	paths  []Path[E]
	done   bool
}

func (w *walk[E]) from(n NodeID, length int) {
	if n == w.to {
		if length == 0 {
			w.found()
		}
		return
	}
	if length == 0 {
		return
	}
	w.on[n] = true
	for e := w.g.out[n]; e < w.g.out[n+1] && !w.done; e++ {
		if next := w.g.target[e]; w.leads(e, next, length-1) {
			w.edges = append(w.edges, e)
			w.from(next, length-1)
			w.edges = w.edges[:len(w.edges)-1]
		}
	}
	delete(w.on, n)
}

// leads tells whether an edge can be part of a path with so many edges after it.
func (w *walk[E]) leads(e int32, next NodeID, after int) bool {
	w.steps++
	if w.steps > maxSteps {
		w.done = true
		return false
	}
	return w.left.via[next] != unreached && int(w.left.depth[next]) <= after && !w.on[next] &&
		w.g.labels[e].follows(w.search.Kinds, Undetermined)
}

func (w *walk[E]) found() {
	if len(w.paths) >= w.limit {
		w.done = true
		return
	}
	edges := make([]Edge[E], len(w.edges))
	for i, e := range w.edges {
		edges[i] = w.g.edge(e)
	}
	w.paths = append(w.paths, pathOf(edges))
}
