package slice

import (
	"fmt"
	"slices"

	"sightline/access/permission"
)

// bySource draws the access of each source as a card for each level: at most
// five a source. What is open, conditional or cut off of a level on a resource
// stands on the line from the card to the resource's group, which is true for
// each resource in it; resources stand in one group only if the same is so of
// them for every card. The line to the card has the best verdict, and is denied
// only if nothing is left of the level anywhere.
func (s *sheet) bySource() {
	shared := s.sharing()
	cards := make([]int, len(s.sets))
	for i, one := range s.sets {
		cards[i] = s.p.actionCard(one.level, shared[one.member], []*set{one})
		s.p.cards[cards[i]].ownerName = s.ownerName(one.member)
		all := lines(&line{from: one.card, to: cards[i], kind: "grants"}, one.all())
		if all[0].verdict != permission.Denied {
			all = all[:1]
		}
		for _, l := range all {
			s.p.hold(one.group, l)
		}
	}
	for _, g := range s.partition() {
		s.drawGroup(g, cards)
	}
}

// hold draws a line from a source to an action card, through a group if the
// access comes from one.
func (p *picture) hold(group string, l line) {
	if group != "" {
		p.throughGroup(l.from, group, l)
		return
	}
	p.line(l)
}

// sharing names the owners of cards. Members of a group for whom the same
// follows share its cards, as they share the group's own: see joinGroups.
func (s *sheet) sharing() map[member]string {
	follows := make(map[member][]string)
	for _, one := range s.sets {
		for _, at := range one.order {
			follows[one.member] = append(follows[one.member], fmt.Sprint(one.level, at, one.cells[at].id()))
		}
	}
	out := make(map[member]string)
	for m, keys := range follows {
		if m.group == "" {
			out[m] = s.p.cards[m.card].key
			continue
		}
		slices.Sort(keys)
		out[m] = m.group + "#" + s.p.rowsOf(m) + mark(keys...)
	}
	return out
}

func (s *sheet) ownerName(m member) string {
	if m.group != "" {
		return ThingOf(s.p.snap, m.group).Name
	}
	return s.p.cards[m.card].thing.Name
}

// actionCard is the card of a level; its owner is the source, or "" if all
// share it.
func (p *picture) actionCard(level int, owner string, sets []*set) int {
	key := "action " + levelWords[level] + " of " + owner
	if at, ok := p.index[key]; ok {
		return at
	}
	actions := names(sets)
	return p.card(card{
		column: ColumnActions, kind: NodeAction, key: key, count: len(actions), level: levelWords[level],
		thing: Thing{Name: actionsName(level, actions), Detail: actionsDetail(actions)}, members: actions, owner: owner, order: level,
	})
}

// drawGroup draws a group of resources with what leads to it and what is in it.
func (s *sheet) drawGroup(g *resourceGroup, cards []int) {
	group := s.p.groupCard(g)
	first := g.places[0]
	for _, i := range g.sets {
		for _, l := range lines(&line{from: cards[i], to: group, kind: "applies_to"}, s.sets[i].at(g.places)) {
			s.p.line(l)
		}
	}
	if first.pattern {
		s.p.sink(group)
		return
	}
	for _, at := range g.places {
		var cells []*cell
		for _, i := range g.sets {
			cells = append(cells, s.sets[i].cells[at])
		}
		resource := s.p.resource(at.target)
		s.p.sink(resource)
		s.p.line(contained(group, resource, cells))
	}
}

// contained is the one line from a group to a resource: of the best verdict, or
// denied by one of the layers if all is cut off.
func contained(group, resource int, cells []*cell) line {
	return lines(&line{from: group, to: resource, kind: "contains"}, cells)[0]
}

// at are the cells of a set at some places.
func (s *set) at(places []where) (out []*cell) {
	for _, at := range places {
		if c := s.cells[at]; c != nil {
			out = append(out, c)
		}
	}
	return out
}

func (p *picture) sink(c int) {
	if !p.backward {
		p.sinks[c] = true
	}
}

// resource is the card of what is touched; an identity keeps its silhouette.
func (p *picture) resource(arn string) int {
	kind := NodeResource
	if id := p.snap.Identity(arn); id != nil {
		kind = NodeKind(id.Kind)
	}
	return p.card(card{column: ColumnResources, kind: kind, key: "resource " + arn, thing: ThingOf(p.snap, arn)})
}
