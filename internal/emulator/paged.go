package emulator

// pagedOperations are lists of which the emulator gives all at once, and some
// that it parts itself when it is asked to.
// Source: the API references of the services, read 2026-11.
func pagedOperations() map[string]paged {
	marker := func(lists ...string) paged {
		return paged{in: "Marker", out: "Marker", more: "IsTruncated", size: []string{"MaxItems"}, lists: lists}
	}
	record := func(list string) paged {
		return paged{in: "Marker", out: "Marker", size: []string{"MaxRecords"}, lists: []string{list}}
	}
	token := func(list string) paged {
		return paged{in: "NextToken", out: "NextToken", size: []string{"MaxResults"}, lists: []string{list}}
	}
	key := func(list string) paged {
		return paged{in: "Marker", out: "NextMarker", more: "Truncated", size: []string{"Limit"}, lists: []string{list}}
	}
	lower := func(list string) paged {
		return paged{in: "nextToken", out: "nextToken", size: []string{"maxResults"}, lists: []string{list}}
	}
	return map[string]paged{
		"iam:GetAccountAuthorizationDetails": marker("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"),
		"iam:ListUsers":                      marker("Users"), "iam:ListRoles": marker("Roles"), "iam:ListGroups": marker("Groups"),
		"iam:ListPolicies": marker("Policies"), "iam:ListInstanceProfiles": marker("InstanceProfiles"),
		"iam:ListAccountAliases":     marker("AccountAliases"),
		"organizations:ListAccounts": token("Accounts"), "organizations:ListRoots": token("Roots"),
		"organizations:ListPolicies": token("Policies"), "organizations:ListTargetsForPolicy": token("Targets"),
		"organizations:ListPoliciesForTarget": token("Policies"), "organizations:ListAccountsForParent": token("Accounts"),
		"organizations:ListOrganizationalUnitsForParent": token("OrganizationalUnits"), "organizations:ListParents": token("Parents"),
		"organizations:ListChildren": token("Children"),
		"kms:ListKeys":               key("Keys"), "kms:ListAliases": key("Aliases"), "kms:ListGrants": key("Grants"), "kms:ListResourceTags": key("Tags"),
		"kms:ListKeyPolicies": key("PolicyNames"),
		"eks:ListClusters":    lower("clusters"), "eks:ListAccessEntries": lower("accessEntries"),
		"rds:DescribeDBInstances": record("DBInstances"), "rds:DescribeDBClusters": record("DBClusters"),
		"ec2:DescribeInstances":      {in: "NextToken", out: "nextToken", size: []string{"MaxResults"}, lists: []string{"reservationSet"}},
		"ec2:DescribeVpcs":           {in: "NextToken", out: "nextToken", size: []string{"MaxResults"}, lists: []string{"vpcSet"}},
		"s3:ListBuckets":             {in: "continuation-token", out: "ContinuationToken", size: []string{"max-buckets"}, lists: []string{"Buckets"}},
		"s3control:ListAccessPoints": {in: "nextToken", out: "NextToken", size: []string{"maxResults"}, lists: []string{"AccessPointList"}},
	}
}
