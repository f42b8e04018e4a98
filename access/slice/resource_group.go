package slice

import (
	"cmp"
	"slices"
	"strings"
)

// A resourceGroup is resources of one type of which the same is so for every
// action card, or one pattern.
type resourceGroup struct {
	places []where // sorted
	sets   []int   // by number, those that lead here
	kind   string
	things []Thing // of the places
	thing  Thing   // of the group
	key    string
}

// partition parts all resources into groups: each is in one.
func (s *sheet) partition() []*resourceGroup {
	index := make(map[string]*resourceGroup)
	var out []*resourceGroup
	ids, leading := s.ids()
	for _, at := range s.places() {
		kind := s.p.snap.TypeOf(at.target)
		key := kind + "\x00" + ids[at]
		if at.pattern {
			key = "pattern\x00" + at.target
		}
		g := index[key]
		if g == nil {
			g = &resourceGroup{kind: kind, sets: leading[at]}
			index[key] = g
			out = append(out, g)
		}
		g.places = append(g.places, at)
		g.things = append(g.things, ThingOf(s.p.snap, at.target))
	}
	for _, g := range out {
		g.name(out)
	}
	return out
}

// ids says of each place what the sets have there, and lists those that have
// something or are kept from it.
func (s *sheet) ids() (ids map[where]string, leading map[where][]int) {
	texts := make(map[where]*strings.Builder)
	leading = make(map[where][]int)
	for i, one := range s.sets {
		for _, at := range one.order {
			b := texts[at]
			if b == nil {
				b = &strings.Builder{}
				texts[at] = b
			}
			b.WriteString(mark4(i) + one.cells[at].id())
			leading[at] = append(leading[at], i)
		}
	}
	ids = make(map[where]string, len(texts))
	for at, b := range texts {
		ids[at] = b.String()
	}
	return ids, leading
}

// mark4 is a number of fixed width.
func mark4(n int) string {
	return string([]byte{'/', byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

// places lists all places, sorted.
func (s *sheet) places() []where {
	seen := make(map[where]bool)
	var out []where
	for _, one := range s.sets {
		for _, at := range one.order {
			if !seen[at] {
				seen[at] = true
				out = append(out, at)
			}
		}
	}
	slices.SortFunc(out, func(a, b where) int {
		return cmp.Or(strings.Compare(a.target, b.target), boolOrder(!a.pattern, !b.pattern), boolOrder(!a.inside, !b.inside))
	})
	return out
}

func (g *resourceGroup) targets() []string {
	out := make([]string, len(g.places))
	for i, at := range g.places {
		out[i] = at.target
	}
	return slices.Compact(out)
}

func (p *picture) groupCard(g *resourceGroup) int {
	targets := g.targets()
	return p.card(card{
		column: ColumnResourceGroups, kind: NodeResourceGroup, count: len(targets), members: targets, thing: g.thing,
		key: "group of " + mark(append(targets, boolWord(g.places[0].pattern, "pattern"), g.key)...),
	})
}

func boolWord(b bool, word string) string {
	if b {
		return word
	}
	return ""
}
