package permission

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// AccessAt answers Access at a place that is prepared already. It asks one
// action of each class that nothing tells apart, and nothing at all where one
// side certainly refuses the principal: of many principals most are told off
// so.
func (k *Asker) AccessAt(p authz.Principal, place *Place, given *authz.Context) ([]Holder, error) {
	g := newGrouping(p.ARN, p.Kind.String(), p.Account)
	for i := range place.targets {
		t := &place.targets[i]
		if len(t.list.actions) == 0 || !k.open(p, t) {
			continue
		}
		if err := k.askAt(g, p, t, given); err != nil {
			return nil, err
		}
	}
	if k.Outside(p) {
		for i := range g.holders {
			outsideCondition(&g.holders[i])
		}
	}
	return g.holders, nil
}

func (k *Asker) askAt(g *grouping, p authz.Principal, t *placeTarget, given *authz.Context) error {
	q, err := k.ResourceSide(p, t.example, given)
	if err != nil {
		return err
	}
	if q.silent && k.Outside(p) {
		return nil
	}
	r := reply{g: g, q: q, judge: k.judge(q), where: t.example, whole: t.resource}
	if t.inside {
		r.parts = q.parts(t.resource)
	}
	for _, class := range k.alike(q, t) {
		r.add(class)
	}
	return nil
}

// open is generous: where it says no, the principal certainly has nothing at
// the target. Within an account one side is enough, across accounts it takes
// both.
func (k *Asker) open(p authz.Principal, t *placeTarget) bool {
	if !p.TakesIdentityPolicies() {
		return k.may(p, t)
	}
	there := t.lets(p.Account)
	if p.Account == t.owner || t.owner == "" {
		return there || k.OwnMayAllow(p, &Place{targets: []placeTarget{*t}})
	}
	return there && k.OwnMayAllow(p, &Place{targets: []placeTarget{*t}})
}

// lets tells whether the resource's side may let in somebody of an account.
func (t *placeTarget) lets(account string) bool {
	known, ok := t.accounts[account]
	if !ok {
		known = t.shared || t.stack.ResourceNotCollected || t.stack.Underlying != nil || len(t.stack.Grants) > 0 ||
			slices.ContainsFunc(t.stack.Unread, func(u authz.Unread) bool { return grants(u.Layer) && u.Layer != authz.LayerIdentity }) ||
			listed(t.stack.Bucket, account) || lets(t.stack.Resource, account)
		t.accounts[account] = known
	}
	return known
}

// listed tells whether a bucket's list, or those of its objects, may name
// somebody of an account.
func listed(b *authz.Bucket, account string) bool {
	if b == nil || b.ACL.Disabled {
		return false
	}
	return b.ObjectACLsUnread || slices.ContainsFunc(b.ACL.Grants, func(g authz.ACLGrant) bool {
		return !isAccountID(g.Grantee) || g.Grantee == account
	})
}

// lets is generous: a policy that says no certainly admits nobody of the
// account.
func lets(p *authz.Policy, account string) bool {
	if p == nil {
		return false
	}
	return p.Document.Broken || slices.ContainsFunc(p.Document.Statements, func(s policy.Statement) bool {
		return s.Effect != policy.EffectDeny && (len(s.Broken) > 0 || s.Principal.Negated || slices.ContainsFunc(s.Principal.Values, func(v policy.PrincipalValue) bool {
			return mayName(v, account)
		}))
	})
}

// mayName: only an ARN says of whose account it is.
func mayName(v policy.PrincipalValue, account string) bool {
	switch v.Type {
	case policy.PrincipalService, policy.PrincipalFederated:
		return false
	case policy.PrincipalAWS:
		parts := strings.SplitN(v.Text, ":", 6)
		return len(parts) < 6 && !isAccountID(v.Text) || v.Text == account || len(parts) == 6 && parts[4] == account
	default:
		return true
	}
}
