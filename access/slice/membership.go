package slice

import (
	"fmt"
	"slices"

	"sightline/access/permission"
)

// A member is somebody who has access, or moves, through a group.
type member struct {
	card  int
	group string // ARN
}

// throughGroup notes a line that leaves from a group for one of its members;
// joinGroups draws it.
func (p *picture) throughGroup(card int, group string, l line) {
	m := member{card, group}
	if _, ok := p.through[m]; !ok {
		p.members = append(p.members, m)
	}
	p.through[m] = append(p.through[m], l)
}

// joinGroups draws the groups and what their members have through them. Members
// for whom the same follows share a card: a boundary may leave one less than
// another.
func (p *picture) joinGroups() {
	for _, m := range p.members {
		group := p.card(card{
			column: ColumnGroups, kind: NodeGroup, key: "group " + m.group + "#" + p.rowsOf(m), thing: ThingOf(p.snap, m.group),
			count: len(p.snap.Members(m.group)),
		})
		p.line(line{from: m.card, to: group, kind: "member_of", verdict: permission.Allowed})
		for _, l := range p.through[m] {
			l.from = group
			p.line(l)
		}
	}
	p.members = nil
}

// rowsOf identifies all that a member has through a group.
func (p *picture) rowsOf(m member) string {
	var keys []string
	for _, l := range p.through[m] {
		keys = append(keys, fmt.Sprint(p.cards[l.to].key, " ", l.kind, " ", l.verdict, " ", l.layer))
	}
	slices.Sort(keys)
	return mark(slices.Compact(keys)...)
}
