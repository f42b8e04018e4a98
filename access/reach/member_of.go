package reach

import (
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

const memberOfDoc = `The user is a member of the group, and the access that follows comes from the group's policies alone on the user's side.`

// groupPrefix begins the names of policies that a user has through a group, as
// snapshot.StackFor words them.
const groupPrefix = "group "

// through returns the ARN of the one group from which all of the caller's own
// Allows in the reasons come, or "".
// Source: IAM User Guide "IAM user groups" (id_groups).
func (x *Explorer) through(a *actor, because []permission.Reason) string {
	if a.identity == nil {
		return ""
	}
	group := ""
	for _, r := range because {
		if r.Layer != authz.LayerIdentity || r.Effect != "Allow" {
			continue
		}
		rest, ok := strings.CutPrefix(r.Policy, groupPrefix)
		name, _, named := strings.Cut(rest, ": ")
		if !ok || !named || group != "" && group != name {
			return ""
		}
		group = name
	}
	for _, arn := range a.identity.Groups {
		if group != "" && lastSegment(arn) == group {
			return arn
		}
	}
	return ""
}
