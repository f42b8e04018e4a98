package slice

import (
	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
)

// From draws what a principal can become and touch, and what a layer keeps it
// from though a policy allows it. FROM is what reach.Explorer.From takes. The
// error says that it names nobody.
func From(x *reach.Explorer, from string, o Options) (*Slice, error) {
	out, err := x.Outward(from)
	if err != nil {
		return nil, err
	}
	f := &outward{picture: newPicture(x, o), out: out}
	f.follow()
	r := newSheet(f.picture)
	for i := range out.Actors {
		if err := f.reachOf(r, i); err != nil {
			return nil, err
		}
	}
	r.bySource()
	s := f.draw(DirectionFrom)
	s.From, s.Subject = out.Actors[0].Shown, f.cards[0].thing
	f.lacks(s)
	return s, nil
}

// outward is a picture that begins at one principal.
type outward struct {
	*picture
	out   *reach.Outward
	nodes []int // cards by actor
	// object is the other end, if one was given.
	object string
}

// follow draws the principals and their moves.
func (f *outward) follow() {
	for i := range f.out.Actors {
		a := &f.out.Actors[i]
		c := f.cardOf(a, i == 0)
		f.nodes = append(f.nodes, c)
		if i > 0 && !f.o.narrowed() && f.object == "" {
			f.sinks[c] = true
		}
	}
	f.sources[f.nodes[0]] = true
	for i := range f.out.Moves {
		if m := &f.out.Moves[i]; f.object == "" || f.out.Actors[m.To].Shown != f.object || linked(m.Kind) {
			f.hop(f.nodes[m.From], f.nodes[m.To], &f.out.Actors[m.To], m.Kind, &m.Evidence)
		}
	}
}

func (f *outward) cardOf(a *reach.Actor, root bool) int {
	if a.Shown == f.object && f.object != "" && !root {
		return f.resource(a.Shown)
	}
	return f.actor(a, root)
}

// linked tells of moves that a link of the snapshot makes, and no action.
func linked(kind string) bool {
	return kind == "instance_profile" || kind == "service_role" || kind == "account_identity"
}

// hop draws one move; one through a group becomes two lines.
func (p *picture) hop(from, to int, b *reach.Actor, kind string, e *reach.Evidence) {
	p.unread.evidence(e)
	ask := asking{principal: e.Asked.Principal, target: b.Shown, exact: true}
	if e.Asked.Action != "" {
		ask.actions = []string{e.Asked.Action}
	}
	l := line{from: from, to: to, kind: kind, verdict: e.Verdict, conditions: e.Conditions, ask: ask}
	if e.Through != "" {
		p.throughGroup(from, e.Through, l)
		return
	}
	p.line(l)
}

// reachOf adds what one actor touches and is kept from.
func (f *outward) reachOf(r *sheet, i int) error {
	a := &f.out.Actors[i]
	_, hops, ok := f.out.Best(i)
	if !ok || !a.Calls() || hops >= f.x.MaxDepth() {
		return nil
	}
	if f.object != "" {
		return f.reachObject(r, i)
	}
	touches, err := f.x.Touches(a)
	if err != nil {
		return err
	}
	for _, t := range touches {
		f.parts(r, i, t.Target, t.Pattern, t.Parts)
	}
	if err := f.keptFromRoles(i); err != nil {
		return err
	}
	kept, err := f.x.KeptFrom(a)
	f.keptFrom(r, i, kept)
	return err
}

// reachObject is reachOf for the one object of a question between two.
func (f *outward) reachObject(r *sheet, i int) error {
	a := &f.out.Actors[i]
	if a.Shown == f.object {
		return nil
	}
	parts, err := f.x.TouchesAt(a, f.object)
	if err != nil {
		return err
	}
	f.parts(r, i, f.object, false, parts)
	kept, err := f.x.KeptFromAt(a, f.object)
	f.keptFrom(r, i, kept)
	return err
}

func (f *outward) parts(r *sheet, i int, target string, pattern bool, parts []reach.Part) {
	a := &f.out.Actors[i]
	for j := range parts {
		p := &parts[j]
		f.unread.part(p)
		r.add(access{
			holder: f.nodes[i], principal: callerText(a), through: f.x.Through(a.Principal, p.Because), target: target, pattern: pattern,
			verdict: p.Verdict, actions: p.Actions, within: p.Resources, conditions: p.Conditions,
		})
	}
}

// callerText is how a question names an actor.
func callerText(a *reach.Actor) string {
	if a.Kind == reach.NodeAccount {
		return a.Shown
	}
	if a.Principal.Kind == authz.KindAnonymous {
		return "*"
	}
	return a.Principal.ARN
}

func (f *outward) keptFrom(r *sheet, i int, kept []reach.Refused) {
	for j := range kept {
		r.add(refused(f.nodes[i], callerText(&f.out.Actors[i]), kept[j].Target, &kept[j].Refusal))
	}
}

func refused(holder int, principal, target string, r *permission.Refusal) access {
	return access{
		holder: holder, principal: principal, target: target, verdict: permission.Denied, layer: r.Layer,
		actions: r.Actions, within: []string{r.Resource}, exact: true,
	}
}

// keptFromRoles draws the roles that an actor would become, were it not for a
// layer.
func (f *outward) keptFromRoles(i int) error {
	if f.o.narrowed() {
		return nil
	}
	a := &f.out.Actors[i]
	become := make(map[string]bool)
	for _, m := range f.out.Moves {
		if m.From == i {
			become[f.out.Actors[m.To].Shown] = true
		}
	}
	for _, role := range f.x.Trusting(a) {
		if become[role.ARN] {
			continue
		}
		refusals, err := f.x.KeptFromBecoming(a, role.ARN)
		if err != nil {
			return err
		}
		for _, one := range refusals {
			c := f.card(card{column: ColumnGroups, kind: NodeRole, key: "actor " + role.ARN, thing: ThingOf(f.snap, role.ARN)})
			f.sinks[c] = true
			f.line(line{
				from: f.nodes[i], to: c, kind: "assume_role", verdict: permission.Denied, layer: one.Layer,
				ask: asking{principal: callerText(a), actions: one.Actions, target: role.ARN, exact: true},
			})
		}
	}
	return nil
}
