package graph

// A Search limits which paths count. The zero value counts all.
type Search struct {
	// MaxDepth is the greatest number of edges in a path; 0 sets no limit.
	MaxDepth int
	// Kinds are the edges to follow.
	Kinds KindSet
}

// A Tree is what a search found: for every node it reached, the best path.
// A path is better if its verdict is, and of equal verdict if it is shorter;
// of those still equal, the one whose edges were added first.
type Tree[E any] struct {
	g       *Graph[E]
	reverse bool
	levels  [verdicts]*level
}

// A level is one breadth-first search over the edges of a verdict or better.
type level struct {
	via   []int32 // the edge by which a node was reached, or one of the signs below
	depth []int32
	order []NodeID
}

const (
	unreached int32 = -1
	start     int32 = -2
)

// Reach finds every node to which a path leads from one of the starts.
func (g *Graph[E]) Reach(s Search, starts ...NodeID) *Tree[E] { return g.search(s, false, starts) }

// ReachedBy finds every node from which a path leads to one of the targets.
func (g *Graph[E]) ReachedBy(s Search, targets ...NodeID) *Tree[E] { return g.search(s, true, targets) }

// search runs one search a verdict: the shortest path whose worst edge is
// conditional may enter a node by another way than the best path to that node.
func (g *Graph[E]) search(s Search, reverse bool, starts []NodeID) *Tree[E] {
	t := &Tree[E]{g: g, reverse: reverse}
	for v := Allowed; v < verdicts; v++ {
		if v > Allowed && !g.has[v] {
			t.levels[v] = t.levels[v-1]
			continue
		}
		t.levels[v] = g.level(s, reverse, v, starts, NoNode)
	}
	return t
}

// level searches over edges of a verdict or better, until it finds a node.
func (g *Graph[E]) level(s Search, reverse bool, worst Verdict, starts []NodeID, until NodeID) *level {
	l := &level{via: make([]int32, len(g.nodes)), depth: make([]int32, len(g.nodes))}
	for i := range l.via {
		l.via[i] = unreached
	}
	for _, n := range starts {
		if n >= 0 && int(n) < len(g.nodes) && l.via[n] == unreached {
			l.via[n] = start
			l.order = append(l.order, n)
		}
	}
	for at := 0; at < len(l.order); at++ {
		n := l.order[at]
		if n == until || s.MaxDepth > 0 && int(l.depth[n]) >= s.MaxDepth {
			break // all that follow are at least as deep
		}
		if reverse {
			g.enter(l, s.Kinds, worst, n)
		} else {
			g.leave(l, s.Kinds, worst, n)
		}
	}
	return l
}

func (g *Graph[E]) leave(l *level, kinds KindSet, worst Verdict, n NodeID) {
	for e := g.out[n]; e < g.out[n+1]; e++ {
		if to := g.target[e]; l.via[to] == unreached && g.labels[e].follows(kinds, worst) {
			l.via[to], l.depth[to] = e, l.depth[n]+1
			l.order = append(l.order, to)
		}
	}
}

func (g *Graph[E]) enter(l *level, kinds KindSet, worst Verdict, n NodeID) {
	for at := g.in[n]; at < g.in[n+1]; at++ {
		if from := g.fromSource[at]; l.via[from] == unreached && g.fromLabel[at].follows(kinds, worst) {
			l.via[from], l.depth[from] = g.incoming[at], l.depth[n]+1
			l.order = append(l.order, from)
		}
	}
}

func (l label) follows(kinds KindSet, worst Verdict) bool {
	return l.verdict <= worst && kinds.Has(l.kind)
}

// Nodes lists what was reached, the starts among it: first what is reached
// with the best verdict, in order of distance.
func (t *Tree[E]) Nodes() []NodeID {
	list := make([]NodeID, 0, len(t.levels[Undetermined].order))
	for v, l := range t.levels {
		for _, n := range l.order {
			if v == 0 || t.levels[v-1].via[n] == unreached {
				list = append(list, n)
			}
		}
	}
	return list
}

// Verdict returns the best verdict of a path to a node; ok is false if none
// leads there.
func (t *Tree[E]) Verdict(n NodeID) (v Verdict, ok bool) {
	for v, l := range t.levels {
		if l.via[n] != unreached {
			return Verdict(v), true
		}
	}
	return 0, false
}

// Depth returns the length of the shortest path to a node among those with a
// verdict or better; ok is false if there is none.
func (t *Tree[E]) Depth(n NodeID, worst Verdict) (depth int, ok bool) {
	l := t.levels[worst]
	return int(l.depth[n]), l.via[n] != unreached
}

// Path returns the best path to a node (from it, in a Tree of ReachedBy).
func (t *Tree[E]) Path(n NodeID) (p Path[E], ok bool) {
	v, ok := t.Verdict(n)
	if !ok {
		return p, false
	}
	return t.PathWithin(n, v)
}

// PathWithin returns the shortest path among those with a verdict or better.
func (t *Tree[E]) PathWithin(n NodeID, worst Verdict) (p Path[E], ok bool) {
	l := t.levels[worst]
	if l.via[n] == unreached {
		return p, false
	}
	return pathOf(t.g.trace(l, n, t.reverse)), true
}

// trace follows the edges back to a start and gives them in the order of
// walking.
func (g *Graph[E]) trace(l *level, n NodeID, reverse bool) []Edge[E] {
	edges := make([]Edge[E], l.depth[n])
	for i := range edges {
		e := l.via[n]
		if reverse {
			edges[i], n = g.edge(e), g.target[e]
		} else {
			edges[len(edges)-1-i], n = g.edge(e), g.source[e]
		}
	}
	return edges
}

// Shortest returns the best path between two nodes.
func (g *Graph[E]) Shortest(s Search, from, to NodeID) (p Path[E], ok bool) {
	for v := Allowed; v < verdicts; v++ {
		if v > Allowed && !g.has[v] {
			continue
		}
		l := g.level(s, false, v, []NodeID{from}, to)
		if l.via[to] != unreached {
			return pathOf(g.trace(l, to, false)), true
		}
	}
	return p, false
}
