package permission

import (
	"sightline/iam/authz"
	"sightline/iam/glob"
)

// part is a proper part of a bucket's objects that some policy tells apart.
type part struct {
	pattern string
	example string
}

// maxParts limits how many parts of one bucket are asked one by one.
const maxParts = 64

// parts lists the parts of a container that some statement may tell apart from
// the rest, with an example of each.
func (q *Question) parts(container string) (out []part) {
	whole := glob.New(container)
	seen := make(map[string]bool)
	for _, r := range q.program.Patterns(&authz.Request{Principal: q.Principal, Context: q.context}) {
		if included, decided := glob.Includes(r, whole); included && decided {
			continue
		}
		example, ok := glob.Intersect(r, whole)
		if !ok || seen[r.String()] {
			continue
		}
		seen[r.String()] = true
		out = append(out, part{pattern: r.String(), example: example})
		if len(out) == maxParts {
			break
		}
	}
	return out
}
