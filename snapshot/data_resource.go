package snapshot

import "sightline/iam/authz"

// Resource types, in CloudFormation's spelling; what CloudFormation does not
// know is called as IAM Access Analyzer calls it.
const (
	TypeBucket                 = "AWS::S3::Bucket"
	TypeAccessPoint            = "AWS::S3::AccessPoint"
	TypeMultiRegionAccessPoint = "AWS::S3::MultiRegionAccessPoint"
	TypeDirectoryBucket        = "AWS::S3Express::DirectoryBucket"
	TypeDirectoryAccessPoint   = "AWS::S3Express::AccessPoint"
	TypeInstance               = "AWS::EC2::Instance"
	TypeKey                    = "AWS::KMS::Key"
	TypeRole                   = "AWS::IAM::Role" // roles are identities; named in Collected
	TypeFunction               = "AWS::Lambda::Function"
	TypeFunctionAlias          = "AWS::Lambda::Alias"
	TypeFunctionVersion        = "AWS::Lambda::Version"
	TypeLayerVersion           = "AWS::Lambda::LayerVersion"
	TypeQueue                  = "AWS::SQS::Queue"
	TypeTopic                  = "AWS::SNS::Topic"
	TypeSecret                 = "AWS::SecretsManager::Secret"
	TypeFileSystem             = "AWS::EFS::FileSystem"
	TypeRepository             = "AWS::ECR::Repository"
	TypeTable                  = "AWS::DynamoDB::Table"
	TypeStream                 = "AWS::DynamoDB::Stream"
	TypeVolumeSnapshot         = "AWS::EC2::Snapshot"
	TypeImage                  = "AWS::EC2::Image"
	TypeDBSnapshot             = "AWS::RDS::DBSnapshot"
	TypeDBClusterSnapshot      = "AWS::RDS::DBClusterSnapshot"
)

// A Resource is anything that can be reached. The aliases and versions of a
// Lambda function are resources of their own beside it: each has its own policy.
type Resource struct {
	ARN     string `json:"arn"`
	Type    string `json:"type"`
	Name    string `json:"name,omitempty"`
	Account string `json:"account"`
	Region  string `json:"region,omitempty"`
	// Tags; TagsRead tells an empty set from one that nobody read.
	Tags     map[string]string `json:"tags,omitempty"`
	TagsRead bool              `json:"tagsRead,omitempty"`
	Policy   *Attachment       `json:"policy,omitempty"`
	// PolicyRead tells "has no policy" from "nobody looked".
	PolicyRead bool `json:"policyRead,omitempty"`
	// Bucket of an S3 bucket; of an access point it holds the access point's
	// own Block Public Access settings.
	Bucket *Bucket       `json:"bucket,omitempty"`
	Grants []authz.Grant `json:"grants,omitempty"`
	// KeyManager of a KMS key: CUSTOMER or AWS; empty means that it was not read.
	KeyManager string `json:"keyManager,omitempty"`
	// InstanceProfile is the ARN of an EC2 instance's profile.
	InstanceProfile string `json:"instanceProfile,omitempty"`
	// Role is the ARN of the role a compute resource runs as (Lambda function,
	// ECS task …).
	Role string `json:"role,omitempty"`
	// Underlying is the ARN of the bucket behind an access point.
	Underlying string `json:"underlying,omitempty"`
	// Attributes hold further facts. Of these, decisions rest on "aliases" of a
	// KMS key alone: its aliases' names, parted by spaces.
	Attributes map[string]string `json:"attributes,omitempty"`
	// UnderlyingBuckets are the ARNs of the buckets behind a multi-Region access
	// point.
	UnderlyingBuckets []string `json:"underlyingBuckets,omitempty"`
	// NetworkOrigin of an access point: OriginInternet or OriginVPC; empty means
	// that it was not read.
	NetworkOrigin string `json:"networkOrigin,omitempty"`
	// SharedWith names with whom a snapshot or an image is shared by an
	// attribute of its own: account ids and SharedWithAll, and of an image the
	// ARNs of organizations and units, too.
	SharedWith []string `json:"sharedWith,omitempty"`
	// SharingRead tells "shared with nobody" from "nobody looked".
	SharingRead bool `json:"sharingRead,omitempty"`
	// PublicSharingBlocked tells whether the account's settings in the Region
	// keep an EBS snapshot from everybody although it is shared with all; nil
	// means that they were not read.
	PublicSharingBlocked *bool `json:"publicSharingBlocked,omitempty"`
	// Encrypted of a snapshot or an image; nil means that it was not read.
	Encrypted *bool `json:"encrypted,omitempty"`
	// SnapshotType of an RDS snapshot: SnapshotManual, SnapshotAutomated or what
	// else RDS calls it; empty means that it was not read.
	SnapshotType string `json:"snapshotType,omitempty"`
}

// SharedWithAll in Resource.SharedWith is everybody who has an AWS account.
// Source: EC2 API Reference "CreateVolumePermission" (Group), "LaunchPermission";
// RDS API Reference "DBSnapshotAttribute": "all".
const SharedWithAll = "all"

// Network origins of an access point: one of a VPC takes no request from
// anywhere else.
// Source: S3 User Guide "Creating access points restricted to a VPC"
// (access-points-vpc), read 2026-11.
const (
	OriginInternet = "Internet"
	OriginVPC      = "VPC"
)

// Types of RDS snapshots. Automated ones cannot be shared.
// Source: RDS User Guide "Sharing a DB snapshot" (USER_ShareSnapshot), read 2026-11.
const (
	SnapshotManual    = "manual"
	SnapshotAutomated = "automated"
)

// A Bucket holds what S3 looks at beside the bucket's policy.
type Bucket struct {
	// Ownership: BucketOwnerEnforced (no access control lists),
	// BucketOwnerPreferred, ObjectWriter, or empty if not read.
	Ownership string `json:"ownership,omitempty"`
	// ACL; nil means it was not read.
	ACL *[]authz.ACLGrant `json:"acl,omitempty"`
	// PublicAccessBlock of the bucket; nil means none is set (or not read).
	PublicAccessBlock *authz.PublicAccessBlock `json:"publicAccessBlock,omitempty"`
}
