package permission

import (
	"sightline/iam/authz"
	"sightline/snapshot"
)

// GapsOn lists the gaps that bear on who can reach a resource: what was
// refused about it, and about the identities of every account that it may let
// in. A resource of a type that was refused may be missing altogether.
func (k *Asker) GapsOn(resource string) []snapshot.Gap {
	q := snapshot.GapQuestion{Account: k.Snapshot.ResourceAccount(resource), Subject: resource, Type: k.Snapshot.TypeOf(resource)}
	if r := k.Snapshot.Resource(resource); r != nil {
		q.Region, q.Subject = r.Region, r.ARN
	}
	out := k.Snapshot.Gaps(q)
	for i := range k.Snapshot.Data().Accounts {
		account := k.Snapshot.Data().Accounts[i].ID
		for _, layer := range []authz.Layer{authz.LayerIdentity, authz.LayerSCP, authz.LayerBoundary} {
			out = add(out, k.Snapshot.Gaps(snapshot.GapQuestion{Account: account, Layer: layer}))
		}
	}
	return out
}

// GapsOf lists the gaps that bear on what a principal can reach: everything
// that was refused about it, its account, and resources anywhere.
func (k *Asker) GapsOf(p authz.Principal) []snapshot.Gap {
	var out []snapshot.Gap
	for _, g := range k.Snapshot.Data().Gaps {
		own := g.Account == "" || g.Account == p.Account
		other := g.Layer == authz.LayerIdentity && g.Subject != "" && g.Subject != p.IdentityARN()
		if own && !other || g.Layer == authz.LayerResource || g.Layer == authz.LayerGrant || g.Layer == authz.LayerACL || g.Type != "" {
			out = append(out, g)
		}
	}
	return out
}

func add(list, more []snapshot.Gap) []snapshot.Gap {
	for _, g := range more {
		known := false
		for _, have := range list {
			known = known || have == g
		}
		if !known {
			list = append(list, g)
		}
	}
	return list
}
