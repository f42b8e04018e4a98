package reach

import "sightline/access/graph"

// movements is the part of the graph that leads from one start from caller to
// caller, and the best ways in it.
type movements struct {
	start     *actor
	actors    []*actor // by node
	graph     *graph.Graph[Evidence]
	tree      *graph.Tree[Evidence]
	truncated bool
}

// movements derives edges outward from a start, a depth at a time, until no
// new actor is met: cycles end by themselves.
func (x *Explorer) movements(start *actor) (*movements, error) {
	m := &movements{start: start}
	b := graph.NewBuilder[Evidence](Schema())
	m.node(b, start)
	for depth, from := 0, 0; depth < x.options.MaxDepth && from < len(m.actors); depth++ {
		to := len(m.actors)
		for ; from < to; from++ {
			if err := x.leave(m, b, graph.NodeID(from)); err != nil {
				return nil, err
			}
		}
	}
	g, err := b.Build()
	if err != nil {
		return nil, err
	}
	m.graph = g
	m.tree = g.Reach(graph.Search{MaxDepth: x.options.MaxDepth}, 0)
	return m, nil
}

// leave derives the edges of one actor.
func (x *Explorer) leave(m *movements, b *graph.Builder[Evidence], n graph.NodeID) error {
	if err := x.stopped(); err != nil {
		return err
	}
	for _, rule := range moves() {
		steps, err := rule.derive(x, m.actors[n])
		if err != nil {
			return err
		}
		for _, s := range steps {
			to := m.node(b, s.to)
			if to == graph.NoNode {
				m.truncated = true
				continue
			}
			b.Edge(graph.Edge[Evidence]{
				From: n, To: to, Kind: rule.kind, Verdict: verdictOf(s.evidence.Verdict),
				Precision: precisionOf(s.evidence.Verdict), Evidence: s.evidence,
			})
		}
	}
	return nil
}

// node numbers an actor, unless there are too many.
func (m *movements) node(b *graph.Builder[Evidence], a *actor) graph.NodeID {
	n := b.Node(a.kind, a.key)
	switch {
	case int(n) < len(m.actors):
	case len(m.actors) < maxActors:
		m.actors = append(m.actors, a)
	default:
		return graph.NoNode
	}
	return n
}
