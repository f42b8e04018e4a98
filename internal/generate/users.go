package generate

import (
	"fmt"

	"sightline/snapshot"
)

func (a *account) addGroups(n int) {
	for i := range n {
		g := snapshot.Identity{Kind: snapshot.KindGroup, Name: fmt.Sprintf("%s-group-%d", a.teams[i%len(a.teams)], i)}
		g.Attached = distinct(a.shared(1 + a.rand.IntN(3)))
		if a.chance(25) {
			g.Inline = append(g.Inline, a.b.Attach("become", document(
				allow(list("sts:AssumeRole"), list(a.roleARN("app-"+a.teams[i%len(a.teams)]+"-*")))), "", 0))
		}
		a.addIdentity(&g)
		a.groups = append(a.groups, g.ARN)
	}
}

func (a *account) addUsers(n int) {
	for i := range n {
		u := snapshot.Identity{Kind: snapshot.KindUser, Name: fmt.Sprintf("user-%d", i), Tags: map[string]string{"team": a.team()}}
		if len(a.groups) > 0 {
			for range 1 + a.rand.IntN(min(3, len(a.groups))) {
				u.Groups = append(u.Groups, a.groups[a.popular(len(a.groups))])
			}
			u.Groups = distinct(u.Groups)
		}
		if a.chance(10) {
			u.Attached = a.shared(1)
		}
		if a.chance(5) {
			u.Boundary = a.attach(boundary())
		}
		a.addIdentity(&u)
	}
}
