package slice

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// A cell is the access of one level that a source has at one place. Of what it
// has, only the best verdict is kept.
type cell struct {
	has   []access // those with most actions first
	lacks []access
}

// maxOthers is how many accesses are kept that may stand for a line beside the
// first.
const maxOthers = 3

func (c *cell) add(a *access) {
	if a.verdict == permission.Denied {
		if countLayer(c.lacks, a.layer) <= maxOthers {
			c.lacks = append(c.lacks, *a)
		}
		return
	}
	if rank := c.rank(); rank > verdictRank(a.verdict) {
		c.has = nil
	} else if rank < verdictRank(a.verdict) {
		return
	}
	c.has = append(c.has, *a)
	slices.SortStableFunc(c.has, func(x, y access) int { return len(y.actions) - len(x.actions) })
	c.has = c.has[:min(len(c.has), 1+maxOthers)]
}

func countLayer(list []access, l authz.Layer) (n int) {
	for i := range list {
		if list[i].layer == l {
			n++
		}
	}
	return n
}

// rank is that of the best verdict: 3 where all is cut off.
func (c *cell) rank() int {
	if len(c.has) == 0 {
		return 3
	}
	return verdictRank(c.has[0].verdict)
}

// layers are those that cut something off, sorted.
func (c *cell) layers() (out []authz.Layer) {
	for i := range c.lacks {
		out = append(out, c.lacks[i].layer)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// id says what must be alike for cells to stand together.
func (c *cell) id() string {
	id := string(rune('0' + c.rank()))
	for _, l := range c.layers() {
		id += "-" + string(l)
	}
	return id
}

func bestRank(cells []*cell) int {
	best := 4
	for _, c := range cells {
		best = min(best, c.rank())
	}
	return best
}

// lines words what cells say together: a line of the best verdict, if they have
// anything, and a denied one for each layer that cuts something off.
func lines(l *line, cells []*cell) (out []line) {
	if rank := bestRank(cells); rank < 3 {
		out = append(out, bestLine(l, cells, rank))
	}
	return append(out, deniedLines(l, cells)...)
}

// bestLine is the line of the best verdict. It names the conditions that hold
// for all of the cells with that verdict.
func bestLine(l *line, cells []*cell, rank int) line {
	one, first := *l, true
	one.verdict = verdictAt(rank)
	for _, c := range cells {
		if c.rank() != rank {
			continue
		}
		one.mayAsk(c.has)
		if first {
			one.conditions, first = c.has[0].conditions, false
		} else {
			one.conditions = common(one.conditions, c.has[0].conditions)
		}
	}
	if one.verdict == permission.Conditional && len(one.conditions) == 0 {
		one.conditions = []permission.Condition{{Text: "the conditions differ from one to the other"}}
	}
	one.pickAsk()
	return one
}

func deniedLines(l *line, cells []*cell) (out []line) {
	index := make(map[authz.Layer]int)
	for _, c := range cells {
		for i := range c.lacks {
			a := &c.lacks[i]
			at, ok := index[a.layer]
			if !ok {
				at = len(out)
				index[a.layer] = at
				out = append(out, *l)
				out[at].verdict, out[at].layer = permission.Denied, a.layer
			}
			out[at].mayAsk(c.lacks[i : i+1])
		}
	}
	for i := range out {
		out[i].pickAsk()
	}
	slices.SortFunc(out, func(a, b line) int { return strings.Compare(string(a.layer), string(b.layer)) })
	return out
}

// mayAsk notes accesses that may stand for a line; those of callers who can be
// named are preferred.
func (l *line) mayAsk(list []access) {
	for i := range list {
		a := &list[i]
		if len(l.others) <= maxOthers {
			l.others = append(l.others, askOf(a))
			continue
		}
		nameless := slices.IndexFunc(l.others, func(o asking) bool { return o.principal == "" })
		if nameless < 0 {
			return
		}
		if a.principal != "" {
			l.others[nameless] = askOf(a)
		}
	}
}

// pickAsk takes the first caller with a name.
func (l *line) pickAsk() {
	slices.SortStableFunc(l.others, func(a, b asking) int { return boolOrder(a.principal != "", b.principal != "") })
	if len(l.others) > 0 {
		l.ask, l.others = l.others[0], l.others[1:]
	}
}

// common keeps the conditions that both lists have.
func common(a, b []permission.Condition) (out []permission.Condition) {
	for _, one := range a {
		if slices.ContainsFunc(b, func(o permission.Condition) bool { return o.ID() == one.ID() }) {
			out = append(out, one)
		}
	}
	return out
}
