package graph

// A Graph is the frozen whole.
type Graph[E any] struct {
	schema Schema
	nodes  []Node
	index  map[Node]NodeID
	// Edges by source: those of node n are numbers out[n] to out[n+1].
	out      []int32
	source   []NodeID
	target   []NodeID
	labels   []label
	evidence []E
	// in[n] to in[n+1] are places in incoming, which holds edge numbers. Sources
	// and labels stand there once more: a search back would jump about for them.
	in         []int32
	incoming   []int32
	fromSource []NodeID
	fromLabel  []label
	// has tells which verdicts occur.
	has [verdicts]bool
}

type label struct {
	kind      Kind
	verdict   Verdict
	precision Precision
}

// bySource lays edges out by their source and keeps the order of adding
// between those of one source.
func (g *Graph[E]) bySource(edges []Edge[E]) {
	g.out = make([]int32, len(g.nodes)+1)
	for i := range edges {
		g.out[edges[i].From+1]++
	}
	sum(g.out)
	next := append([]int32(nil), g.out...)
	g.source, g.target = make([]NodeID, len(edges)), make([]NodeID, len(edges))
	g.labels, g.evidence = make([]label, len(edges)), make([]E, len(edges))
	for i := range edges {
		e := &edges[i]
		at := next[e.From]
		next[e.From]++
		g.source[at], g.target[at] = e.From, e.To
		g.labels[at], g.evidence[at] = label{e.Kind, e.Verdict, e.Precision}, e.Evidence
		g.has[e.Verdict] = true
	}
}

func (g *Graph[E]) byTarget() {
	g.in = make([]int32, len(g.nodes)+1)
	for _, n := range g.target {
		g.in[n+1]++
	}
	sum(g.in)
	next := append([]int32(nil), g.in...)
	g.incoming, g.fromSource = make([]int32, len(g.target)), make([]NodeID, len(g.target))
	g.fromLabel = make([]label, len(g.target))
	for e, n := range g.target {
		at := next[n]
		next[n]++
		g.incoming[at], g.fromSource[at], g.fromLabel[at] = int32(e), g.source[e], g.labels[e]
	}
}

func sum(counts []int32) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}

// Len counts nodes and edges.
func (g *Graph[E]) Len() (nodes, edges int) { return len(g.nodes), len(g.source) }

// Node returns a node by its number.
func (g *Graph[E]) Node(n NodeID) Node { return g.nodes[n] }

// Find returns a node's number, or NoNode.
func (g *Graph[E]) Find(kind NodeKind, id string) NodeID {
	if n, ok := g.index[Node{kind, id}]; ok {
		return n
	}
	return NoNode
}

// Doc returns the name and the explanation of an edge kind.
func (g *Graph[E]) Doc(k Kind) KindDoc { return g.schema.Edges[k] }

// NodeDoc returns the name and the explanation of a node kind.
func (g *Graph[E]) NodeDoc(k NodeKind) KindDoc { return g.schema.Nodes[k] }

// Out lists the edges that leave a node, in the order of adding.
func (g *Graph[E]) Out(n NodeID) []Edge[E] {
	list := make([]Edge[E], 0, g.out[n+1]-g.out[n])
	for e := g.out[n]; e < g.out[n+1]; e++ {
		list = append(list, g.edge(e))
	}
	return list
}

// In lists the edges that lead to a node, by their sources.
func (g *Graph[E]) In(n NodeID) []Edge[E] {
	list := make([]Edge[E], 0, g.in[n+1]-g.in[n])
	for _, e := range g.incoming[g.in[n]:g.in[n+1]] {
		list = append(list, g.edge(e))
	}
	return list
}

func (g *Graph[E]) edge(e int32) Edge[E] {
	l := g.labels[e]
	return Edge[E]{
		From: g.source[e], To: g.target[e], Kind: l.kind,
		Verdict: l.verdict, Precision: l.precision, Evidence: g.evidence[e],
	}
}
