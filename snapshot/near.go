package snapshot

import (
	"slices"
	"strings"
)

const (
	nearCount   = 3  // names in a hint
	nearLongest = 64 // IAM's longest name of a user or role
)

// near lists identities with names like the given one, closest first: the same
// but for case, or about a quarter of its letters changed.
func (s *Snapshot) near(name string) []*Identity {
	if name == "" || len(name) > nearLongest {
		return nil
	}
	type hit struct {
		name     string
		distance int
	}
	var hits []hit
	limit := 1 + len(name)/4
	for other := range s.names {
		if d := distance(strings.ToLower(name), strings.ToLower(other), limit); d <= limit {
			hits = append(hits, hit{other, d})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.name, b.name)
	})
	var out []*Identity
	for _, h := range hits[:min(nearCount, len(hits))] {
		out = append(out, &s.data.Identities[s.names[h.name][0]])
	}
	return out
}

// distance is Levenshtein's, in bytes; anything above limit may be returned
// for a greater one.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}
