package permission

import (
	"strings"

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
	if q.Type == snapshot.TypeBucket || q.Type == snapshot.TypeAccessPoint {
		out = add(out, k.Snapshot.Gaps(snapshot.GapQuestion{Account: q.Account, Type: snapshot.TypeAccount, Layer: authz.LayerPublicAccessBlock}))
	}
	for i := range k.Snapshot.Data().Accounts {
		account := k.Snapshot.Data().Accounts[i].ID
		for _, layer := range []authz.Layer{authz.LayerIdentity, authz.LayerSCP, authz.LayerBoundary} {
			out = add(out, k.Snapshot.Gaps(snapshot.GapQuestion{Account: account, Layer: layer}))
		}
	}
	return out
}

// GapsOf lists the gaps that bear on what a principal can reach: those that
// leave one of its grants undetermined, and calls that would have listed
// resources, of which nobody knows what they hide.
func (k *Asker) GapsOf(grants []Grant) []snapshot.Gap {
	noted := make(map[string]bool)
	for i := range grants {
		for _, r := range grants[i].Because {
			noted[r.Note] = true
		}
		for _, e := range grants[i].Except {
			for _, r := range e.Because {
				noted[r.Note] = true
			}
		}
		for _, r := range grants[i].LimitedBy {
			noted[strings.TrimPrefix(r.Note, "not read: ")] = true
		}
	}
	var out []snapshot.Gap
	for _, g := range k.Snapshot.Data().Gaps {
		if g.Hides() || noted[g.String()] {
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
