package reach

import (
	"sightline/access/permission"
	"sightline/iam/authz"
)

// A Place is a resource prepared for questions about what callers are kept
// from; it is prepared once.
type Place struct {
	ARN string
	*permission.Place
}

// PlaceAt prepares a resource, which the snapshot need not hold.
func (x *Explorer) PlaceAt(arn string) Place { return x.prepared(arn, arn, x.all) }

// PlaceToBecome prepares a role for the actions by which callers become it.
func (x *Explorer) PlaceToBecome(role string) Place {
	return x.prepared("become "+role, role, x.becoming)
}

func (x *Explorer) prepared(key, arn string, actions permission.Actions) Place {
	p, ok := x.places[key]
	if !ok {
		p = x.k.PlaceFor(arn, actions)
		x.places[key] = p
	}
	return Place{arn, p}
}

// Near lists the resources that an actor may touch or be kept from: those of
// its own account, and those of others that are not closed to all of them.
func (x *Explorer) Near(a *Actor) (out []Place) {
	for _, s := range x.terrain.sites(a.actor) {
		out = append(out, x.PlaceAt(s.r.ARN))
	}
	return out
}

// ContextOf is what is known of an actor's requests.
func (x *Explorer) ContextOf(a *Actor) *authz.Context { return x.context(a.actor) }
