package reach

import (
	"slices"

	"sightline/access/graph"
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// An Actor is somebody who moves: a caller, or compute that hands out a role.
type Actor struct {
	Kind graph.NodeKind
	// Shown is the ARN, name or "*" that a reader sees; two sessions of a role
	// are two actors under one. Key tells actors apart.
	Shown, Key string
	// Principal makes the requests; of compute it is the zero value.
	Principal authz.Principal
	Account   string
	// Outside: of an account that the snapshot does not hold.
	Outside bool
	actor   *actor
}

func export(a *actor) Actor {
	return Actor{Kind: a.kind, Shown: a.shown, Key: a.key, Principal: a.principal, Account: a.account, Outside: a.outside, actor: a}
}

// Calls tells whether the actor makes requests as it is.
func (a *Actor) Calls() bool { return a.actor.calls() }

// A Step is one move from an actor to another, of a kind of Schema.
type Step struct {
	From, To Actor
	Kind     string
	Evidence Evidence
}

// An Outward is everybody whom a start can become, the start first, with all
// the moves between them.
type Outward struct {
	Actors []Actor
	// Moves join actors by number.
	Moves []Move
	// Truncated: there are more actors than the limits let in. Partial:
	// something that the snapshot should hold is not there.
	Truncated, Partial bool
	tree               *graph.Tree[Evidence]
}

// A Move is a step between actors of an Outward.
type Move struct {
	From, To int
	Kind     string
	Evidence Evidence
}

// Outward follows all moves from a start, which is what From takes.
func (x *Explorer) Outward(from string) (*Outward, error) {
	start, err := x.start(from)
	if err != nil {
		return nil, err
	}
	x.partial = false
	m, err := x.movements(start)
	if err != nil {
		return nil, err
	}
	out := &Outward{Truncated: m.truncated, Partial: x.partial, tree: m.tree}
	for n, a := range m.actors {
		out.Actors = append(out.Actors, export(a))
		for _, e := range m.graph.Out(graph.NodeID(n)) {
			out.Moves = append(out.Moves, Move{int(e.From), int(e.To), kindName(e.Kind), e.Evidence})
		}
	}
	return out, nil
}

// Best gives the verdict of the best way to an actor and its length; ok is
// false if none is short enough.
func (o *Outward) Best(actor int) (verdict permission.Verdict, hops int, ok bool) {
	v, ok := o.tree.Verdict(graph.NodeID(actor))
	if !ok {
		return "", 0, false
	}
	hops, _ = o.tree.Depth(graph.NodeID(actor), v)
	return wordOf(v), hops, true
}

// A Touch is access of an actor: to a resource, or to a pattern where the
// snapshot holds no resources.
type Touch struct {
	Target  string
	Pattern bool
	Parts   []Part
}

// TouchesAt is Touches for one resource, which the snapshot need not hold.
func (x *Explorer) TouchesAt(a *Actor, resource string) ([]Part, error) {
	return x.access(a.actor, x.terrain.site(resource))
}

// Trusting lists the roles whose trust policies may admit an actor.
func (x *Explorer) Trusting(a *Actor) []*snapshot.Identity {
	switch a.Principal.Kind {
	case authz.KindService:
		return offered(x.trusts.services, nil, a.Key)
	case authz.KindProvider:
		return offered(x.trusts.providers, nil, a.Key)
	default:
		roles, _ := x.trusts.of(a.actor)
		return slices.DeleteFunc(roles, func(r *snapshot.Identity) bool { return r.ARN == a.Shown })
	}
}

// Destination reads a TO that names one thing, as From does; glob patterns are
// an error.
func (x *Explorer) Destination(to string) (string, error) {
	d, err := x.destination(to)
	if err == nil && !d.exact {
		err = &NotOneError{to}
	}
	return d.text, err
}

// A NotOneError says that a text does not name a single thing.
type NotOneError struct{ Text string }

// Error gives one line.
func (e *NotOneError) Error() string {
	return "reach to \"" + e.Text + "\": names no single resource; give its ARN"
}

// Through returns the ARN of the one group from which all of a principal's own
// Allows in the reasons come, or "".
func (x *Explorer) Through(p authz.Principal, because []permission.Reason) string {
	return x.through(&actor{identity: x.snap.IdentityOf(p)}, because)
}

// Asker answers single questions of the same snapshot.
func (x *Explorer) Asker() *permission.Asker { return x.k }

// Given are the condition keys that hold for every hop; may be nil.
func (x *Explorer) Given() *authz.Context { return x.options.Given }

// MaxDepth is the greatest number of hops in a path.
func (x *Explorer) MaxDepth() int { return x.options.MaxDepth }
