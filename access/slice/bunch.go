package slice

import (
	"cmp"
	"slices"
)

// budget is about how many lines the cards of a column may have, so that they
// can be told from each other.
func (f *folding) budget() int {
	if f.p.backward { // lines of principals pass the roles on their way
		return linesPerCardTo * f.limit
	}
	return linesPerCard * f.limit
}

const (
	linesPerCard   = 3
	linesPerCardTo = 2
)

// showBunches draws bunches as cards as far as there is room, and as folds.
func (f *folding) showBunches(column int, bunches [][]int, room int) {
	open := f.roomy(bunches, room)
	for i, bunch := range bunches {
		if open[i] {
			f.showAll(bunch)
			continue
		}
		f.stand(bunch)
		f.unfold(column, "alike "+f.likeness[bunch[0]], bunch, true)
		for _, c := range bunch {
			f.base[c] = true
		}
	}
}

// roomy tells which bunches are drawn as cards: what is the subject's own, and
// then the small ones first, as far as there is room for more than a card each
// and for their lines.
func (f *folding) roomy(bunches [][]int, room int) []bool {
	open, order := make([]bool, len(bunches)), make([]int, len(bunches))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(boolOrder(f.own(bunches[a][0]), f.own(bunches[b][0])), len(bunches[a])-len(bunches[b]))
	})
	lines := f.budget() - f.linesOfFirst(bunches)
	for _, i := range order {
		more, fan := len(bunches[i])-1, f.linesOf(bunches[i][1:]...)
		if more == 0 || more <= room && (fan <= lines || f.own(bunches[i][0])) {
			open[i], room, lines = true, room-more, lines-fan
		}
	}
	return open
}

// rest parts off what is not drawn, into few folds, as fine as can be.
func (f *folding) rest(bunches [][]int) (drawn, folds [][]int) {
	least := f.least(bunches)
	for _, by := range f.ways(f.p.cards[bunches[0][0]].column) {
		if n, ok := f.cutAt(bunches, least, by); ok {
			return bunches[:n], parted(slices.Concat(bunches[n:]...), by)
		}
	}
	n := min(max(f.limit-f.mostFolds(), least), len(bunches))
	list := slices.Concat(bunches[n:]...)
	return bunches[:n], parted(list, f.largest(list, f.mostFolds()-1))
}

func (f *folding) mostFolds() int { return max(1, f.limit/3) }

// least counts the bunches that are drawn in any case: the subject and the
// object, and as far as there is room what the subject itself may do.
func (f *folding) least(bunches [][]int) int {
	roots, own := 0, 0
	for _, b := range bunches {
		if f.p.cards[b[0]].root {
			roots++
		}
		if f.own(b[0]) {
			own++
		}
	}
	return max(roots, min(own, f.limit-f.mostFolds()))
}

// own tells of an action card that it is the subject's.
func (f *folding) own(c int) bool {
	const afterSubject = 2
	return f.p.cards[c].column == ColumnActions && !f.p.backward && f.rank[c].far == afterSubject
}

// cutAt finds how many bunches to draw so that there are few enough cards: as
// many as leave few enough lines or, if none do, as leave the fewest.
func (f *folding) cutAt(bunches [][]int, least int, by func(int) string) (at int, ok bool) {
	fewest, most := 0, min(f.limit, len(bunches))
	for n := most - 1; n >= max(least, most/3); n-- {
		folds := parted(slices.Concat(bunches[n:]...), by)
		if n+len(folds) > f.limit || len(folds) > f.mostFolds() {
			continue
		}
		lines := f.linesOfFirst(bunches[:n]) + f.linesOfFolds(folds)
		if !ok || lines < fewest {
			at, fewest, ok = n, lines, true
		}
		if lines <= f.budget() {
			break
		}
	}
	return at, ok
}

// ways are the keys by which cards are folded, the finest first: action cards by
// whose they are, resources by type, and principals by account, too.
func (f *folding) ways(column int) []func(int) string {
	c := func(i int) *card { return &f.p.cards[i] }
	kind := func(i int) string { return string(c(i).kind) }
	switch column {
	case ColumnActions:
		return []func(int) string{func(i int) string { return c(i).owner }, func(i int) string { return c(i).level }, kind}
	case ColumnResourceGroups:
		return []func(int) string{kind}
	case ColumnResources:
		return []func(int) string{f.typeOf}
	default:
		return []func(int) string{
			func(i int) string { return kind(i) + "\x00" + c(i).thing.Account }, kind, func(int) string { return "" },
		}
	}
}

func (f *folding) typeOf(i int) string {
	c := &f.p.cards[i]
	return string(c.kind) + "\x00" + c.thing.Type
}

// largest parts cards by type, but only the types with most cards; the others
// stand together.
func (f *folding) largest(list []int, most int) func(int) string {
	parts := parted(list, f.typeOf)
	slices.SortStableFunc(parts, func(a, b []int) int { return len(b) - len(a) })
	apart := make(map[string]bool)
	for _, part := range parts[:min(most, len(parts))] {
		apart[f.typeOf(part[0])] = true
	}
	return func(i int) string {
		if key := f.typeOf(i); apart[key] {
			return key
		}
		return ""
	}
}

func parted(list []int, by func(int) string) (out [][]int) {
	index := make(map[string]int)
	for _, c := range list {
		key := by(c)
		at, ok := index[key]
		if !ok {
			at = len(out)
			index[key] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], c)
	}
	return out
}
