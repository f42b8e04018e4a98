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
func (k *Asker) withResources(grants []Grant, p authz.Principal, filter Filter, given *authz.Context, stop Stop) ([]Grant, error) {
	g := newGrouping("", "", "")
	for _, s := range k.specials(p, filter) {
		if err := stop.at(named(g.holders)); err != nil {
			return nil, err
		}
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
	g := Grant{all: h.Actions, Resources: h.Resources, Verdict: h.Verdict, Conditions: h.Conditions, Because: h.Because, Except: h.Except}
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
		if foreign && r.PolicyRead && !ownSideMatters(r) && !r.MayBeShared() {
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
	switch r.Type {
	case snapshot.TypeKey, snapshot.TypeAccessPoint, snapshot.TypeMultiRegionAccessPoint, snapshot.TypeDirectoryAccessPoint:
		return true
	default:
		return r.Policy != nil || !r.PolicyRead || len(r.Grants) > 0 || r.Bucket != nil && r.Bucket.ACL != nil
	}
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
		c := comparison{grants: grants, added: g, q: q, s: s, facts: k.Engine.Facts(), whole: where, wholly: make(map[string]bool), lost: make(map[string]bool)}
		if t.inside {
			c.parts = q.parts(t.resource)
		}
		c.on(where, t.resource, c.parts, t.actions)
		for i := range grants {
			if len(c.parts) == maxParts && grants[i].Covers(where) {
				grants[i].Except = append(grants[i].Except, beyond(c.parts, t.resource)...)
			}
		}
		for i, part := range c.parts {
			c.on(part.example, part.pattern, within(c.parts, i), t.actions)
		}
	}
	return nil
}

// comparison sets what grants promise on one resource, and on the parts of it
// that some policy tells apart, against the decisions there.
type comparison struct {
	grants []Grant
	added  *grouping // what no grant promised
	q      *Question
	s      *special
	facts  *authz.Facts
	whole  string // the example that stands for the resource in general
	parts  []part
	wholly map[string]bool // actions added for the resource as a whole
	lost   map[string]bool // actions denied on the whole that grants promise
	// of the place at hand: an example, what it stands for, the parts in it
	example, pattern string
	inside           []part
	over             []int        // grants whose patterns hold the example
	said             map[int]bool // those whose patterns hold the whole's, too
	away             map[int]*loss
}

// on compares at one place.
func (c *comparison) on(example, pattern string, inside []part, actions []string) {
	c.example, c.pattern, c.inside = example, pattern, inside
	c.over, c.away, c.said = covering(c.grants, example, c.s.foreign), make(map[int]*loss), make(map[int]bool)
	if example != c.whole {
		for _, i := range covering(c.grants, c.whole, c.s.foreign) {
			c.said[i] = true
		}
	}
	for _, a := range actions {
		c.compare(a)
	}
	note(c.grants, pattern, c.away, strings.Contains(c.s.arn, ":role/"))
}

// compare sets the grants' promise of an action against the decision. What is
// so of the whole is not said again of a part.
func (c *comparison) compare(action string) {
	decision := c.q.DecideOn(action, c.example)
	again := c.example != c.whole && decision == c.q.DecideOn(action, c.whole) && !c.shadowed(action, decision)
	promised := promisedBy(c.grants, c.over, action)
	apart := c.s.foreign || needsResourcePolicy(c.facts, action)
	granted := decision == authz.Allowed || decision == authz.Unknown
	if granted && (len(promised) == 0 || apart || c.lost[action]) && !(again && c.wholly[action]) {
		c.wholly[action] = c.wholly[action] || c.example == c.whole
		c.added.add(action, c.q.because(action, c.example), []string{c.pattern}, c.q.exceptions(action, c.inside, decision))
	}
	if apart {
		return
	}
	for _, i := range promised {
		if c.away[i] == nil {
			c.away[i] = &loss{}
		}
		c.away[i].held++
		if again && c.said[i] {
			continue
		}
		if !granted {
			c.lost[action] = c.lost[action] || c.example == c.whole
		}
		if decision != authz.Allowed {
			c.away[i].take(action, c.q.because(action, c.example), c.grants[i].Verdict)
		}
	}
}

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

// shadowed: another part around this one is answered differently, so that its
// answer does not hold here.
func (c *comparison) shadowed(action string, decision authz.Decision) bool {
	for i := range c.parts {
		p := &c.parts[i]
		if p.example != c.example && p.glob.Match(c.example) && c.q.DecideOn(action, p.example) != decision {
			return true
		}
	}
	return false
}

// take notes that an action is denied, or hangs on more than the grant says.
func (l *loss) take(action string, e authz.Explanation, promised Verdict) {
	verdict, conditions, because := outcome(e)
	switch {
	case verdict == Denied:
		l.denied, l.because = append(l.denied, action), because
		return
	case verdict == Conditional && promised != Allowed || promised == Undetermined:
		return
	}
	l.open, l.conditions, l.why = append(l.open, action), inverted(conditions), because
}

// covering lists the grants whose patterns a resource of the principal's own
// account lies in.
func covering(grants []Grant, where string, foreign bool) (out []int) {
	for i := range grants {
		if !foreign && grants[i].Covers(where) {
			out = append(out, i)
		}
	}
	return out
}

// promisedBy lists those of the covering grants that hold an action.
func promisedBy(grants []Grant, covering []int, action string) (out []int) {
	for _, i := range covering {
		if contains(grants[i].all, action) {
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
// Where not every action of a grant was asked, the actions are spelled out.
func note(grants []Grant, resource string, away map[int]*loss, some bool) {
	order := make([]int, 0, len(away))
	for i := range away {
		order = append(order, i)
	}
	sort.Ints(order)
	for _, i := range order {
		l := away[i]
		if len(l.denied) > 0 {
			grants[i].Except = append(grants[i].Except, Exception{Resource: resource, Actions: unlessAll(l.denied, l.held, some), Because: l.because})
		}
		if len(l.open) > 0 {
			grants[i].Except = append(grants[i].Except, Exception{Resource: resource, Actions: unlessAll(l.open, l.held, some), Conditions: l.conditions, Because: l.why})
		}
	}
}

// unlessAll leaves the list out where it names all actions that were held.
func unlessAll(actions []string, held int, some bool) []string {
	if len(actions) == held && !some {
		return nil
	}
	return actions
}
