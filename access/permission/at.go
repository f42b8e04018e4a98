package permission

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// AccessAt answers Access at a place that is prepared already; see EachAt.
func (k *Asker) AccessAt(p authz.Principal, place *Place, given *authz.Context) ([]Holder, error) {
	g := newGrouping(p.ARN, p.Kind.String(), p.Account)
	for i := range place.targets {
		r, classes, err := k.replyAt(g, p, &place.targets[i], given)
		if err != nil {
			return nil, err
		}
		for _, c := range classes {
			r.add(c)
		}
	}
	if k.Outside(p) {
		for i := range g.holders {
			outsideCondition(&g.holders[i])
		}
	}
	return g.holders, nil
}

// A Class is what a principal of the snapshot has at a place with actions that
// nothing tells apart.
type Class struct {
	Actions []string
	// Resource is the one asked about, or a pattern of what lies in it, and
	// Example is one of these that no policy spells out.
	Resource, Example string
	Inside            bool
	Question          *Question
	Holders           []Holder
}

// EachAt calls use for each class of actions of which a principal may have
// some, at a place that is prepared already. It asks one action of a class, and
// nothing at all where one side certainly refuses the principal: of many
// principals most are told off so. The class is only lent.
func (k *Asker) EachAt(p authz.Principal, place *Place, use func(*Class)) error {
	for i := range place.targets {
		t := &place.targets[i]
		r, classes, err := k.replyAt(nil, p, t, nil)
		if err != nil {
			return err
		}
		for _, c := range classes {
			r.g = newGrouping(p.ARN, p.Kind.String(), p.Account)
			if r.add(c); len(r.g.holders) > 0 {
				use(&Class{c, t.resource, t.example, t.inside, r.q, r.g.holders})
			}
		}
	}
	return nil
}

// replyAt prepares the answers at one target; no classes where there are none.
func (k *Asker) replyAt(g *grouping, p authz.Principal, t *placeTarget, given *authz.Context) (*reply, [][]string, error) {
	if len(t.list.actions) == 0 || !k.open(p, t) {
		return nil, nil, nil
	}
	q, err := k.ResourceSide(p, t.example, given)
	if err != nil || q.silent && k.Outside(p) {
		return nil, nil, err
	}
	r := &reply{g: g, q: q, judge: k.judge(q), where: t.example, whole: t.resource}
	if t.inside {
		r.parts = q.parts(t.resource)
	}
	return r, k.alike(q, t), nil
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
