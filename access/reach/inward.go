package reach

import (
	"slices"
	"strings"

	"sightline/access/graph"
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// movers finds, backward, who may move to a role.
type movers struct {
	// byKey: identities under every name that a trust policy may give them.
	byKey     map[string][]*actor
	byAccount map[string][]*actor
	strangers []*actor
	// compute by the role that it hands out.
	compute map[string][]*snapshot.Resource
}

func (x *Explorer) index() *movers {
	if x.movers != nil {
		return x.movers
	}
	c := &movers{byKey: make(map[string][]*actor), byAccount: make(map[string][]*actor), compute: make(map[string][]*snapshot.Resource)}
	for i := range x.snap.Identities() {
		if id := &x.snap.Identities()[i]; id.Kind != snapshot.KindGroup {
			c.add(x.actorOf(x.snap.PrincipalOf(id)))
		}
	}
	for _, a := range x.strangers() {
		c.strangers = append(c.strangers, a)
		if a.kind == NodeAccount {
			c.byAccount[a.account] = append(c.byAccount[a.account], a)
		}
	}
	resources := x.snap.Data().Resources
	for i := range resources {
		if role := x.handsOut(&resources[i]); role != "" {
			c.compute[role] = append(c.compute[role], &resources[i])
		}
	}
	x.movers = c
	return c
}

func (c *movers) add(a *actor) {
	p := &a.principal
	keys := []string{p.ARN, p.UniqueID}
	if p.Role != "" {
		keys = append(keys, sessionName(p.Account, lastSegment(p.Role)))
	}
	for _, key := range keys {
		if key != "" {
			c.byKey[key] = append(c.byKey[key], a)
		}
	}
	c.byAccount[p.Account] = append(c.byAccount[p.Account], a)
}

func (x *Explorer) handsOut(r *snapshot.Resource) string {
	if r.Role != "" {
		return r.Role
	}
	if role := x.snap.InstanceProfileRole(r.InstanceProfile); r.InstanceProfile != "" && role != nil {
		return role.ARN
	}
	return ""
}

// Inward lists the moves by which somebody becomes a role in one step: from
// users, roles, compute, services, providers, accounts outside and anyone. What
// it lists are the moves that Outward finds from each of them.
func (x *Explorer) Inward(role string) ([]Step, error) {
	if steps, ok := x.into[role]; ok {
		return steps, nil
	}
	id := x.snap.Identity(role)
	if id == nil || id.Kind != snapshot.KindRole {
		return nil, nil
	}
	var out []Step
	for _, a := range x.admitted(id) {
		steps, err := x.moveTo(a, id)
		if err != nil {
			return nil, err
		}
		out = append(out, steps...)
	}
	for _, r := range x.index().compute[role] {
		steps, err := x.handedBy(compute(r))
		if err != nil {
			return nil, err
		}
		out = append(out, steps...)
	}
	x.into[role] = out
	return out, nil
}

// handedBy derives the moves of compute, which lead to its role alone.
func (x *Explorer) handedBy(a *actor) (out []Step, err error) {
	for _, way := range []move{{InstanceProfile, instanceProfile}, {ServiceRole, serviceRole}} {
		steps, err := way.derive(x, a)
		if err != nil {
			return nil, err
		}
		for _, s := range steps {
			out = append(out, Step{export(a), export(s.to), kindName(way.kind), s.evidence})
		}
	}
	return out, nil
}

// admitted lists, in order, whom a role's trust policy may admit.
func (x *Explorer) admitted(role *snapshot.Identity) []*actor {
	c := x.index()
	found := make(map[string]*actor)
	put := func(list []*actor) {
		for _, a := range list {
			found[a.key] = a
		}
	}
	put(c.strangers) // few; whoever is not admitted costs little
	d := documentOf(x.snap, role.Trust)
	if slices.Contains(x.trusts.open, role) {
		for _, list := range c.byAccount {
			put(list)
		}
	} else if d != nil {
		for i := range d.Statements {
			for _, v := range d.Statements[i].Principal.Values {
				account, name := readAWS(v.Text)
				if name == "" {
					put(c.byAccount[account])
				} else {
					put(c.byKey[name])
				}
			}
		}
	}
	out := make([]*actor, 0, len(found))
	for _, key := range sortedKeys(found) {
		out = append(out, found[key])
	}
	return out
}

// moveTo asks of one actor what the moves ask, for one role.
func (x *Explorer) moveTo(a *actor, role *snapshot.Identity) ([]Step, error) {
	kind, with, actions := AssumeRole, a, x.assume
	roles := []*snapshot.Identity{role}
	switch {
	case a.principal.Kind == authz.KindAnonymous && a.kind == NodeAnyone:
		if !slices.Contains(x.trusts.open, role) {
			return nil, nil
		}
		anyone := *a
		anyone.principal, with = permission.AnyAccount(), &anyone
	case a.principal.Kind == authz.KindService:
		kind = ServiceAssumes
		roles = among(offered(x.trusts.services, x.trusts.open, a.key), role)
	case a.principal.Kind == authz.KindProvider:
		kind, actions = AssumeRoleWithWebIdentity, x.web
		if strings.Contains(a.key, ":saml-provider/") {
			kind, actions = AssumeRoleWithSAML, x.saml
		}
		roles = among(offered(x.trusts.providers, x.trusts.open, a.key), role)
	default:
		candidates, whole := x.trusts.of(a)
		roles = among(candidates, role)
		needed := !a.outside && (role.Account != a.account || whole[role]) // as in worthAsking
		if needed && !x.k.OwnMayAllow(a.principal, x.place("become "+role.ARN, role.ARN, x.becoming)) {
			return nil, nil
		}
	}
	steps, err := x.becomeAny(with, actions, roles)
	return x.named(a, kind, steps), err
}

func (x *Explorer) named(from *actor, kind graph.Kind, steps []step) (out []Step) {
	for _, s := range steps {
		out = append(out, Step{export(from), export(s.to), kindName(kind), s.evidence})
	}
	return out
}

// among is the list with one role, if it is in it.
func among(list []*snapshot.Identity, role *snapshot.Identity) []*snapshot.Identity {
	if slices.Contains(list, role) {
		return []*snapshot.Identity{role}
	}
	return nil
}
