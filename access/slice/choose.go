package slice

import (
	"cmp"
	"slices"
	"strings"
)

// sorted lists the cards of a column, those first that are to be seen: what is
// given, then what hangs on cards that are drawn, what is nearer, and what
// changes most. Of resources, those first of which there is something to say;
// of their groups, the large ones.
func (f *folding) sorted(column int) []int {
	near := f.linkedToDrawn()
	var list []int
	for i := range f.p.cards {
		if f.keep[i] && f.p.cards[i].column == column {
			list = append(list, i)
		}
	}
	telling := make([]int, len(f.p.cards))
	if column == ColumnResources && f.limit >= 0 && len(list) > f.limit {
		for _, i := range list {
			telling[i] = f.telling(i)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		x, y := &f.p.cards[a], &f.p.cards[b]
		return cmp.Or(
			boolOrder(x.root, y.root), cmp.Compare(telling[a], telling[b]), boolOrder(near[a], near[b]), cmp.Compare(f.rank[a].far, f.rank[b].far),
			f.within(a, b), cmp.Compare(x.order, y.order), strings.Compare(x.thing.Name, y.thing.Name), strings.Compare(x.key, y.key),
		)
	})
	return list
}

// within orders cards of one column that are as near: action cards by source,
// whatever the verdict, as a denial is as telling; groups by size.
func (f *folding) within(a, b int) int {
	x, y := &f.p.cards[a], &f.p.cards[b]
	switch x.column {
	case ColumnActions:
		return strings.Compare(x.owner, y.owner)
	case ColumnResourceGroups:
		return cmp.Compare(y.count, x.count)
	default:
		return cmp.Compare(f.rank[a].verdict, f.rank[b].verdict)
	}
}

// plain resources are those of which there is nothing to say.
const plain = 5

// telling orders resources by what there is to say of them: anyone may reach
// them, something was not read, they are cut off, or reached under conditions.
func (f *folding) telling(i int) int {
	arn := f.p.cards[i].thing.ARN
	switch {
	case f.p.public(arn):
		return 0
	case f.p.policyUnread(arn):
		return 1
	case f.rank[i].verdict > 0:
		return plain - f.rank[i].verdict // cut off, undetermined, conditional
	default:
		return plain
	}
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	default:
		return 1
	}
}

// linkedToDrawn tells which cards have a line with one that is drawn anyway.
func (f *folding) linkedToDrawn() []bool {
	out := make([]bool, len(f.p.cards))
	for i := range f.p.lines {
		l := &f.p.lines[i]
		out[l.to] = out[l.to] || f.base[l.from]
		out[l.from] = out[l.from] || f.base[l.to]
	}
	return out
}
