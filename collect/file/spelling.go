package file

import "strings"

// spellings are the members that bear on an answer, by their names in lower
// case without the marks that other tools put between words.
// Source: IAM API Reference, data types UserDetail, GroupDetail, RoleDetail,
// ManagedPolicyDetail, PolicyVersion, PolicyDetail, AttachedPolicy.
var spellings = func() map[string]string {
	out := make(map[string]string)
	for _, name := range []string{
		"UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "IsTruncated", "NextToken",
		"Arn", "UserName", "GroupName", "RoleName", "Tags", "UserPolicyList", "GroupPolicyList", "RolePolicyList",
		"AttachedManagedPolicies", "GroupList", "PermissionsBoundary", "PermissionsBoundaryArn", "AssumeRolePolicyDocument",
		"InstanceProfileList", "RoleLastUsed", "PolicyName", "PolicyArn", "PolicyDocument", "DefaultVersionId",
		"PolicyVersionList", "VersionId", "IsDefaultVersion", "Document",
	} {
		out[strings.ToLower(name)] = name
	}
	return out
}()

// other reads a member that the reader has no use for. One that differs only in
// its spelling from a member that bears on answers is refused: to leave out a
// boundary because of a capital would turn a denial into an Allow.
func (c *cursor) other(key string) error {
	plain := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key))
	if name := spellings[plain]; name != "" && name != key {
		return hint(c.fail("unknown member %s", quoted(key)), "AWS spells it "+name)
	}
	return c.skip()
}
