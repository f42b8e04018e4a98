package permission

import (
	"slices"

	"sightline/iam/authz"
)

// A Refusal is access that some policy gives and a layer cuts off: the actions
// are denied for the same reasons. Layer is what decides.
type Refusal struct {
	Actions []string
	// Resource is an example on which each of the actions is denied: the one
	// asked about, or an object in it.
	Resource string
	Layer    authz.Layer
	Because  []Reason
}

// CutOff lists what a principal would be allowed on a resource, were it not
// for a layer: an organization policy, a boundary, a Deny, Block Public Access,
// or the other side of the question, where the one side names the other and
// the other is silent. Whoever's policies merely say "everything everywhere"
// is not cut off from the resources of other accounts, nor are all callers
// of an account that a resource lets in cut off by having no policy for it.
// A bucket stands for its objects, too; a part of it counts where the
// principal has nothing on the whole.
func (k *Asker) CutOff(p authz.Principal, resource string, given *authz.Context) ([]Refusal, error) {
	return k.CutOffAt(p, k.Place(resource), given)
}

// CutOffAt is CutOff at a place that is prepared already.
func (k *Asker) CutOffAt(p authz.Principal, place *Place, given *authz.Context) ([]Refusal, error) {
	r := &refusing{k: k, p: p, index: make(map[string]int)}
	for i := range place.targets {
		if err := r.at(&place.targets[i], given); err != nil {
			return nil, err
		}
	}
	for i := range r.out {
		slices.Sort(r.out[i].Actions)
	}
	return r.out, nil
}

// refusing collects what one principal is cut off from.
type refusing struct {
	k     *Asker
	p     authz.Principal
	out   []Refusal
	index map[string]int
}

// at asks at one target, an action of each class.
func (r *refusing) at(t *placeTarget, given *authz.Context) error {
	if len(t.list.actions) == 0 || !r.k.may(r.p, t) {
		return nil
	}
	q, err := r.k.ResourceSide(r.p, t.example, given)
	if err != nil {
		return err
	}
	if q.silent && r.k.Outside(r.p) {
		return nil
	}
	d := r.k.doubt(q)
	var parts []part
	if t.inside {
		parts = q.parts(t.resource)
	}
	for _, c := range r.k.alike(q, t) {
		r.class(d, t, c, parts)
	}
	return nil
}

// class asks about the first action of a class, on the whole and then on the
// parts that policies tell apart.
func (r *refusing) class(d *doubt, t *placeTarget, actions []string, parts []part) {
	refused, cut := d.on(actions[0], t.example)
	if cut {
		r.add(d, actions, t.example)
	}
	if !refused || cut {
		return
	}
	for _, p := range parts {
		if refused, _ := d.on(actions[0], p.example); !refused {
			return
		}
	}
	for _, p := range parts {
		if _, cut := d.on(actions[0], p.example); cut {
			r.add(d, actions, p.example)
			return
		}
	}
}

func (r *refusing) add(d *doubt, actions []string, resource string) {
	e := d.explain(actions[0], resource)
	_, _, because := outcome(e)
	key := groupKey(Verdict(e.DecidedBy), nil, because, []string{resource})
	i, ok := r.index[key]
	if !ok {
		i = len(r.out)
		r.index[key] = i
		r.out = append(r.out, Refusal{Resource: resource, Layer: e.DecidedBy, Because: because})
	}
	r.out[i].Actions = append(r.out[i].Actions, actions...)
}
