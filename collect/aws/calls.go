package aws

// A Call is an operation that a collection makes. Name is how gaps call it.
type Call struct {
	Name   string
	Action string // the permission it needs
	Per    string // how often: once, account, Region, bucket, key, …
	Reads  string
	Lost   string // what a refusal leaves open
}

// Calls lists all of them, by service. docs/collectors.md repeats the table.
func Calls() []Call {
	return []Call{
		{"sts:GetCallerIdentity", "", "once", "whose credentials these are", "nothing can be read"},
		{"sts:AssumeRole", "sts:AssumeRole", "account", "credentials in another account", "everything of the account"},
		{"organizations:DescribeOrganization", "organizations:DescribeOrganization", "once", "the organization's id and management account", "SCPs, RCPs and membership"},
		{"organizations:ListAccounts", "organizations:ListAccounts", "once", "the accounts", "with --organization nothing can be read"},
		{"organizations:ListRoots", "organizations:ListRoots", "once", "the root, and which policy types are on", "SCPs and RCPs of every account"},
		{"organizations:ListOrganizationalUnitsForParent", "organizations:ListOrganizationalUnitsForParent", "root and unit", "the units", "SCPs and RCPs of accounts below"},
		{"organizations:ListAccountsForParent", "organizations:ListAccountsForParent", "root and unit", "where accounts stand", "SCPs and RCPs of accounts there"},
		{"organizations:ListPolicies", "organizations:ListPolicies", "policy type", "the policies", "that layer, in every account"},
		{"organizations:ListTargetsForPolicy", "organizations:ListTargetsForPolicy", "policy", "where it is attached", "that layer, in every account"},
		{"organizations:DescribePolicy", "organizations:DescribePolicy", "policy", "its text", "that layer, where it is attached"},
		{"iam:GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails", "account", "users, groups, roles, policies, boundaries, tags, instance profiles", "identities and their policies"},
		{"iam:GetRole", "iam:GetRole", "role, when it is rescanned", "its trust policy, boundary and tags", "the role's trust policy, boundary and tags"},
		{"ec2:DescribeRegions", "ec2:DescribeRegions", "account", "the enabled Regions", "resources in Regions that are off by default"},
		{"ec2:DescribeInstances", "ec2:DescribeInstances", "Region", "instances, their profiles and tags", "instances"},
		{"eks:ListClusters", "eks:ListClusters", "Region", "names of clusters", "clusters"},
		{"eks:DescribeCluster", "eks:DescribeCluster", "cluster", "role, settings, tags", "the cluster's role and tags"},
		{"rds:DescribeDBInstances", "rds:DescribeDBInstances", "Region", "database instances and tags", "database instances"},
		{"rds:DescribeDBClusters", "rds:DescribeDBClusters", "Region", "database clusters and tags", "database clusters"},
		{"s3:ListBuckets", "s3:ListAllMyBuckets", "account", "the buckets of all Regions", "buckets"},
		{"s3:GetBucketLocation", "s3:GetBucketLocation", "bucket, if the list does not tell", "its Region", "all of the bucket, where another Region answers otherwise"},
		{"s3:GetBucketPolicy", "s3:GetBucketPolicy", "bucket", "its policy", "the bucket's policy"},
		{"s3:GetBucketAcl", "s3:GetBucketAcl", "bucket", "its access control list", "the bucket's list"},
		{"s3:GetBucketOwnershipControls", "s3:GetBucketOwnershipControls", "bucket", "whether lists are in force", "the bucket's list"},
		{"s3:GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", "bucket", "its Block Public Access settings", "those settings"},
		{"s3:GetBucketTagging", "s3:GetBucketTagging", "bucket", "its tags", "its tags"},
		{"s3control:GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock", "account", "the account's Block Public Access settings", "those settings"},
		{"kms:ListKeys", "kms:ListKeys", "Region", "the keys", "keys"},
		{"kms:ListAliases", "kms:ListAliases", "Region", "their aliases", "names of keys"},
		{"kms:DescribeKey", "kms:DescribeKey", "key", "who manages it, its state", "whether RCPs reach the key"},
		{"kms:GetKeyPolicy", "kms:GetKeyPolicy", "key", "its policy", "the key's policy"},
		{"kms:ListGrants", "kms:ListGrants", "key", "its grants", "the key's grants"},
		{"kms:ListResourceTags", "kms:ListResourceTags", "key", "its tags", "its tags"},
	}
}

// actionOf is the permission that a call needs.
func actionOf(name string) string {
	for _, c := range Calls() {
		if c.Name == name {
			return c.Action
		}
	}
	return ""
}
