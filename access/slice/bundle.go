package slice

import (
	"slices"
	"strings"

	"sightline/access/permission"
)

// A bundle is the lines of one kind between two places. What is denied is a
// bundle of its own.
type bundle struct {
	from, to int // places
	kind     string
	lines    []int
	denied   bool
}

// bundles joins the lines that are kept by the places of their ends, the best
// line of each first. Lines within one fold are not drawn.
func (f *folding) bundles(kept []bool) []bundle {
	type key struct {
		from, to int
		kind     string
		denied   bool
	}
	index := make(map[key]int)
	var out []bundle
	for i := range f.p.lines {
		l := &f.p.lines[i]
		from, to := f.at[l.from], f.at[l.to]
		if !kept[i] || from < 0 || to < 0 || from == to {
			continue
		}
		k := key{from, to, l.kind, l.verdict == permission.Denied}
		at, ok := index[k]
		if !ok {
			at = len(out)
			index[k] = at
			out = append(out, bundle{from: from, to: to, kind: l.kind, denied: k.denied})
		}
		out[at].lines = append(out[at].lines, i)
	}
	for i := range out {
		slices.SortStableFunc(out[i].lines, func(a, b int) int {
			return verdictRank(f.p.lines[a].verdict) - verdictRank(f.p.lines[b].verdict)
		})
	}
	return out
}

// edge draws a bundle. Of a bundle of denials the layer is the one that cuts
// most of it off.
func (f *folding) edge(b *bundle, q *questions) Edge {
	first := &f.p.lines[b.lines[0]]
	if b.denied {
		first = f.mostly(b)
	}
	kind := ""
	if b.denied {
		kind = "denied"
	}
	e := Edge{
		ID:   "e" + mark(f.places[b.from].id, f.places[b.to].id, b.kind, kind)[:16],
		From: f.places[b.from].id, To: f.places[b.to].id, Kind: b.kind, Verdict: first.verdict, Layer: string(first.layer),
		Word: wordOf(first), Paths: len(b.lines), Conditions: orEmpty(first.conditions), Ask: f.ask(b, first, q),
	}
	if len(b.lines) > 1 {
		e.Best = make(map[permission.Verdict]int)
		for _, i := range b.lines {
			e.Best[f.p.lines[i].verdict]++
		}
	}
	return e
}

// ask takes the first line of the bundle's verdict that can be asked about.
func (f *folding) ask(b *bundle, first *line, q *questions) *Ask {
	if found := q.example(first); found != nil {
		return found
	}
	for n, i := range b.lines {
		l := &f.p.lines[i]
		if n > 8 || l.verdict != first.verdict {
			break
		}
		if found := q.example(l); found != nil && l.layer == first.layer {
			return found
		}
	}
	return nil
}

func (f *folding) mostly(b *bundle) *line {
	counts := make(map[string]int)
	best := &f.p.lines[b.lines[0]]
	for _, i := range b.lines {
		counts[string(f.p.lines[i].layer)]++
	}
	for _, i := range b.lines {
		l := &f.p.lines[i]
		if n, m := counts[string(l.layer)], counts[string(best.layer)]; n > m || n == m && strings.Compare(string(l.layer), string(best.layer)) < 0 {
			best = l
		}
	}
	return best
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
