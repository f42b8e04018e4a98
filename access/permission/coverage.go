package permission

import (
	"slices"
	"strings"
	"sync"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// An actionList is the actions of one type of resource, shared by all resources
// with the same, and which of them the statements of documents cover.
type actionList struct {
	actions []string
	covered sync.Map // *policy.Document to []actionSet, one a statement
}

// An actionSet is a set of the actions of a list, by number.
type actionSet []uint64

func (s actionSet) any() bool {
	for _, word := range s {
		if word != 0 {
			return true
		}
	}
	return false
}

// interned returns the one list with these actions.
func (k *Asker) interned(actions []string) *actionList {
	key := strings.Join(actions, "\n")
	if list, ok := k.lists.Load(key); ok {
		return list.(*actionList)
	}
	list, _ := k.lists.LoadOrStore(key, &actionList{actions: actions})
	return list.(*actionList)
}

// by gives the sets of a document, kept if many resources share it.
func (l *actionList) by(d *policy.Document, keep bool) []actionSet {
	if sets, ok := l.covered.Load(d); ok {
		return sets.([]actionSet)
	}
	sets := make([]actionSet, len(d.Statements))
	for i := range d.Statements {
		sets[i] = l.covers(&d.Statements[i])
	}
	if keep {
		l.covered.Store(d, sets)
	}
	return sets
}

func (l *actionList) covers(s *policy.Statement) actionSet {
	set := make(actionSet, (len(l.actions)+63)/64)
	for i, a := range l.actions {
		if coversAction(s, a) {
			set[i/64] |= 1 << (i % 64)
		}
	}
	return set
}

// alike splits the actions of a target into those that no statement, no fact
// about their service and no list tells apart: one answer holds for all of a
// class.
func (k *Asker) alike(q *Question, t *placeTarget) [][]string {
	if t.apart {
		out := make([][]string, len(t.list.actions))
		for i := range t.list.actions {
			out[i] = t.list.actions[i : i+1]
		}
		return out
	}
	var sets []actionSet
	anything := q.Principal.Kind == authz.KindRoot        // needs no Allow
	given := make(actionSet, (len(t.list.actions)+63)/64) // what some Allow gives
	eachDocument(q.stack, func(d *policy.Document, shared, grants bool) {
		list := t.list.by(d, shared)
		anything = anything || grants && d.Broken
		sets = append(sets, list...)
		for i := range list {
			if grants && (d.Broken || d.Statements[i].Effect != policy.EffectDeny) {
				join(given, list[i])
			}
		}
	})
	if anything || slices.ContainsFunc(q.stack.Unread, func(u authz.Unread) bool { return grants(u.Layer) }) {
		given = nil // what nobody read may be an Allow
	}
	return k.split(t.list.actions, sets, given, t.example)
}

func join(set, more actionSet) {
	for i := range set {
		set[i] |= more[i]
	}
}

// split leaves out actions that nothing gives.
func (k *Asker) split(actions []string, sets []actionSet, given actionSet, resource string) (out [][]string) {
	facts := k.Engine.Facts()
	index := make(map[string]int)
	key := make([]byte, len(sets)+5)
	for i, a := range actions {
		if given != nil && given[i/64]>>(i%64)&1 == 0 {
			continue
		}
		for j, set := range sets {
			key[j] = byte(set[i/64] >> (i % 64) & 1)
		}
		traits := key[len(sets):]
		traits[0], traits[1] = bit(facts.NeedsResourcePolicy(a, resource)), bit(facts.RCPReachesAction(a))
		traits[2], traits[3], traits[4] = bit(facts.RootRefused(a)), bit(facts.NeedsCaller(a)), bit(facts.OnlyGrants(a))
		at, ok := index[string(key)]
		if !ok {
			at = len(out)
			index[string(key)] = at
			out = append(out, nil)
		}
		out[at] = append(out[at], a)
	}
	return out
}

// eachDocument visits the documents of a stack; shared tells those that stand
// in many stacks, grants those whose Allows give something.
func eachDocument(s *authz.Stack, visit func(d *policy.Document, shared, grants bool)) {
	for i := range s.Identity {
		visit(s.Identity[i].Document, true, true)
	}
	for i := range s.Session {
		visit(s.Session[i].Document, true, false)
	}
	for _, levels := range [][]authz.Level{s.SCP, s.RCP} {
		for i := range levels {
			for j := range levels[i].Policies {
				visit(levels[i].Policies[j].Document, true, false)
			}
		}
	}
	for _, p := range []*authz.Policy{s.Boundary, s.Endpoint} {
		if p != nil {
			visit(p.Document, true, false)
		}
	}
	for _, p := range []*authz.Policy{s.Resource, underlyingPolicy(s)} {
		if p != nil {
			visit(p.Document, false, true)
		}
	}
}
