package slice

import (
	"slices"

	"sightline/access/permission"
)

// byLevels draws the access of all callers to one resource with a card for each
// level, at most five. What a caller has of a level stands on its line to the
// card; where a layer cuts some actions of the level off, a denied line stands
// beside it, so that nobody who is kept out of something is shown as if not. The
// lines behind the cards have the best verdict of all callers.
func (s *sheet) byLevels() {
	var cards [len(levelWords)]int
	var sets [len(levelWords)][]*set
	for _, one := range s.sets {
		sets[one.level] = append(sets[one.level], one)
	}
	for level := range levelWords {
		if len(sets[level]) > 0 {
			cards[level] = s.p.actionCard(level, "", sets[level])
		}
	}
	for _, one := range s.sets {
		for _, l := range lines(&line{from: one.card, to: cards[one.level], kind: "grants"}, one.all()) {
			s.p.hold(one.group, l)
		}
	}
	for _, g := range s.sides() {
		group := s.p.groupCard(g)
		var all []*cell
		for level := range levelWords {
			cells := cellsAt(sets[level], g.places)
			all = append(all, cells...)
			if len(cells) > 0 {
				s.p.line(lines(&line{from: cards[level], to: group, kind: "applies_to"}, cells)[0])
			}
		}
		s.p.line(contained(group, s.p.resource(g.places[0].target), all))
	}
}

func cellsAt(sets []*set, places []where) (out []*cell) {
	for _, one := range sets {
		out = append(out, one.at(places)...)
	}
	return out
}

// sides are the one or two groups of a picture of one resource: the resource,
// and of a bucket what lies in it, if other levels lead there and every path is
// as true of the one as of the other.
func (s *sheet) sides() []*resourceGroup {
	places := s.places()
	if len(places) == 0 {
		return nil
	}
	target := places[0].target
	thing := ThingOf(s.p.snap, target)
	group := func(key, detail string, places ...where) *resourceGroup {
		g := &resourceGroup{places: places, kind: thing.Type, thing: thing, key: key}
		g.thing.ARN, g.thing.Detail = "", detail
		return g
	}
	noun := typeNoun(thing.Type, target)
	switch {
	case permission.ObjectsOf(target) == "":
		return []*resourceGroup{group("", thing.Detail, places...)}
	case len(places) == 1 && places[0].inside:
		return []*resourceGroup{group("objects", "objects in it", places...)}
	case len(places) == 1:
		return []*resourceGroup{group("itself", "the "+noun+" itself", places...)}
	case s.apart(places):
		return []*resourceGroup{group("itself", "the "+noun+" itself", places[0]), group("objects", "objects in it", places[1])}
	default:
		return []*resourceGroup{group("", "the "+noun+" and its objects", places...)}
	}
}

// apart tells whether other levels lead to a bucket than to what lies in it,
// while whoever has a level that leads to both has the same there.
func (s *sheet) apart(places []where) bool {
	itself, objects := make(map[int]bool), make(map[int]bool)
	for _, one := range s.sets {
		itself[one.level] = itself[one.level] || one.cells[places[0]] != nil
		objects[one.level] = objects[one.level] || one.cells[places[1]] != nil
	}
	differ := false
	for level := range levelWords {
		differ = differ || itself[level] != objects[level]
	}
	return differ && !slices.ContainsFunc(s.sets, func(one *set) bool {
		a, b := one.cells[places[0]], one.cells[places[1]]
		both := itself[one.level] && objects[one.level]
		return both && (a == nil || b == nil || a.id() != b.id())
	})
}

// inside parts actions into those on a bucket itself and those on what lies in
// it.
func (p *picture) inside(target string, actions []string) (here, inside []string) {
	if permission.ObjectsOf(target) == "" {
		return actions, nil
	}
	if p.onItself == nil {
		p.onItself = p.k.Catalog.ActionsOn(target)
	}
	for _, a := range actions {
		if _, found := slices.BinarySearch(p.onItself, a); found {
			here = append(here, a)
		} else {
			inside = append(inside, a)
		}
	}
	return here, inside
}
