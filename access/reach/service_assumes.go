package reach

import "sightline/iam/authz"

const serviceAssumesDoc = `The role's trust policy lets the AWS service act as it. The service does so for whoever may hand it the role; by itself the hop gives nobody access.`

// serviceAssumes asks about the roles that trust a service.
// Source: IAM User Guide "AWS JSON policy elements: Principal", service principals.
func serviceAssumes(x *Explorer, a *actor) ([]step, error) {
	if a.principal.Kind != authz.KindService {
		return nil, nil
	}
	return x.becomeAny(a, x.assume, offered(x.trusts.services, x.trusts.open, a.key))
}
