package slice

import (
	"sightline/access/permission"
)

// verdicts is a set of them, a bit each, from best to worst.
type verdicts uint8

const allVerdicts verdicts = 1<<4 - 1

// verdictRank orders verdicts: a path has the worst of its lines.
func verdictRank(v permission.Verdict) int {
	switch v {
	case permission.Allowed:
		return 0
	case permission.Conditional:
		return 1
	case permission.Undetermined:
		return 2
	default:
		return 3
	}
}

func verdictAt(rank int) permission.Verdict {
	return [...]permission.Verdict{permission.Allowed, permission.Conditional, permission.Undetermined, permission.Denied}[rank]
}

// best is the rank of the best verdict; 4 if there is none.
func (v verdicts) best() int {
	for rank := range 4 {
		if v&(1<<rank) != 0 {
			return rank
		}
	}
	return 4
}

func (v verdicts) onlyDenied() bool { return v.best() >= 3 }

// worsened is the set with none better than a rank.
func (v verdicts) worsened(rank int) (out verdicts) {
	for r := range 4 {
		if v&(1<<r) != 0 {
			out |= 1 << max(r, rank)
		}
	}
	return out
}

// and is the set of what two halves of a path make together.
func (v verdicts) and(o verdicts) (out verdicts) {
	for r := range 4 {
		if v&(1<<r) != 0 {
			out |= o.worsened(r)
		}
	}
	return out
}

func verdictsOf(list []permission.Verdict) (out verdicts) {
	for _, v := range list {
		out |= 1 << verdictRank(v)
	}
	if out == 0 {
		return allVerdicts
	}
	return out
}

// achievable gives for each card the verdicts of paths that lead to it from a
// source, and from it to a sink.
func (p *picture) achievable() (forward, back []verdicts) {
	out, in := make([][]int, len(p.cards)), make([][]int, len(p.cards))
	for i := range p.lines {
		out[p.lines[i].from] = append(out[p.lines[i].from], i)
		in[p.lines[i].to] = append(in[p.lines[i].to], i)
	}
	forward = p.spread(p.sources, out, func(l *line) int { return l.to })
	back = p.spread(p.sinks, in, func(l *line) int { return l.from })
	return forward, back
}

// spread follows lines from some cards until nothing changes.
func (p *picture) spread(from map[int]bool, lines [][]int, end func(*line) int) []verdicts {
	sets := make([]verdicts, len(p.cards))
	var queue []int
	for c := range from {
		sets[c] = 1
		queue = append(queue, c)
	}
	for len(queue) > 0 {
		c := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, i := range lines[c] {
			l := &p.lines[i]
			to := end(l)
			if more := sets[c].worsened(verdictRank(l.verdict)); sets[to]|more != sets[to] {
				sets[to] |= more
				queue = append(queue, to)
			}
		}
	}
	return sets
}
