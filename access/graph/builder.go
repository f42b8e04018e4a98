package graph

import (
	"fmt"
	"math"
)

// A Builder collects nodes and edges. Not safe for concurrent use.
type Builder[E any] struct {
	schema Schema
	nodes  []Node
	index  map[Node]NodeID
	edges  []Edge[E]
}

// NewBuilder returns an empty builder.
func NewBuilder[E any](s Schema) *Builder[E] {
	return &Builder[E]{schema: s, index: make(map[Node]NodeID)}
}

// Node adds a node or finds it again.
func (b *Builder[E]) Node(kind NodeKind, id string) NodeID {
	n := Node{kind, id}
	at, ok := b.index[n]
	if !ok {
		at = NodeID(len(b.nodes))
		b.index[n] = at
		b.nodes = append(b.nodes, n)
	}
	return at
}

// Edge adds an edge. Several edges may join the same nodes.
func (b *Builder[E]) Edge(e Edge[E]) { b.edges = append(b.edges, e) }

// Grow makes room for more nodes and edges.
func (b *Builder[E]) Grow(nodes, edges int) {
	b.nodes = append(make([]Node, 0, len(b.nodes)+nodes), b.nodes...)
	b.edges = append(make([]Edge[E], 0, len(b.edges)+edges), b.edges...)
}

// Build freezes what was collected; the builder must not be used afterwards.
// Errors: a kind that the schema does not register, an edge to a node that was
// not added, more than 2^31 nodes or edges.
func (b *Builder[E]) Build() (*Graph[E], error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	g := &Graph[E]{schema: b.schema, nodes: b.nodes, index: b.index}
	g.bySource(b.edges)
	g.byTarget()
	return g, nil
}

func (b *Builder[E]) check() error {
	if err := b.schema.check(); err != nil {
		return err
	}
	if len(b.nodes) > math.MaxInt32 || len(b.edges) > math.MaxInt32 {
		return fmt.Errorf("graph: %d nodes and %d edges are more than 32 bits can number", len(b.nodes), len(b.edges))
	}
	for i := range b.nodes {
		if int(b.nodes[i].Kind) >= len(b.schema.Nodes) {
			return fmt.Errorf("graph: node %q has the unregistered kind %d", b.nodes[i].ID, b.nodes[i].Kind)
		}
	}
	for i := range b.edges {
		if err := b.checkEdge(&b.edges[i]); err != nil {
			return err
		}
	}
	return nil
}

func (b *Builder[E]) checkEdge(e *Edge[E]) error {
	known := func(n NodeID) bool { return n >= 0 && int(n) < len(b.nodes) }
	switch {
	case !known(e.From) || !known(e.To):
		return fmt.Errorf("graph: an edge joins nodes %d and %d, of which one was never added", e.From, e.To)
	case int(e.Kind) >= len(b.schema.Edges):
		return fmt.Errorf("graph: an edge from %q has the unregistered kind %d", b.nodes[e.From].ID, e.Kind)
	case e.Verdict >= verdicts || e.Precision > Over|Under:
		return fmt.Errorf("graph: an edge from %q has verdict %d and precision %d, which do not exist", b.nodes[e.From].ID, e.Verdict, e.Precision)
	}
	return nil
}
