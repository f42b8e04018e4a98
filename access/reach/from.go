package reach

import (
	"slices"
	"strings"

	"sightline/access/graph"
	"sightline/access/permission"
)

// From answers one question: what can FROM become and touch, or, with TO, by
// which way. See Explorer.From.
func From(k *permission.Asker, from, to string, o Options) (Answer, error) {
	return New(k, o).From(from, to)
}

// From lists the best path to each target. FROM is what Snapshot.FindPrincipal
// takes, an EC2 instance (its path begins at the instance), the ARN of a
// resource that runs as a role, or an account outside the snapshot. TO is
// empty, an ARN (of an identity, a resource, an object of a bucket), a glob, or
// an identity's name.
//
// The error says that FROM or TO names nothing; what was not read is no error,
// see Answer.
func (x *Explorer) From(from, to string) (Answer, error) {
	start, err := x.start(from)
	if err != nil {
		return Answer{}, err
	}
	d, err := x.destination(to)
	if err != nil {
		return Answer{}, err
	}
	clear(x.gaps)
	x.partial = false
	if start.kind == NodeCompute {
		for _, g := range x.runsAsUnread(start.resource) {
			x.gaps[g.String()] = true
		}
	}
	m, err := x.movements(start)
	if err != nil {
		return Answer{}, err
	}
	f := &finding{x: x, m: m, d: d, best: make(map[string]*found)}
	if err := f.look(); err != nil {
		return Answer{}, err
	}
	answer := Answer{From: start.shown, To: d.text, Truncated: m.truncated}
	answer.Paths = f.paths(&answer.Truncated)
	x.complete(&answer, f.accounts())
	return answer, nil
}

// finding looks for the best path to each target.
type finding struct {
	x    *Explorer
	m    *movements
	d    destination
	best map[string]*found
}

// found is the best path so far: along the tree to an actor, then, unless the
// actor is the target, one hop of access.
type found struct {
	kind    graph.NodeKind
	node    graph.NodeID
	verdict graph.Verdict
	depth   int
	parts   []Part // of the last hop; nil for an actor
}

func (f *found) worseThan(v graph.Verdict, depth int) bool {
	return f == nil || f.verdict > v || f.verdict == v && f.depth > depth
}

// look goes over the actors from the best reached to the worst, so that most
// places are asked about once.
func (f *finding) look() error {
	for _, n := range f.m.tree.Nodes() {
		a := f.m.actors[n]
		verdict, _ := f.m.tree.Verdict(n)
		depth, _ := f.m.tree.Depth(n, verdict)
		if depth > 0 && a.shown != f.m.start.shown && f.d.wants(a.shown) {
			f.offer(a.shown, &found{kind: a.kind, node: n, verdict: verdict, depth: depth})
		}
		if !a.calls() || depth >= f.x.options.MaxDepth || f.d.identity() {
			continue
		}
		if err := f.touch(n, a, verdict, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (f *finding) offer(target string, one *found) {
	if f.best[target].worseThan(one.verdict, one.depth) {
		f.best[target] = one
	}
}

// touch looks at what one actor has access to.
func (f *finding) touch(n graph.NodeID, a *actor, verdict graph.Verdict, depth int) error {
	for _, s := range f.sites(a) {
		if !f.best[s.r.ARN].worseThan(verdict, depth) {
			continue
		}
		parts, err := f.x.access(a, s)
		if err != nil {
			return err
		}
		f.offerAccess(s.r.ARN, NodeResource, n, parts)
	}
	groups, err := f.x.groups(a)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if f.d.wantsSome(g.pattern) {
			f.offerAccess(g.pattern, NodeResourceGroup, n, g.parts)
		}
	}
	return nil
}

// sites lists the places that count; one that TO names counts though the
// snapshot may not hold it.
func (f *finding) sites(a *actor) []*site {
	if f.d.exact {
		return []*site{f.x.terrain.site(f.d.text)}
	}
	return slices.DeleteFunc(f.x.terrain.sites(a), func(s *site) bool { return !f.d.wants(s.r.ARN) })
}

// offerAccess: an actor may be reached by a shorter way that is no worse than
// the access itself.
func (f *finding) offerAccess(target string, kind graph.NodeKind, n graph.NodeID, parts []Part) {
	if len(parts) == 0 {
		return
	}
	verdict, _ := f.m.tree.Verdict(n)
	verdict = max(verdict, verdictOf(parts[0].Verdict))
	if depth, ok := f.m.tree.Depth(n, verdict); ok && depth < f.x.options.MaxDepth {
		f.offer(target, &found{kind: kind, node: n, verdict: verdict, depth: depth + 1, parts: parts})
	}
}

// paths writes what was found, by target.
func (f *finding) paths(truncated *bool) []Path {
	targets := make([]string, 0, len(f.best))
	for target := range f.best {
		targets = append(targets, target)
	}
	slices.SortFunc(targets, strings.Compare)
	if len(targets) > f.x.options.MaxPaths {
		targets, *truncated = targets[:f.x.options.MaxPaths], true
	}
	out := make([]Path, 0, len(targets))
	for _, target := range targets {
		out = append(out, f.path(target, f.best[target]))
	}
	return out
}

func (f *finding) path(target string, best *found) Path {
	edges, _ := f.m.tree.PathWithin(best.node, best.verdict)
	w := &writer{schema: Schema()}
	for _, e := range edges.Edges {
		w.hop(f.m.actors[e.From].shown, f.m.actors[e.To].shown, e.Kind, &e.Evidence)
	}
	precision := edges.Precision
	if best.parts != nil {
		a := f.m.actors[best.node]
		w.hop(a.shown, target, Access, &Evidence{Part: best.parts[0], Also: best.parts[1:], Through: f.x.through(a, best.parts[0].Because)})
		precision |= precisionOf(best.parts[0].Verdict)
	}
	if best.kind == NodeResourceGroup || w.conditional > 1 {
		precision |= graph.Over
	}
	return Path{
		Hops: w.hops, Target: target, TargetKind: w.schema.Nodes[best.kind].Name,
		Verdict: wordOf(best.verdict), Precision: precision.String(),
	}
}

// accounts lists those of all actors that were met, and of the targets.
func (f *finding) accounts() map[string]bool {
	out := make(map[string]bool)
	for _, n := range f.m.tree.Nodes() {
		out[f.m.actors[n].account] = true
	}
	for target := range f.best {
		out[f.x.snap.ResourceAccount(target)] = true
	}
	delete(out, "")
	return out
}

// writer turns edges into hops; an edge through a group becomes two.
type writer struct {
	schema      graph.Schema
	hops        []Hop
	conditional int
}

func (w *writer) hop(from, to string, kind graph.Kind, e *Evidence) {
	if e.Verdict == permission.Conditional {
		w.conditional++
	}
	if e.Through != "" {
		w.hops = append(w.hops, Hop{
			From: from, To: e.Through, Kind: w.schema.Edges[MemberOf].Name, Verdict: permission.Allowed,
			Because: []permission.Reason{}, Conditions: []permission.Condition{},
		})
		from = e.Through
	}
	w.hops = append(w.hops, Hop{
		From: from, To: to, Kind: w.schema.Edges[kind].Name, Verdict: e.Verdict, Levels: e.Levels, Actions: e.Actions,
		Because: orEmpty(e.Because), Conditions: orEmpty(e.Conditions), Resources: e.Resources, Except: e.Except, Also: e.Also,
	})
}
