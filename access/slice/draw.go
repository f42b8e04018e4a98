package slice

import (
	"slices"
	"strings"

	"sightline/access/permission"
)

// draw folds, orders and counts the picture.
func (p *picture) draw(d Direction) *Slice {
	p.joinGroups()
	forward, back := p.achievable()
	lines, cards := p.kept(forward, back)
	f := p.fold(cards, p.ranks(forward, back))
	bundles := f.bundles(lines)
	s := &Slice{Direction: d, Nodes: []Node{}, Edges: []Edge{}, Columns: p.heads(cards), Summary: p.summary(forward, back, cards)}
	order := f.arrange(bundles)
	position := make([]int, len(f.places))
	for i, at := range order {
		position[at] = i
		n := f.node(&f.places[at], forward, back)
		s.Nodes = append(s.Nodes, n)
		s.Folded += n.Folded
		if n.Folded == 0 {
			s.Columns[n.Column].Shown++
		}
	}
	slices.SortFunc(bundles, func(a, b bundle) int {
		if d := position[a.from] - position[b.from]; d != 0 {
			return d
		}
		if d := position[a.to] - position[b.to]; d != 0 {
			return d
		}
		if d := strings.Compare(a.kind, b.kind); d != 0 {
			return d
		}
		return boolOrder(!a.denied, !b.denied)
	})
	q := p.questions()
	for i := range bundles {
		s.Edges = append(s.Edges, f.edge(&bundles[i], q))
	}
	s.Drawn, s.Truncated = len(s.Nodes), p.truncated
	return s
}

// kept tells which lines lie on a path of a verdict that is asked for, and
// which cards are on one of them.
func (p *picture) kept(forward, back []verdicts) (lines, cards []bool) {
	want := verdictsOf(p.o.Verdicts)
	lines, cards = make([]bool, len(p.lines)), make([]bool, len(p.cards))
	for i := range p.lines {
		l := &p.lines[i]
		if forward[l.from].worsened(verdictRank(l.verdict)).and(back[l.to])&want != 0 {
			lines[i], cards[l.from], cards[l.to] = true, true, true
		}
	}
	for i := range p.cards {
		cards[i] = cards[i] || p.cards[i].root
	}
	return lines, cards
}

// ranks gives each card its distance from the given end, and the verdict of the
// best path through it.
func (p *picture) ranks(forward, back []verdicts) []rank {
	out := make([]rank, len(p.cards))
	far := p.distances()
	for i := range out {
		out[i].verdict = forward[i].and(back[i]).best()
		if c := p.cards[i].column; c <= ColumnGroups || c == ColumnActions && !p.backward {
			out[i].far = far[i]
		}
	}
	return out
}

// distances counts lines from the given end.
func (p *picture) distances() []int {
	next := make([][]int, len(p.cards))
	start := p.sources
	for i := range p.lines {
		l := &p.lines[i]
		if p.backward {
			next[l.to] = append(next[l.to], l.from)
		} else {
			next[l.from] = append(next[l.from], l.to)
		}
	}
	if p.backward {
		start = p.sinks
	}
	far := make([]int, len(p.cards))
	var queue []int
	for c := range start {
		queue = append(queue, c)
		far[c] = 1
	}
	slices.Sort(queue)
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		for _, to := range next[c] {
			if far[to] == 0 {
				far[to] = far[c] + 1
				queue = append(queue, to)
			}
		}
	}
	return far
}

func (p *picture) heads(cards []bool) []Column {
	out := []Column{{Title: "Identities"}, {Title: "Groups and roles"}, {Title: "Actions"}, {Title: "Resource groups"}, {Title: "Resources"}}
	for i := range p.cards {
		if cards[i] {
			out[p.cards[i].column].Total++
		}
	}
	return out
}

// summary counts the ends that were to be found, by their best path.
func (p *picture) summary(forward, back []verdicts, cards []bool) (s Summary) {
	ends, reached := p.sinks, forward
	if p.backward {
		ends, reached = p.sources, back
	}
	for c := range ends {
		if !cards[c] || !p.backward && p.cards[c].column < ColumnResourceGroups {
			continue
		}
		switch best := reached[c].best(); {
		case best > 3:
		case verdictAt(best) == permission.Allowed:
			s.Allowed++
		case verdictAt(best) == permission.Conditional:
			s.Conditional++
		case verdictAt(best) == permission.Undetermined:
			s.Undetermined++
		default:
			s.Denied++
		}
	}
	return s
}
