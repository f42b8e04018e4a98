package permission

import "sightline/iam/authz"

// Access answers Who for one principal alone: what it may do on a resource, by
// verdict, conditions and reasons. A bucket's ARN stands for its objects, too.
func (k *Asker) Access(p authz.Principal, actions Actions, resource string, given *authz.Context) ([]Holder, error) {
	label := p.ARN
	if p.Kind == authz.KindAnonymous {
		label = "*"
	}
	return k.holders(p, label, p.Kind.String(), k.targets(actions, resource), given)
}

// OwnGrants lists what a principal's own layers leave, before any resource's
// own side is asked: identity, boundary, session and organization policies.
// Callers without policies of their own have none.
// Precision: over for resources of the principal's own account whose own
// policies may deny or add, exact for the rest where the verdict is Allowed.
func (k *Asker) OwnGrants(p authz.Principal, filter Filter, given *authz.Context) ([]Grant, error) {
	if p.Kind == authz.KindRoot {
		return k.rootGrants(filter), nil
	}
	if !p.TakesIdentityPolicies() {
		return nil, nil
	}
	q, err := k.Question(p, "*", given)
	if err != nil {
		return nil, err
	}
	return k.ownGrants(q, filter), nil
}
