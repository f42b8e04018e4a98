package reach

import (
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

const assumeRoleDoc = `The caller may call sts:AssumeRole on the role, and so act as it. Both sides were asked: the role's trust policy must admit the caller, and the caller's own policies must allow the action, unless the trust policy names the caller itself and both are of one account. Boundaries, service and resource control policies count. The caller chooses the session's name.`

// assumeRole asks about the roles whose trust policies may admit the actor.
// Source: IAM User Guide "Cross-account policy evaluation logic"
// (reference_policies_evaluation-logic-cross-account), "Roles terms and
// concepts" (id_roles); STS API Reference "AssumeRole".
func assumeRole(x *Explorer, a *actor) ([]step, error) {
	switch a.principal.Kind {
	case authz.KindAnonymous:
		if a.kind == NodeAnyone {
			return anyoneAssumes(x, a)
		}
		return nil, nil
	case authz.KindUser, authz.KindRole, authz.KindSession:
	default:
		// Root users cannot call it (STS API Reference "AssumeRole"), nor can
		// federated users (STS API Reference "GetFederationToken").
		return nil, nil
	}
	candidates, whole := x.trusts.of(a)
	var roles []*snapshot.Identity
	for _, role := range candidates {
		asked, err := x.worthAsking(a, role, whole[role])
		if err != nil {
			return nil, err
		}
		if asked {
			roles = append(roles, role)
		}
	}
	return x.becomeAny(a, x.assume, roles)
}

// worthAsking spares the question where the caller's own policies must allow
// and do not: in another account, and where a trust policy names the account.
func (x *Explorer) worthAsking(a *actor, role *snapshot.Identity, whole bool) (bool, error) {
	if a.outside || role.Account == a.account && !whole {
		return true, nil
	}
	own, err := x.ownOf(a)
	return err == nil && own.may("sts:AssumeRole", role.ARN), err
}

// anyoneAssumes: a role whose trust policy admits everybody can be assumed by
// whoever has credentials of some AWS account; without any, STS refuses.
func anyoneAssumes(x *Explorer, a *actor) ([]step, error) {
	with := *a
	with.principal = permission.AnyAccount()
	return x.becomeAny(&with, x.assume, x.trusts.open)
}
