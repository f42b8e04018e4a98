package slice

import "strings"

// policyLabel is a policy's name for a reader: the last part of an ARN,
// without the group that it comes through.
func policyLabel(policy string) string {
	if group, rest, ok := strings.Cut(policy, ": "); ok && strings.HasPrefix(group, "group ") {
		policy = rest
	}
	if strings.HasPrefix(policy, "arn:") {
		return lastSegment(policy)
	}
	return strings.TrimPrefix(policy, "inline ")
}
