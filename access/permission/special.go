package permission

import (
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/snapshot"
)

// special is a resource whose own side bears on what a principal may do: it
// has a policy, grants or a list, demands a policy, or is another account's.
type special struct {
	arn     string
	foreign bool
	// actions that work on it, and on its objects if it is a bucket.
	targets []target
}

// withResources asks each special resource about the principal: what it takes
// away from the grants becomes an exception, what it adds a grant of its own.
func (k *Asker) withResources(grants []Grant, p authz.Principal, filter Filter, given *authz.Context) ([]Grant, error) {
	g := newGrouping("", "", "")
	for _, s := range k.specials(p, filter) {
		if err := k.askSpecial(grants, g, p, &s, given); err != nil {
			return nil, err
		}
	}
	for i := range g.holders {
		grants = append(grants, k.grantOf(&g.holders[i]))
	}
	return grants, nil
}

func (k *Asker) grantOf(h *Holder) Grant {
	g := Grant{all: h.Actions, Resources: h.Resources, Verdict: h.Verdict, Conditions: h.Conditions, Because: h.Because}
	for _, r := range h.Resources {
		g.patterns = append(g.patterns, glob.New(r))
	}
	k.word(&g)
	return g
}

// specials lists the resources and roles whose own side matters.
func (k *Asker) specials(p authz.Principal, filter Filter) (out []special) {
	selected := filter.selects()
	data := k.Snapshot.Data()
	for i := range data.Resources {
		r := &data.Resources[i]
		foreign := r.Account != p.Account
		if !foreign && !ownSideMatters(r) {
			continue
		}
		if foreign && r.PolicyRead && !ownSideMatters(r) {
			continue // nothing there can admit anybody from outside
		}
		out = append(out, k.special(r.ARN, foreign, selected))
	}
	for i := range data.Identities {
		id := &data.Identities[i]
		if id.Kind == snapshot.KindRole {
			out = append(out, k.special(id.ARN, id.Account != p.Account, selected))
		}
	}
	return out
}

func ownSideMatters(r *snapshot.Resource) bool {
	return r.Policy != nil || len(r.Grants) > 0 || r.Type == snapshot.TypeKey || r.Bucket != nil && r.Bucket.ACL != nil
}

func (k *Asker) special(arn string, foreign bool, selected func(string) bool) special {
	s := special{arn: arn, foreign: foreign}
	all := Actions{text: "*"}
	for _, t := range k.targets(all, arn) {
		t.actions = keep(t.actions, selected)
		if strings.Contains(arn, ":role/") {
			t.actions = keep(t.actions, trustDecides)
		}
		s.targets = append(s.targets, t)
	}
	return s
}

// trustDecides: of the actions on a role, its trust policy bears on these
// alone; the rest are ordinary and follow from identity policies.
func trustDecides(action string) bool { return strings.HasPrefix(action, "sts:") }

func (k *Asker) askSpecial(grants []Grant, g *grouping, p authz.Principal, s *special, given *authz.Context) error {
	for _, t := range s.targets {
		if len(t.actions) == 0 {
			continue
		}
		where := t.example()
		q, err := k.Question(p, where, given)
		if err != nil {
			return err
		}
		away := make(map[int]*loss)
		for _, a := range t.actions {
			k.compare(grants, g, q, s, a, place{where, t.resource}, away)
		}
		note(grants, t.resource, away)
		if t.inside {
			k.askParts(grants, g, q, s, &t)
		}
	}
	return nil
}

// askParts asks about the parts of a bucket's objects that some policy tells
// apart, where the answer differs from that for objects in general.
func (k *Asker) askParts(grants []Grant, g *grouping, q *Question, s *special, t *target) {
	for _, part := range q.parts(t.resource) {
		away := make(map[int]*loss)
		for _, a := range t.actions {
			if q.DecideOn(a, part.example) != q.Decide(a) {
				k.compare(grants, g, q, s, a, place{part.example, part.pattern}, away)
			}
		}
		note(grants, part.pattern, away)
	}
}

// place is a concrete resource with the pattern that it stands for.
type place struct{ example, pattern string }

// example is a concrete resource that stands for the target.
func (t *target) example() string {
	if t.inside {
		return strings.TrimSuffix(t.resource, "*") + anyObject
	}
	return t.resource
}

// loss collects the actions of one grant that a resource takes away.
type loss struct {
	denied     []string
	because    []Reason
	open       []string
	conditions []Condition
	why        []Reason
	held       int
}

// compare sets what the grants promise for an action on a resource against
// the decision there.
func (k *Asker) compare(grants []Grant, g *grouping, q *Question, s *special, action string, at place, away map[int]*loss) {
	where := at.example
	decision := q.DecideOn(action, where)
	promised := promisedBy(grants, action, where, s.foreign)
	needs := needsResourcePolicy(authz.DefaultFacts(), action)
	if len(promised) == 0 || s.foreign || needs {
		if decision == authz.Allowed || decision == authz.Unknown {
			g.add(action, q.because(action, where), []string{at.pattern}, nil)
		}
		if s.foreign || needs {
			return
		}
	}
	for _, i := range promised {
		if away[i] == nil {
			away[i] = &loss{}
		}
		away[i].held++
		if decision == authz.Allowed || decision == authz.Unknown && grants[i].Verdict != Allowed {
			continue
		}
		verdict, conditions, because := outcome(q.because(action, where))
		l := away[i]
		if verdict == Denied {
			l.denied, l.because = append(l.denied, action), because
		} else {
			l.open, l.conditions, l.why = append(l.open, action), inverted(conditions), because
		}
	}
}

// inverted turns conditions of access into conditions of its absence.
func inverted(conditions []Condition) []Condition {
	out := make([]Condition, len(conditions))
	for i, c := range conditions {
		c.Unless = !c.Unless
		out[i] = c
	}
	return out
}

// promisedBy lists the grants that cover an action on a resource of the
// principal's own account.
func promisedBy(grants []Grant, action, where string, foreign bool) (out []int) {
	if foreign {
		return nil
	}
	for i := range grants {
		if contains(grants[i].all, action) && grants[i].Covers(where) {
			out = append(out, i)
		}
	}
	return out
}

// Covers tells whether a resource lies in the grant's patterns and in none of
// its unconditional exceptions for all actions.
func (g *Grant) Covers(resource string) bool {
	inside := false
	for _, p := range g.patterns {
		inside = inside || p.Match(resource)
	}
	if !inside {
		return false
	}
	for _, e := range g.Except {
		if len(e.Actions) == 0 && len(e.Conditions) == 0 && glob.New(e.Resource).Match(resource) {
			return false
		}
	}
	return true
}

// CoversAction is Covers for one action, exceptions for single actions
// included. The action is in AWS's spelling.
func (g *Grant) CoversAction(action, resource string) bool {
	if !contains(g.all, action) || !g.Covers(resource) {
		return false
	}
	for _, e := range g.Except {
		if len(e.Conditions) == 0 && contains(e.Actions, action) && glob.New(e.Resource).Match(resource) {
			return false
		}
	}
	return true
}

// All lists the grant's actions one by one, in AWS's spelling, sorted.
func (g *Grant) All() []string { return g.all }

// note writes the losses into the grants as exceptions.
func note(grants []Grant, resource string, away map[int]*loss) {
	order := make([]int, 0, len(away))
	for i := range away {
		order = append(order, i)
	}
	sort.Ints(order)
	for _, i := range order {
		l := away[i]
		if len(l.denied) > 0 {
			grants[i].Except = append(grants[i].Except, Exception{Resource: resource, Actions: unlessAll(l.denied, l.held), Because: l.because})
		}
		if len(l.open) > 0 {
			grants[i].Except = append(grants[i].Except, Exception{Resource: resource, Actions: unlessAll(l.open, l.held), Conditions: l.conditions, Because: l.why})
		}
	}
}

// unlessAll leaves the list out where it names all actions that were held.
func unlessAll(actions []string, held int) []string {
	if len(actions) == held {
		return nil
	}
	return actions
}
