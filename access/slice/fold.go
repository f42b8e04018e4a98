package slice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A place is a node as it is drawn: a card, or a fold of several.
type place struct {
	id     string
	column int
	cards  []int // one, unless it is a fold
	fold   bool
	// noun words what a fold holds.
	noun string
}

// folding chooses which cards are drawn and which stand in folds.
type folding struct {
	p      *picture
	keep   []bool // cards that are in the picture at all
	rank   []rank
	limit  int
	places []place
	at     []int // place by card
	// base are the cards that are drawn whatever is opened: by them the others
	// are chosen, so that opening a fold moves nothing.
	base []bool
}

// rank orders the cards of a column for choosing.
type rank struct {
	far, verdict int
}

func (p *picture) fold(keep []bool, ranks []rank) *folding {
	f := &folding{p: p, keep: keep, rank: ranks, limit: p.o.Limit, at: make([]int, len(p.cards)), base: make([]bool, len(p.cards))}
	if f.limit == 0 {
		f.limit = DefaultLimit
	}
	if f.limit > MaxNodes/columns {
		f.limit = MaxNodes / columns
	}
	for i := range f.at {
		f.at[i] = -1
	}
	for i := range columns {
		column := i
		if p.backward {
			column = columns - 1 - i
		}
		f.column(column)
	}
	return f
}

// column draws the first cards of a column and folds the rest.
func (f *folding) column(column int) {
	list := f.sorted(column)
	if f.limit < 0 || len(list) <= f.limit {
		f.showAll(list)
		return
	}
	roots := 0
	for _, c := range list {
		if f.p.cards[c].root {
			roots++
		}
	}
	folds, by := f.groups(list, roots)
	f.showAll(list[:max(f.limit-folds, roots)])
	rest := list[max(f.limit-folds, roots):]
	for _, g := range parted(rest, by) {
		f.unfold(column, by(g[0]), g)
	}
}

// groups finds the finest way to part what is not drawn into few folds.
func (f *folding) groups(list []int, roots int) (folds int, by func(int) string) {
	for _, by := range f.ways() {
		for n := 1; n <= max(1, f.limit/3); n++ {
			if len(parted(list[max(f.limit-n, roots):], by)) <= n {
				return n, by
			}
		}
	}
	return 1, func(int) string { return "" }
}

// ways are the keys by which cards are folded, the finest first.
func (f *folding) ways() []func(int) string {
	c := func(i int) *card { return &f.p.cards[i] }
	return []func(int) string{
		func(i int) string { return string(c(i).kind) + "\x00" + c(i).thing.Type + "\x00" + c(i).thing.Account },
		func(i int) string { return string(c(i).kind) + "\x00" + c(i).thing.Type },
		func(i int) string { return string(c(i).kind) },
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

// sorted lists the cards of a column: what is given first, then what hangs on
// cards that are drawn, what is nearer, what is freer, what changes most.
func (f *folding) sorted(column int) []int {
	near := f.linkedToDrawn()
	var list []int
	for i := range f.p.cards {
		if f.keep[i] && f.p.cards[i].column == column {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		x, y := &f.p.cards[a], &f.p.cards[b]
		return cmp.Or(
			boolOrder(x.root, y.root), boolOrder(near[a], near[b]), cmp.Compare(f.rank[a].far, f.rank[b].far),
			cmp.Compare(f.rank[a].verdict, f.rank[b].verdict), cmp.Compare(x.order, y.order),
			strings.Compare(x.thing.Name, y.thing.Name), strings.Compare(x.key, y.key),
		)
	})
	return list
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

func (f *folding) showAll(list []int) {
	for _, c := range list {
		f.show(c)
		f.base[c] = true
	}
}

func (f *folding) show(c int) {
	f.at[c] = len(f.places)
	f.places = append(f.places, place{id: "n" + mark(f.p.cards[c].key)[:16], column: f.p.cards[c].column, cards: []int{c}})
}

// unfold draws a fold, or more of its cards if it was opened. The rest of an
// opened fold is a fold with an id of its own, to be opened in turn.
func (f *folding) unfold(column int, key string, list []int) {
	for page := 0; len(list) > 0; page++ {
		id := "f" + mark(fmt.Sprint(column, " ", key, " ", page))[:16]
		opened := slices.Contains(f.p.o.Open, id)
		if opened && len(f.places)+f.limit > MaxNodes {
			f.p.truncated, opened = true, false
		}
		if len(list) > 1 && !opened {
			f.foldAway(id, column, list)
			return
		}
		n := min(f.limit, len(list))
		for _, c := range list[:n] {
			f.show(c)
		}
		list = list[n:]
	}
}

func (f *folding) foldAway(id string, column int, list []int) {
	for _, c := range list {
		f.at[c] = len(f.places)
	}
	f.places = append(f.places, place{id: id, column: column, cards: list, fold: true, noun: f.nounOf(list)})
}

// nounOf words what stands in a fold.
func (f *folding) nounOf(list []int) string {
	noun := ""
	for _, c := range list {
		one := &f.p.cards[c]
		word := strings.ReplaceAll(string(one.kind), "_", " ")
		switch one.kind {
		case NodeResource:
			word = typeNoun(one.thing.Type, one.thing.ARN)
		case NodeAction:
			word = "action set"
		case NodeCompute:
			word = "compute resource"
		default: // the kind's own word
		}
		if noun != "" && noun != word {
			return map[bool]string{true: "resource", false: "principal"}[one.column == ColumnResources]
		}
		noun = word
	}
	return noun
}
