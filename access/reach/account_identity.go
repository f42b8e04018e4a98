package reach

import (
	"slices"

	"sightline/access/permission"
	"sightline/iam/authz"
)

const accountIdentityDoc = `Policies name this identity of an account outside the snapshot; whoever owns the account can act as it, or create it.`

// accountIdentity leads from an account outside to its identities that any
// policy names.
func accountIdentity(x *Explorer, a *actor) (out []step, err error) {
	if a.kind != NodeAccount {
		return nil, nil
	}
	names := make([]string, 0, len(x.trusts.names[a.account]))
	for name := range x.trusts.names[a.account] {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p, err := authz.ParsePrincipal(name, "")
		if err != nil || !p.TakesIdentityPolicies() {
			continue
		}
		p.OpenSession = p.Kind == authz.KindRole
		out = append(out, step{x.actorOf(p), Evidence{Part: Part{
			Verdict: permission.Allowed, Actions: []string{}, Levels: []string{},
			Conditions: []permission.Condition{}, Because: []permission.Reason{{Statement: -1, Note: "an identity of account " + a.account}},
		}}})
	}
	return out, nil
}
