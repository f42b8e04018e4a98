package reach

import (
	"slices"

	"sightline/access/permission"
)

// A group is a resource pattern that grants name, for snapshots that do not
// hold the resources themselves.
type group struct {
	pattern string
	parts   []Part
}

// withoutResources tells whether the source of an account holds no resources.
func (x *Explorer) withoutResources(account string) bool {
	return len(x.snap.Data().Resources) == 0 || x.snap.Lacks(account, missingResources)
}

// groups turns grants into targets: one a pattern. Whether there is any
// resource behind a pattern is not known.
// Precision: over.
func (x *Explorer) groups(a *actor) ([]group, error) {
	if a.outside || !a.principal.TakesIdentityPolicies() || !x.withoutResources(a.account) {
		return nil, nil
	}
	grants, err := x.k.GrantsUntil(a.principal, permission.Filter{}, x.context(a), x.stop)
	if err != nil {
		return nil, err
	}
	index := make(map[string]int)
	var out []group
	for i := range grants {
		g := &grants[i]
		if onlyAssumes(g.All()) {
			continue // roles are known, and hops lead to them
		}
		x.noteGrant(g)
		for _, pattern := range g.Resources {
			if x.snap.Identity(pattern) != nil {
				continue // identities are known, and hops lead to those that can be become
			}
			at, ok := index[pattern]
			if !ok {
				at = len(out)
				index[pattern] = at
				out = append(out, group{pattern: pattern})
			}
			out[at].parts = append(out[at].parts, Part{
				Verdict: g.Verdict, Levels: orEmpty(g.AccessLevels), Actions: g.Actions,
				Conditions: orEmpty(g.Conditions), Because: orEmpty(g.Because), Except: g.Except,
			})
		}
	}
	for i := range out {
		sortParts(out[i].parts)
	}
	return out, nil
}

// onlyAssumes: the actions do nothing but make their caller a role.
func onlyAssumes(actions []string) bool {
	return !slices.ContainsFunc(actions, func(a string) bool {
		return a != "sts:AssumeRole" && a != "sts:TagSession" && a != "sts:SetSourceIdentity"
	})
}

func insert(list []string, s string) []string {
	at, found := slices.BinarySearch(list, s)
	if found {
		return list
	}
	return slices.Insert(list, at, s)
}

func (x *Explorer) noteGrant(g *permission.Grant) {
	if g.Verdict == permission.Undetermined {
		x.noteReasons(g.LimitedBy)
	}
}
