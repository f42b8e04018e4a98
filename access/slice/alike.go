package slice

import (
	"slices"
	"strings"
)

// alike bunches cards of a column that nothing in the picture tells apart: of
// one kind and type, with the same lines. Cards of which there is something to
// say stay alone. The order is kept.
func (f *folding) alike(list []int) [][]int {
	return parted(list, func(c int) string {
		if f.p.cards[c].root || f.p.cards[c].column == ColumnResources && f.telling(c) < plain {
			return f.p.cards[c].key
		}
		return f.likeness[c]
	})
}

// compare works out the likeness of some cards: by their lines or, of whoever
// has access itself in a picture to a resource, by that access alone: who can
// become a role, and which other ways a user has, unfolding shows.
func (f *folding) compare(list []int) {
	lines := make(map[int][]string, len(list))
	has := make(map[int][]string)
	for _, c := range list {
		lines[c], f.ends[c] = nil, nil
	}
	for i := range f.p.lines {
		l := &f.p.lines[i]
		text := "\x00" + l.kind + "\x00" + string(l.verdict) + "\x00" + string(l.layer)
		if have, ok := lines[l.from]; ok {
			f.end(l.from, l.to)
			lines[l.from] = append(have, "to "+f.p.cards[l.to].key+text)
			if f.p.backward && f.p.cards[l.to].column == ColumnActions {
				has[l.from] = append(has[l.from], f.p.cards[l.to].key+text)
			}
		}
		if have, ok := lines[l.to]; ok && !f.p.backward {
			f.end(l.to, l.from)
			lines[l.to] = append(have, "from "+f.p.cards[l.from].key+text)
		}
	}
	for _, c := range list {
		one := &f.p.cards[c]
		text := lines[c]
		if list := has[c]; list != nil {
			text = list
		}
		slices.Sort(text)
		f.likeness[c] = mark(string(one.kind), one.thing.Type, strings.Join(text, "\x01"))
	}
}

// end notes that a card has a line to another, or to the fold that it stands in.
// Lines from a group to its resources do not count: where they are many, they
// lead to a fold.
func (f *folding) end(c, to int) {
	if at := f.stands[to]; (f.p.cards[c].column != ColumnResourceGroups || f.p.cards[to].column != ColumnResources) && !slices.Contains(f.ends[c], at) {
		f.ends[c] = append(f.ends[c], at)
	}
}

// linesOf counts the lines of cards.
func (f *folding) linesOf(cards ...int) (n int) {
	for _, c := range cards {
		n += len(f.ends[c])
	}
	return n
}

// linesOfFirst counts the lines of bunches that are drawn as one card each.
func (f *folding) linesOfFirst(bunches [][]int) (n int) {
	for _, b := range bunches {
		n += f.linesOf(b[0])
	}
	return n
}

// linesOfFolds counts lines, those to one card as one.
func (f *folding) linesOfFolds(folds [][]int) (n int) {
	for _, fold := range folds {
		ends := make(map[int]bool)
		for _, c := range fold {
			for _, end := range f.ends[c] {
				ends[end] = true
			}
		}
		n += len(ends)
	}
	return n
}
