package slice

import (
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
	// noun words what a fold holds. like: all of it is alike.
	noun string
	like bool
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
	// likeness of cards in columns that are folded.
	likeness map[int]string
	// ends are the cards that lines of such a card lead to, or what they stand in.
	ends map[int][]int
	// stands are the first cards of folds, by card, as if none were opened.
	stands []int
}

// rank orders the cards of a column for choosing.
type rank struct {
	far, verdict int
}

func (p *picture) fold(keep []bool, ranks []rank) *folding {
	f := &folding{p: p, keep: keep, rank: ranks, limit: p.o.Limit, at: make([]int, len(p.cards)), stands: make([]int, len(p.cards)), base: make([]bool, len(p.cards)), likeness: make(map[int]string), ends: make(map[int][]int)}
	if f.limit == 0 {
		f.limit = DefaultLimit
	}
	if f.limit > MaxNodes/columns {
		f.limit = MaxNodes / columns
	}
	for i := range f.at {
		f.at[i], f.stands[i] = -1, i
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

// column draws the first cards of a column and folds the rest, if there are too
// many of them or of their lines: first those that are alike and then, if that
// is not enough, what comes last.
func (f *folding) column(column int) {
	list := f.sorted(column)
	if f.limit < 0 {
		f.showAll(list)
		return
	}
	f.compare(list)
	if len(list) <= f.limit && f.linesOf(list...) <= f.budget() {
		f.showAll(list)
		return
	}
	bunches, folds := f.alike(list), [][]int(nil)
	if len(bunches) > f.limit || f.linesOfFirst(bunches) > f.budget() {
		bunches, folds = f.rest(bunches)
	}
	f.showBunches(column, bunches, f.limit-len(bunches)-len(folds))
	for _, g := range folds {
		f.stand(g)
		f.unfold(column, f.p.cards[g[0]].key, g, false)
	}
}

func (f *folding) showAll(list []int) {
	for _, c := range list {
		f.show(c)
		f.base[c] = true
	}
}

// stand notes that cards stand in one fold.
func (f *folding) stand(cards []int) {
	for _, c := range cards {
		f.stands[c] = cards[0]
	}
}

func (f *folding) show(c int) {
	f.at[c] = len(f.places)
	f.places = append(f.places, place{id: "n" + mark(f.p.cards[c].key)[:16], column: f.p.cards[c].column, cards: []int{c}})
}

// unfold draws a fold, or more of its cards if it was opened. The rest of an
// opened fold is a fold with an id of its own, to be opened in turn.
func (f *folding) unfold(column int, key string, list []int, like bool) {
	for page := 0; len(list) > 0; page++ {
		id := "f" + mark(fmt.Sprint(column, " ", key, " ", page))[:16]
		opened := slices.Contains(f.p.o.Open, id)
		if opened && len(f.places)+f.limit > MaxNodes {
			f.p.truncated, opened = true, false
		}
		if len(list) > 1 && !opened {
			f.foldAway(id, column, list, like)
			return
		}
		n := min(f.limit, len(list))
		for _, c := range list[:n] {
			f.show(c)
		}
		list = list[n:]
	}
}

func (f *folding) foldAway(id string, column int, list []int, like bool) {
	for _, c := range list {
		f.at[c] = len(f.places)
	}
	f.places = append(f.places, place{id: id, column: column, cards: list, fold: true, noun: f.nounOf(list), like: like})
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
