package permission

import (
	"strings"

	"sightline/iam/authz"
	"sightline/iam/glob"
)

// part is a proper part of a bucket's objects that some policy tells apart.
type part struct {
	pattern string
	glob    glob.Pattern
	example string
}

// maxParts limits how many parts of one bucket are asked one by one; see
// beyond.
const maxParts = 256

// parts lists the parts of a container that some statement may tell apart from
// the rest, and where such parts overlap the overlap, too, each with an example
// that lies in no narrower part.
func (q *Question) parts(container string) []part {
	whole := glob.New(container)
	var list parts
	for _, r := range q.program.Patterns(&authz.Request{Principal: q.Principal, Context: q.context}) {
		if included, decided := glob.Includes(r, whole); included && decided {
			continue
		}
		list.add(r, whole)
		q.behind(&list, r, container)
	}
	for i := range len(list) {
		for j := 0; j < i && len(list) < maxParts; j++ {
			list.add(list[i].glob, list[j].glob)
		}
	}
	return list
}

// beyond says that policies tell more parts apart than are asked one by one,
// so that what is said of the container need not hold in each.
func beyond(list []part, container string) []Exception {
	if len(list) < maxParts {
		return nil
	}
	return []Exception{{Resource: container, Conditions: []Condition{{
		Text: "the object lies in a part that no answer speaks of: the policies tell too many apart; ask about the object",
	}}}}
}

// behind adds what a pattern tells apart in the bucket behind an access point,
// by the names that objects have there.
func (q *Question) behind(list *parts, r glob.Pattern, container string) {
	if q.bucket == "" {
		return
	}
	names := q.bucket + "/"
	common, _ := glob.Meet(r, glob.New(names+"*"), maxMeet)
	for _, p := range common {
		if key, ok := strings.CutPrefix(p.String(), names); ok && key != "*" {
			list.add(glob.New(strings.TrimSuffix(container, "*")+key), glob.New(container))
		}
	}
}

type parts []part

// add notes what two patterns have in common.
func (l *parts) add(a, b glob.Pattern) {
	common, _ := glob.Meet(a, b, maxMeet)
	for _, p := range common {
		if len(*l) < maxParts && !l.has(p) {
			*l = append(*l, part{pattern: p.String(), glob: p, example: general(p)})
		}
	}
}

func (l *parts) has(p glob.Pattern) bool {
	for i := range *l {
		if (*l)[i].glob.Equal(p) {
			return true
		}
	}
	return false
}

// general is a string of the pattern with a character for its wildcards that
// no policy spells out.
func general(p glob.Pattern) string {
	if text, exact := p.Exact(); exact {
		return text
	}
	return strings.NewReplacer("${*}", "*", "${?}", "?", "${$}", "$", "*", anyObject, "?", anyObject).Replace(p.String())
}
