package reach

import (
	"slices"

	"sightline/access/permission"
)

const accessDoc = `The caller may do these actions on the resource, after every layer: its own policies, boundary, session, organization, and the resource's policy, grants and access control list. Where the source holds no resources, the target is the pattern that the policies name.`

// access says what an actor may do at a place, the best part first.
// Precision: that of permission.Asker.Access.
func (x *Explorer) access(a *actor, s *site) ([]Part, error) {
	if err := x.stopped(); err != nil {
		return nil, err
	}
	own, err := x.ownOf(a)
	if err != nil {
		return nil, err
	}
	home := !a.outside && s.r.Account == a.account && a.account != ""
	if own.unbounded || home && !s.silent {
		return x.ask(a, s)
	}
	// Here the caller's own policies must allow: what they do not, is not asked.
	grants := own.at(s)
	if len(grants) == 0 {
		return nil, nil
	}
	// A boundary's Allows stand among the reasons, which grants do not hold.
	bounded := a.identity != nil && a.identity.Boundary != ""
	if home && s.plain && !bounded {
		if parts, ok := x.plainAccess(grants, s); ok {
			return parts, nil
		}
	}
	holders, err := x.k.AccessWithin(a.principal, s.r.ARN, func(action string) bool {
		return slices.ContainsFunc(grants, func(g *ownGrant) bool { return g.holds(action) })
	}, x.context(a))
	if err != nil {
		return nil, err
	}
	return x.parts(holders), nil
}

// ask puts the question to the evaluator.
func (x *Explorer) ask(a *actor, s *site) ([]Part, error) {
	holders, err := x.k.Access(a.principal, x.all, s.r.ARN, x.context(a))
	if err != nil {
		return nil, err
	}
	return x.parts(holders), nil
}

// plainAccess reads the answer off the caller's own grants: where they are
// without conditions and exceptions and the resource's own side is silent, the
// evaluator would say the same. ok is false where it must be asked.
func (x *Explorer) plainAccess(grants []*ownGrant, s *site) (parts []Part, ok bool) {
	x.terrain.work(s)
	var at, within []*ownGrant
	for _, g := range grants {
		if !g.bears(s) {
			continue
		}
		here, inside := g.covers(s)
		if g.Verdict != permission.Allowed || inside == partly || g.excepts(s) {
			return nil, false
		}
		if here {
			at = append(at, g)
		}
		if inside == wholly {
			within = append(within, g)
		}
	}
	j := &joining{index: make(map[string]int)}
	j.add(s.at, at)
	j.add(s.within, within)
	return x.parts(j.holders), true
}

// bears tells whether the grant holds an action that works at the place.
func (g *ownGrant) bears(s *site) bool {
	for _, list := range [][]string{s.at, s.within} {
		for _, action := range list {
			if g.holds(action) {
				return true
			}
		}
	}
	return false
}

// joining groups actions by the grants that allow them.
type joining struct {
	holders []permission.Holder
	index   map[string]int
}

func (j *joining) add(actions []string, grants []*ownGrant) {
	key := make([]byte, len(grants))
	for _, action := range actions {
		any := false
		for i, g := range grants {
			key[i] = '0'
			if g.holds(action) {
				key[i], any = '1', true
			}
		}
		if any {
			j.put(action, key, grants)
		}
	}
}

func (j *joining) put(action string, key []byte, grants []*ownGrant) {
	h := permission.Holder{Verdict: permission.Allowed}
	for i, g := range grants {
		if key[i] == '1' {
			h.Because = appendReasons(h.Because, g.Because)
		}
	}
	label := partKey(&Part{Because: h.Because})
	at, ok := j.index[label]
	if !ok {
		at = len(j.holders)
		j.index[label] = at
		j.holders = append(j.holders, h)
	}
	j.holders[at].Actions = insert(j.holders[at].Actions, action)
}

func appendReasons(list, more []permission.Reason) []permission.Reason {
	for _, r := range more {
		known := false
		for _, have := range list {
			known = known || have == r
		}
		if !known {
			list = append(list[:len(list):len(list)], r)
		}
	}
	return list
}
