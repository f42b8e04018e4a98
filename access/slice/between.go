package slice

import (
	"errors"

	"sightline/access/answer"
	"sightline/access/reach"
	"sightline/snapshot"
)

// Between draws what lies on a path from a principal to a resource or an
// identity, and what cuts such a path off.
func Between(x *reach.Explorer, from, to string, o Options) (*Slice, error) {
	arn, err := destination(x, to)
	if err != nil {
		return nil, err
	}
	out, err := x.Outward(from)
	if err != nil {
		return nil, err
	}
	f := &outward{picture: newPicture(x, o), out: out, object: arn}
	f.o.Accounts = nil // the object is given
	start := f.actor(&out.Actors[0], true)
	object := f.resource(arn)
	f.cards[object].root = true
	f.follow()
	r := newSheet(f.picture)
	for i := range out.Actors {
		if err := f.reachOf(r, i); err != nil {
			return nil, err
		}
	}
	r.bySource()
	f.sinks = map[int]bool{object: true}
	s := f.draw(DirectionBetween)
	s.From, s.To, s.Subject, s.Object = out.Actors[0].Shown, arn, f.cards[start].thing, &f.cards[object].thing
	f.lacks(s)
	return s, nil
}

// destination reads TO: an ARN of something that exists or may exist, an
// instance's id, the name of an identity, or that of a resource.
func destination(x *reach.Explorer, to string) (string, error) {
	k := x.Asker()
	arn, err := x.Destination(to)
	var unknown *snapshot.UnknownPrincipalError
	if err != nil && errors.As(err, &unknown) {
		if named := resourcesNamed(k.Snapshot, to); len(named) == 1 {
			return named[0], nil
		} else if len(named) > 1 {
			return "", &reach.NotOneError{Text: to}
		}
	}
	if err != nil {
		return "", err
	}
	if err := answer.CheckResource(arn); err != nil {
		return "", err
	}
	return arn, answer.KnownResource(k, arn)
}

func resourcesNamed(s *snapshot.Snapshot, name string) (out []string) {
	list := s.Data().Resources
	for i := range list {
		if list[i].Name == name {
			out = append(out, list[i].ARN)
		}
	}
	return out
}
