package slice

import (
	"errors"

	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// A Request is one question to be explained.
type Request struct {
	// Principal is what Snapshot.FindPrincipal takes, or a caller from outside.
	Principal string
	Action    string
	Resource  string // "*" for actions without one
	// Session names the session in which a role acts; may be empty.
	Session string
	// Given are condition keys that the user gave; may be nil.
	Given *authz.Context
}

// compile finds who and what is meant. Callers of any account outside may be
// asked about, as pictures show them, too; the account as such stands for its
// identities: its root user would be refused some actions and spared limits.
func compile(k *permission.Asker, r Request) (*permission.Question, error) {
	p, err := answer.Principal(k.Snapshot, r.Principal, r.Session, r.Action)
	var unknown *snapshot.UnknownPrincipalError
	if errors.As(err, &unknown) {
		if outsider, bad := authz.ParsePrincipal(r.Principal, r.Action); bad == nil && k.Outside(outsider) && len(outsider.Account) == 12 {
			p, err = outsider, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if p.Kind == authz.KindRoot && k.Outside(p) {
		p.Kind = authz.KindUser
	}
	if err := answer.KnownResource(k, r.Resource); err != nil {
		return nil, err
	}
	return k.Question(p, r.Resource, r.Given)
}
