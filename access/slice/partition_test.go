package slice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
	"sightline/iam/authz"
)

// asked remembers what the permission package says of principals and resources.
type asked struct {
	t    *testing.T
	x    *reach.Explorer
	all  permission.Actions
	has  map[string][]permission.Holder
	lost map[string][]permission.Refusal
}

func newAsked(t *testing.T, x *reach.Explorer) *asked {
	t.Helper()
	all, err := permission.ParseActions("*")
	if err != nil {
		t.Fatal(err)
	}
	return &asked{t, x, all, make(map[string][]permission.Holder), make(map[string][]permission.Refusal)}
}

// of gives the best verdict of a principal's access of a level on a resource, as
// far as it comes through a group or "", and the layers that cut some of it off.
func (a *asked) of(p authz.Principal, through, level, resource string) (best permission.Verdict, layers []string) {
	key := fmt.Sprint(p, resource)
	if _, known := a.has[key]; !known {
		var err, other error
		a.has[key], err = a.x.Asker().Access(p, a.all, resource, nil)
		a.lost[key], other = a.x.Asker().CutOff(p, resource, nil)
		if err != nil || other != nil {
			a.t.Fatal(err, other)
		}
	}
	best = permission.Denied
	for i := range a.has[key] {
		h := &a.has[key][i]
		if ofLevel(h.Actions, level) && a.x.Through(p, h.Because) == through && order(h.Verdict) < order(best) {
			best = h.Verdict
		}
	}
	for _, r := range a.lost[key] {
		if through == "" && ofLevel(r.Actions, level) {
			layers = append(layers, string(r.Layer))
		}
	}
	slices.Sort(layers)
	return best, slices.Compact(layers)
}

func ofLevel(actions []string, level string) bool {
	return slices.ContainsFunc(actions, func(action string) bool { return levelOf(action) == level })
}

// A picture from a principal parts the resources into groups: each resource is
// in one, and what a line from an action card to a group says is so of every
// resource in it.
func TestPartition(t *testing.T) {
	for name, x := range worlds(t) {
		t.Run(name, func(t *testing.T) {
			a := newAsked(t, x)
			for _, start := range starts(x.Asker().Snapshot) {
				if start == "*" {
					continue // two callers under one name: without credentials, and with any
				}
				a.checkPartition(start, from(t, x, start, whole()))
			}
		})
	}
}

func (a *asked) checkPartition(start string, s *slice.Slice) {
	a.t.Helper()
	out, err := a.x.Outward(start)
	if err != nil {
		a.t.Fatal(err)
	}
	members := make(map[string][]string) // resources by group
	seen := make(map[string]bool)
	for _, e := range s.Edges {
		if nodeOf(s, e.From).Kind != slice.NodeResourceGroup {
			continue
		}
		arn := nodeOf(s, e.To).ARN
		if seen[arn] {
			a.t.Errorf("from %s: %s is in two groups", start, arn)
		}
		seen[arn] = true
		members[e.From] = append(members[e.From], arn)
	}
	alike := make(map[string]string)
	for i := range s.Nodes {
		n := &s.Nodes[i]
		if n.Kind != slice.NodeResourceGroup || len(members[n.ID]) == 0 {
			continue
		}
		says := n.Type
		for j := range s.Nodes {
			if card := &s.Nodes[j]; card.Kind == slice.NodeAction {
				says += a.checkCell(out, s, card, n, members[n.ID])
			}
		}
		if other, ok := alike[says]; ok {
			a.t.Errorf("from %s: nothing tells the groups %s and %s apart", start, n.Name, other)
		}
		alike[says] = n.Name
	}
}

// checkCell compares the lines from a card to a group with the answers for each
// resource in it.
func (a *asked) checkCell(out *reach.Outward, s *slice.Slice, card, group *slice.Node, resources []string) string {
	a.t.Helper()
	drawn, cut := permission.Denied, 0
	layer := ""
	for _, e := range s.Edges {
		if e.From != card.ID || e.To != group.ID {
			continue
		}
		if e.Verdict == permission.Denied {
			cut, layer = e.Paths, e.Layer
		} else {
			drawn = e.Verdict
		}
	}
	says := ""
	for _, r := range resources {
		if a.x.Asker().Snapshot.TypeOf(r) != group.Type {
			a.t.Errorf("from %s: %s is no %s", s.From, r, group.Type)
		}
		best, layers := a.ofCard(out, s, card, r)
		if best != drawn || len(layers) != cut || cut > 0 && !slices.Contains(layers, layer) {
			a.t.Errorf("from %s: %s of %v on %s is drawn %s and %d cut off by %q, asked %s and %v",
				s.From, card.Level, sourcesOf(s, card), r, drawn, cut, layer, best, layers)
		}
		says = fmt.Sprint(card.ID, best, layers)
	}
	return says
}

// ofCard asks for the source of a card; a group stands for its member.
func (a *asked) ofCard(out *reach.Outward, s *slice.Slice, card *slice.Node, resource string) (best permission.Verdict, layers []string) {
	best = permission.Denied
	for _, source := range sourcesOf(s, card) {
		through, holders := "", []*slice.Node{source}
		if source.Kind == slice.NodeGroup {
			through, holders = source.ARN, sourcesOf(s, source)
		}
		for i := range out.Actors {
			actor := &out.Actors[i]
			if !actor.Calls() || !slices.ContainsFunc(holders, func(n *slice.Node) bool {
				return n.ARN == actor.Shown || n.Kind == slice.NodeAccount && n.ARN == actor.Account
			}) {
				continue
			}
			v, cut := a.of(actor.Principal, through, card.Level, resource)
			if order(v) < order(best) {
				best = v
			}
			layers = append(layers, cut...)
		}
	}
	slices.Sort(layers)
	return best, slices.Compact(layers)
}

func sourcesOf(s *slice.Slice, n *slice.Node) (out []*slice.Node) {
	for _, e := range s.Edges {
		if e.To == n.ID && (e.Kind == "grants" || e.Kind == "member_of") {
			if from := nodeOf(s, e.From); !slices.Contains(out, from) {
				out = append(out, from)
			}
		}
	}
	return out
}

// The line of each caller to the card of a level has the best verdict of what it
// has of that level, and a denied one stands there where a layer cuts some off.
func TestLevelsOfCallers(t *testing.T) {
	for name, x := range worlds(t) {
		t.Run(name, func(t *testing.T) {
			a := newAsked(t, x)
			for _, end := range ends(x.Asker().Snapshot) {
				a.checkLevels(to(t, x, end, whole()))
			}
		})
	}
}

func (a *asked) checkLevels(s *slice.Slice) {
	a.t.Helper()
	k := a.x.Asker()
	holders, err := k.Who(a.all, s.To, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	want, drawn := make(map[string]int), make(map[string]int)
	note := func(m map[string]int, who, level string, v permission.Verdict) {
		key := who + " " + level
		if best, ok := m[key]; !ok || order(v) < best {
			m[key] = order(v)
		}
	}
	for i := range holders {
		for _, action := range holders[i].Actions {
			note(want, holders[i].Principal, levelOf(action), holders[i].Verdict)
		}
	}
	for _, caller := range k.Callers(s.To) {
		refusals, err := k.CutOff(caller.Principal, s.To, nil)
		if err != nil {
			a.t.Fatal(err)
		}
		for _, r := range refusals {
			for _, action := range r.Actions {
				note(want, caller.Label, levelOf(action)+" cut off", permission.Denied)
			}
		}
	}
	for i := range s.Nodes {
		card := &s.Nodes[i]
		if card.Kind != slice.NodeAction {
			continue
		}
		for _, e := range s.Edges {
			if e.To != card.ID {
				continue
			}
			level := card.Level
			if e.Verdict == permission.Denied {
				level += " cut off"
			}
			source, callers := nodeOf(s, e.From), []*slice.Node(nil)
			if callers = []*slice.Node{source}; source.Kind == slice.NodeGroup {
				callers = sourcesOf(s, source)
			}
			for _, c := range callers {
				note(drawn, c.ARN, level, e.Verdict)
			}
		}
	}
	if text(a.t, want) != text(a.t, drawn) {
		a.t.Errorf("to %s: drawn %s\n  asked %s", s.To, text(a.t, drawn), text(a.t, want))
	}
}

// Few action cards: five levels for each source of a picture from a principal,
// five in a picture to something, thirty in all of a user of the sample.
func TestActionCardsAreFew(t *testing.T) {
	for name, x := range worlds(t) {
		t.Run(name, func(t *testing.T) {
			for _, start := range starts(x.Asker().Snapshot) {
				s := from(t, x, start, whole())
				n := checkSources(t, s)
				t.Logf("from %s: %d action cards, %d groups, %d resources", start, n, s.Columns[slice.ColumnResourceGroups].Total, s.Columns[slice.ColumnResources].Total)
				if name == "sample" && n > 30 && strings.Contains(start, ":user/") {
					t.Errorf("from %s: %d action cards", start, n)
				}
			}
			for _, end := range ends(x.Asker().Snapshot) {
				s := to(t, x, end, whole())
				n, groups := s.Columns[slice.ColumnActions].Total, s.Columns[slice.ColumnResourceGroups].Total
				t.Logf("to %s: %d action cards, %d groups", end, n, groups)
				if n > 5 || groups > 2 {
					t.Errorf("to %s: %d action cards, %d groups", end, n, groups)
				}
			}
		})
	}
}

// checkSources: each card is of one source, and no source has two of a level.
func checkSources(t *testing.T, s *slice.Slice) (cards int) {
	t.Helper()
	levels := make(map[string]bool)
	for i := range s.Nodes {
		card := &s.Nodes[i]
		if card.Kind != slice.NodeAction {
			continue
		}
		cards++
		sources := sourcesOf(s, card)
		if len(sources) != 1 || levels[sources[0].ID+card.Level] || !strings.Contains("list read write permissions tagging", card.Level) {
			t.Errorf("from %s: card %s, %q, of %d sources", s.From, card.Name, card.Level, len(sources))
			continue
		}
		levels[sources[0].ID+card.Level] = true
	}
	return cards
}
