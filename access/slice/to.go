package slice

import (
	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
)

// To draws who can reach a resource, or act on an identity or become it: the
// principals with access, whoever can become one of them, and those whom a
// layer keeps out though a policy lets them in. The error says that TO names
// nothing.
func To(x *reach.Explorer, to string, o Options) (*Slice, error) {
	arn, err := destination(x, to)
	if err != nil {
		return nil, err
	}
	t := &inward{picture: newPicture(x, o), arn: arn, done: make(map[string]bool)}
	t.backward = true
	t.object = t.resource(arn)
	t.cards[t.object].root = true
	t.sinks[t.object] = true
	r := newSheet(t.picture)
	r.parted = true
	if err := t.holders(r); err != nil {
		return nil, err
	}
	if err := t.keptOut(r); err != nil {
		return nil, err
	}
	r.byLevels()
	if err := t.becoming(); err != nil {
		return nil, err
	}
	s := t.draw(DirectionTo)
	s.To, s.Subject = arn, t.cards[t.object].thing
	t.lacksOn(s, arn)
	return s, nil
}

// inward is a picture that ends at one resource.
type inward struct {
	*picture
	arn    string
	object int
	roles  []string // holders that somebody may become
	done   map[string]bool
}

// holders draws who has access itself.
func (t *inward) holders(r *sheet) error {
	all, err := permission.ParseActions("*")
	if err != nil {
		return err
	}
	holders, err := t.k.WhoUntil(all, t.arn, t.x.Given(), t.x.Stop())
	if err != nil {
		return err
	}
	for i := range holders {
		h := &holders[i]
		c := t.party(h.Principal, h.Kind)
		t.unread.holder(h)
		r.add(access{
			holder: c, principal: partyText(h.Principal, h.Kind), through: t.throughOf(h), target: t.arn, verdict: h.Verdict,
			actions: h.Actions, within: h.Resources, conditions: h.Conditions,
		})
	}
	return nil
}

func (t *inward) throughOf(h *permission.Holder) string {
	if id := t.snap.Identity(h.Principal); id != nil {
		return t.x.Through(t.snap.PrincipalOf(id), h.Because)
	}
	return ""
}

// party is the card of a principal that has access, or is kept out.
func (t *inward) party(label, kind string) int {
	c := card{column: ColumnIdentities, kind: callerKind(t.snap, label), key: "actor " + label, thing: ThingOf(t.snap, label)}
	if kind == "account" && label != "*" {
		c.kind, c.thing.Kind, c.thing.Detail = NodeAccount, ThingAccount, "account outside"
	}
	if c.kind == NodeRole || c.kind == NodeSession {
		c.column = ColumnGroups
	}
	at := t.card(c)
	t.sources[at] = true
	return at
}

// partyText is how a question names a principal; whoever has credentials of
// some account, and the owner of a canonical id, have no name to ask by.
func partyText(label, kind string) string {
	_, err := authz.ParsePrincipal(label, "")
	if err != nil || label == "*" && kind == "account" {
		return ""
	}
	return label
}

// keptOut draws those whom a layer keeps out.
func (t *inward) keptOut(r *sheet) error {
	place := t.x.PlaceAt(t.arn)
	stop := t.x.Stop()
	for _, one := range t.k.Callers(t.arn) {
		if stop != nil {
			if err := stop(0); err != nil {
				return err
			}
		}
		refusals, err := t.k.CutOffAt(one.Principal, place, t.x.Given())
		if err != nil {
			return err
		}
		for i := range refusals {
			c := t.party(one.Label, one.Kind)
			r.add(refused(c, partyText(one.Label, one.Kind), t.arn, &refusals[i]))
		}
	}
	return nil
}

// becoming draws who can become the roles with access, and the roles that can,
// and so on. Compute may have the object itself as its role.
func (t *inward) becoming() error {
	if err := t.into(t.arn, t.object, true); err != nil {
		return err
	}
	_, back := t.achievable()
	for c := range t.cards {
		if !back[c].onlyDenied() { // whoever becomes the others gets nothing by it
			t.queue(c)
		}
	}
	for depth := 1; len(t.roles) > 0 && depth < t.x.MaxDepth(); depth++ {
		next := t.roles
		t.roles = nil
		for _, role := range next {
			if err := t.into(role, t.index["actor "+role], false); err != nil {
				return err
			}
		}
	}
	t.truncated = t.truncated || len(t.roles) > 0
	return nil
}

// queue notes a role that somebody may become.
func (t *inward) queue(c int) {
	arn := t.cards[c].thing.ARN
	if t.cards[c].kind == NodeRole && c != t.object && !t.done[arn] {
		t.done[arn] = true
		t.roles = append(t.roles, arn)
	}
}

func (t *inward) into(role string, to int, links bool) error {
	steps, err := t.x.Inward(role)
	if err != nil {
		return err
	}
	for i := range steps {
		s := &steps[i]
		if links && !linked(s.Kind) {
			continue
		}
		from := t.mover(&s.From)
		t.hop(from, to, &s.To, s.Kind, &s.Evidence)
	}
	return nil
}

func (t *inward) mover(a *reach.Actor) int {
	c := t.actor(a, false)
	t.sources[c] = true
	t.queue(c)
	return c
}
