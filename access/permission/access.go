package permission

import (
	"sort"

	"sightline/iam/authz"
)

// Access answers Who for one principal alone: what it may do on a resource, by
// verdict, conditions and reasons. A bucket's ARN stands for its objects, too.
func (k *Asker) Access(p authz.Principal, actions Actions, resource string, given *authz.Context) ([]Holder, error) {
	label := p.ARN
	if p.Kind == authz.KindAnonymous {
		label = "*"
	}
	return k.holders(p, label, p.Kind.String(), k.targets(actions, resource), given)
}

// AccessWithin is Access for the selected actions of those that work on the
// resource. The selection sees names in AWS's spelling.
func (k *Asker) AccessWithin(p authz.Principal, resource string, selected func(action string) bool, given *authz.Context) ([]Holder, error) {
	targets := k.targets(Actions{text: "*"}, resource)
	for i := range targets {
		targets[i].actions = keep(targets[i].actions, selected)
	}
	out, err := k.holders(p, p.ARN, p.Kind.String(), targets, given)
	if err != nil || p.Kind != authz.KindAnonymous {
		return out, err
	}
	more, err := k.holders(AnyAccount(), "*", "account", leaveOpen(targets, out), given)
	return append(out, more...), err
}

// OwnGrants lists what a principal's own layers leave, before any resource's
// own side is asked: identity, boundary, session and organization policies. It
// is the bound within which those layers must allow, so it also holds actions
// that no resource of a pattern bears, and resources that are judged one by one.
// Callers without policies of their own have none.
// Precision: over.
func (k *Asker) OwnGrants(p authz.Principal, filter Filter, given *authz.Context) ([]Grant, error) {
	if !p.TakesIdentityPolicies() {
		return nil, nil
	}
	q, err := k.Question(p, "*", given)
	if err != nil {
		return nil, err
	}
	grants, unread := k.ownSets(q, filter.selects(), true)
	for i := range grants {
		g := &grants[i]
		sort.Strings(g.all)
		k.undetermine(g, unread)
		k.word(g)
	}
	return grants, nil
}
