package reach

import (
	"slices"
	"strings"

	"sightline/access/graph"
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// A Whole is the graph of everything: who can become whom, and in five columns
// (identity, identity group, action, resource group, resource) who can touch
// what. The nodes of groups, actions and resource groups are shared by all
// identities for which exactly the same follows from them, so a path in the
// graph is a path that its first identity has.
type Whole struct {
	Graph *graph.Graph[Evidence]
	// Gaps that some edge is undetermined by, in the snapshot's order.
	Gaps []snapshot.Gap
}

// Build derives all edges from all starts: identities, root users, compute that
// runs as a role, and the services, providers and outside accounts that trust
// and resource policies name, and anyone. It asks about every pair that may
// hold; for one start From is the cheaper question.
func Build(k *permission.Asker, o Options) (*Whole, error) {
	b := &building{x: New(k, o), g: graph.NewBuilder[Evidence](Schema()), seen: make(map[graph.NodeID]bool)}
	for _, a := range b.x.starts() {
		if err := b.visit(a); err != nil {
			return nil, err
		}
	}
	g, err := b.g.Build()
	if err != nil {
		return nil, err
	}
	w := &Whole{Graph: g, Gaps: []snapshot.Gap{}}
	for _, gap := range b.x.snap.Data().Gaps {
		if b.x.gaps[gap.String()] {
			w.Gaps = append(w.Gaps, gap)
		}
	}
	return w, nil
}

// Name gives what a node stands for: its ID without the mark that tells apart
// nodes of one name.
func Name(n graph.Node) string {
	name, _, _ := strings.Cut(n.ID, "#")
	return name
}

// starts lists all actors that something may begin at, in order.
func (x *Explorer) starts() []*actor {
	var out []*actor
	for i := range x.snap.Identities() {
		if id := &x.snap.Identities()[i]; id.Kind != snapshot.KindGroup {
			out = append(out, x.actorOf(x.snap.PrincipalOf(id)))
		}
	}
	data := x.snap.Data()
	for i := range data.Accounts {
		out = append(out, x.actorOf(x.snap.RootOf(data.Accounts[i].ID)))
	}
	for i := range data.Resources {
		if r := &data.Resources[i]; r.Role != "" || r.InstanceProfile != "" {
			out = append(out, compute(r))
		}
	}
	return append(out, x.strangers()...)
}

// strangers lists whom policies name from outside.
func (x *Explorer) strangers() []*actor {
	out := []*actor{x.actorOf(authz.Principal{})}
	for _, id := range sortedKeys(x.trusts.names) {
		if x.snap.Account(id) == nil {
			out = append(out, x.account(id))
		}
	}
	for _, kind := range []authz.Kind{authz.KindService, authz.KindProvider} {
		for _, name := range sortedKeys(x.trusts.strangers[kind]) {
			out = append(out, x.actorOf(authz.Principal{Kind: kind, ARN: name}))
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for key := range m {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

type building struct {
	x     *Explorer
	g     *graph.Builder[Evidence]
	seen  map[graph.NodeID]bool
	queue []*actor
}

// visit derives the edges of an actor and of those that it leads to.
func (b *building) visit(a *actor) error {
	b.queue = append(b.queue, a)
	for len(b.queue) > 0 {
		next := b.queue[0]
		b.queue = b.queue[1:]
		if n := b.g.Node(next.kind, next.key); !b.seen[n] {
			b.seen[n] = true
			if err := b.derive(n, next); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *building) derive(n graph.NodeID, a *actor) error {
	for _, rule := range moves() {
		steps, err := rule.derive(b.x, a)
		if err != nil {
			return err
		}
		for _, s := range steps {
			b.edge(n, b.g.Node(s.to.kind, s.to.key), rule.kind, s.evidence)
			b.queue = append(b.queue, s.to)
		}
	}
	if !a.calls() {
		return nil
	}
	classes, err := b.classes(a)
	if err == nil {
		b.columns(n, classes)
	}
	return err
}

func (b *building) edge(from, to graph.NodeID, kind graph.Kind, e Evidence) {
	b.g.Edge(graph.Edge[Evidence]{From: from, To: to, Kind: kind, Verdict: verdictOf(e.Verdict), Precision: precisionOf(e.Verdict), Evidence: e})
}
