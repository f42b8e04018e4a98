package snapshot

import "strings"

// PermissionSetOf names the Identity Center permission set behind a role, or
// gives an empty string: such roles are called AWSReservedSSO_NAME_HEX and
// stand under a path of their own.
// Source: IAM Identity Center User Guide "Referencing permission sets in
// resource policies" (referencingpermissionsets), read 2026-11.
func PermissionSetOf(arn string) string {
	p, _ := splitARN(arn)
	rest, reserved := strings.CutPrefix(p.resource, "role/aws-reserved/sso.amazonaws.com/")
	rest, ok := strings.CutPrefix(lastSegment(rest), "AWSReservedSSO_")
	if !ok || !reserved {
		return ""
	}
	cut := strings.LastIndexByte(rest, '_')
	if cut < 0 || cut == len(rest)-1 || strings.Trim(rest[cut+1:], "0123456789abcdef") != "" {
		return ""
	}
	return rest[:cut]
}
