package slice

import (
	"cmp"
	"slices"
	"strings"
)

// sweeps is how often the columns are put in order against each other.
const sweeps = 4

// arrange orders the places of each column so that lines cross little: each
// stands near the middle of those that it is joined to. Folds stay last.
// Returns the places in order, column by column.
func (f *folding) arrange(bundles []bundle) []int {
	byColumn := make([][]int, columns)
	for i := range f.places {
		byColumn[f.places[i].column] = append(byColumn[f.places[i].column], i)
	}
	a := &arranging{f: f, byColumn: byColumn, position: make([]float64, len(f.places)), joined: make([][]int, len(f.places))}
	for _, b := range bundles {
		a.joined[b.from] = append(a.joined[b.from], b.to)
		a.joined[b.to] = append(a.joined[b.to], b.from)
	}
	a.number()
	for sweep := range sweeps {
		for i := range columns {
			column := i
			if sweep%2 == 1 {
				column = columns - 1 - i
			}
			a.sort(column)
		}
	}
	return slices.Concat(byColumn...)
}

type arranging struct {
	f        *folding
	byColumn [][]int
	position []float64 // from 0 to 1 within the column
	joined   [][]int
}

func (a *arranging) number() {
	for _, list := range a.byColumn {
		a.numberOne(list)
	}
}

func (a *arranging) numberOne(list []int) {
	for i, at := range list {
		a.position[at] = (float64(i) + 0.5) / float64(len(list))
	}
}

func (a *arranging) sort(column int) {
	list := a.byColumn[column]
	middle := make(map[int]float64, len(list))
	for _, at := range list {
		middle[at] = a.middle(at, column)
	}
	slices.SortStableFunc(list, func(x, y int) int {
		p, q := &a.f.places[x], &a.f.places[y]
		return cmp.Or(
			boolOrder(!p.fold, !q.fold), boolOrder(a.f.rooted(p), a.f.rooted(q)), cmp.Compare(middle[x], middle[y]),
			strings.Compare(a.f.nameOf(p), a.f.nameOf(q)), strings.Compare(p.id, q.id),
		)
	})
	a.numberOne(list)
}

// middle is the mean position of the neighbours in other columns.
func (a *arranging) middle(at, column int) float64 {
	sum, n := 0.0, 0
	for _, other := range a.joined[at] {
		if a.f.places[other].column != column {
			sum += a.position[other]
			n++
		}
	}
	if n == 0 {
		return a.position[at]
	}
	return sum / float64(n)
}

func (f *folding) rooted(p *place) bool { return !p.fold && f.p.cards[p.cards[0]].root }

func (f *folding) nameOf(p *place) string { return f.p.cards[p.cards[0]].thing.Name }
