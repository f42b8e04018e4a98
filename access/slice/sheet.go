package slice

import (
	"maps"
	"slices"

	"sightline/access/permission"
)

// A sheet notes the access of all sources of a picture, and what they are kept
// from: by level, and by target. A source is a principal, or a group through
// which a principal has something.
type sheet struct {
	p      *picture
	sets   []*set
	index  map[setKey]*set
	levels map[string]int // by action; unwanted: left out by a filter
	// parted: what lies in a bucket stands apart from the bucket.
	parted bool
}

func newSheet(p *picture) *sheet {
	return &sheet{p: p, index: make(map[setKey]*set), levels: make(map[string]int)}
}

// A set is the access of one level that one source has, or is kept from.
type set struct {
	setKey
	has, lacks actionNames
	cells      map[where]*cell
	order      []where
}

type setKey struct {
	member
	level int
}

// where is what a source has access to: a resource, a pattern that policies
// name, or what lies in a bucket.
type where struct {
	target          string
	pattern, inside bool
}

// add notes an access.
func (s *sheet) add(a access) {
	if !s.p.wantsAccount(&a) {
		return
	}
	for level, actions := range s.byLevel(&a) {
		here, inside := actions, []string(nil)
		if s.parted {
			here, inside = s.p.inside(a.target, actions)
		}
		s.put(&a, level, where{a.target, a.pattern, false}, here)
		s.put(&a, level, where{a.target, a.pattern, true}, inside)
	}
}

func (s *sheet) put(a *access, level int, at where, actions []string) {
	if len(actions) == 0 {
		return
	}
	one := *a
	one.actions = actions
	s.setOf(setKey{member{a.holder, a.through}, level}).add(at, &one)
}

func (s *sheet) setOf(key setKey) *set {
	one := s.index[key]
	if one == nil {
		one = &set{setKey: key, cells: make(map[where]*cell)}
		s.index[key] = one
		s.sets = append(s.sets, one)
	}
	return one
}

func (s *set) add(at where, a *access) {
	one := s.cells[at]
	if one == nil {
		one = &cell{}
		s.cells[at] = one
		s.order = append(s.order, at)
	}
	one.add(a)
	if a.verdict == permission.Denied {
		s.lacks.add(a.actions)
	} else {
		s.has.add(a.actions)
	}
}

// all are the cells of a set, in order.
func (s *set) all() []*cell {
	out := make([]*cell, len(s.order))
	for i, at := range s.order {
		out[i] = s.cells[at]
	}
	return out
}

// names lists what a card of some sets stands for: the actions that somebody
// has or, if there are none, those that are cut off.
func names(sets []*set) []string {
	has, lacks := make(map[string]bool), make(map[string]bool)
	for _, s := range sets {
		maps.Copy(has, s.has.names)
		maps.Copy(lacks, s.lacks.names)
	}
	if len(has) == 0 {
		has = lacks
	}
	return slices.Sorted(maps.Keys(has))
}

// actionNames is a set of them.
type actionNames struct {
	names map[string]bool
	last  []string // was added last: resources of one type mostly have the same
}

func (n *actionNames) add(list []string) {
	if slices.Equal(n.last, list) {
		return
	}
	if n.names == nil {
		n.names = make(map[string]bool)
	}
	for _, one := range list {
		n.names[one] = true
	}
	n.last = list
}
