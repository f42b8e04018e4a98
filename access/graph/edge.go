package graph

// A NodeID numbers a node of one Graph, from 0 in the order of adding.
type NodeID int32

// NoNode is no node.
const NoNode NodeID = -1

// A Node is what edges join. Kind and ID together name it: one ARN may be a
// node as a resource and another as the compute that runs there.
type Node struct {
	Kind NodeKind
	ID   string
}

// A Verdict grades an edge or path; of a path it is the worst of its edges.
type Verdict uint8

// The verdicts from best to worst. Conditional: there under conditions that
// the evidence names. Undetermined: something was not read.
const (
	Allowed Verdict = iota
	Conditional
	Undetermined
	verdicts = 3
)

var verdictNames = [verdicts]string{"allowed", "conditional", "undetermined"}

// String gives the word of the JSON shapes.
func (v Verdict) String() string { return verdictNames[min(v, Undetermined)] }

// Precision says on which side of the truth an edge may err. It is a set:
// joined, errors add up.
type Precision uint8

// Over: the edge may not be there. Under: there may be more than it says.
// Both bits: neither bound holds.
const (
	Exact Precision = 0
	Over  Precision = 1
	Under Precision = 2
)

// String gives one word.
func (p Precision) String() string { return [...]string{"exact", "over", "under", "rough"}[p&3] }

// An Edge is a typed step from one node to another. Evidence holds what it
// rests on and when it holds, in the user's own form.
type Edge[E any] struct {
	From, To  NodeID
	Kind      Kind
	Verdict   Verdict
	Precision Precision
	Evidence  E
}

// A Path is a chain of edges: each begins where the one before ends. Verdict
// is the worst of its edges, Precision what they add up to. A path without
// edges leads from a node to itself.
type Path[E any] struct {
	Edges     []Edge[E]
	Verdict   Verdict
	Precision Precision
}

func pathOf[E any](edges []Edge[E]) Path[E] {
	p := Path[E]{Edges: edges}
	for i := range edges {
		p.Verdict = max(p.Verdict, edges[i].Verdict)
		p.Precision |= edges[i].Precision
	}
	return p
}
