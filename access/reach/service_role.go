package reach

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/snapshot"
)

const serviceRoleDoc = `The function, task or other compute runs as the role, and the role trusts the service: whoever controls its code acts as the role.`

// serviceRole follows the role of a compute resource. The session's name is the
// service's choice and counts as not known.
// Source: Lambda Developer Guide "Execution role" (lambda-intro-execution-role);
// ECS Developer Guide "Task IAM role" (task-iam-roles).
func serviceRole(x *Explorer, a *actor) ([]step, error) {
	if a.kind != NodeCompute || a.resource.Role == "" {
		return nil, nil
	}
	role := x.snap.Identity(a.resource.Role)
	if role == nil {
		x.missingRole(a.account)
		return nil, nil
	}
	e, ok, err := x.handed(role, x.runners(a.resource, role), permission.Reason{
		Statement: -1,
		Note:      lastSegment(a.resource.ARN) + " runs as the role",
	})
	if err != nil || !ok {
		return nil, err
	}
	return []step{{x.asRole(role), e}}, nil
}

// runners lists the service principals that may run a resource. Names of many
// services differ from those in ARNs, so what the role itself trusts counts,
// save for services whose names are certain.
func (x *Explorer) runners(r *snapshot.Resource, role *snapshot.Identity) []string {
	switch service := strings.SplitN(r.ARN, ":", 4)[2]; service {
	case "lambda":
		return []string{"lambda.amazonaws.com"}
	case "ecs":
		return []string{"ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "ec2.amazonaws.com"}
	}
	return x.trusts.servicesOf(role)
}

// servicesOf lists the services that a role's trust policy names, in order.
func (t *trusts) servicesOf(role *snapshot.Identity) (out []string) {
	for name, roles := range t.services {
		for _, r := range roles {
			if r == role {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}
