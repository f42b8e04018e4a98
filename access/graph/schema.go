package graph

import "fmt"

// A NodeKind says what a node is: an index into Schema.Nodes.
type NodeKind uint8

// A Kind says what an edge is: an index into Schema.Edges.
type Kind uint8

// A KindDoc gives a kind its name in output and the sentence that explains it.
type KindDoc struct {
	Name string
	Doc  string
}

// A Schema registers all kinds. An edge or node of another kind is refused, so
// no edge can carry free text as its meaning.
type Schema struct {
	Nodes []KindDoc
	Edges []KindDoc
}

// maxKinds is the size of a KindSet.
const maxKinds = 64

func (s *Schema) check() error {
	for _, list := range [][]KindDoc{s.Nodes, s.Edges} {
		if len(list) > maxKinds {
			return fmt.Errorf("graph: %d kinds, at most %d can be told apart", len(list), maxKinds)
		}
		seen := make(map[string]bool, len(list))
		for i, k := range list {
			if k.Name == "" || k.Doc == "" || seen[k.Name] {
				return fmt.Errorf("graph: kind %d (%q) needs a name of its own and a doc sentence", i, k.Name)
			}
			seen[k.Name] = true
		}
	}
	return nil
}

// A KindSet is a set of edge kinds. The zero value stands for all of them.
type KindSet uint64

// Only returns the set of the given kinds.
func Only(kinds ...Kind) (s KindSet) {
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

// Except returns the set of all kinds but the given ones.
func Except(kinds ...Kind) KindSet { return ^Only(kinds...) }

// Has tells whether a search with this set follows a kind.
func (s KindSet) Has(k Kind) bool { return s == 0 || s&(1<<k) != 0 }
