package snapshot

import (
	"time"

	"sightline/iam/authz"
)

// Data is the content of a snapshot as the portable file holds it. Lists are
// sorted by Builder.Build, so equal content has equal bytes.
type Data struct {
	// TakenAt is when collection began, in UTC.
	TakenAt time.Time `json:"takenAt"`
	// Sources say where the content is from, in the order given.
	Sources []Source `json:"sources"`
	// Sample marks the bundled sample organization.
	Sample        bool           `json:"sample,omitempty"`
	Organizations []Organization `json:"organizations,omitempty"`
	Accounts      []Account      `json:"accounts"`
	Identities    []Identity     `json:"identities"`
	Policies      []Managed      `json:"policies,omitempty"`
	Resources     []Resource     `json:"resources,omitempty"`
	Gaps          []Gap          `json:"gaps,omitempty"`
	NotCollected  []NotCollected `json:"notCollected,omitempty"`
	// Documents maps the SHA-256 (lower-case hex) of a policy's text to it.
	Documents map[string]string `json:"documents"`
}

// A Source is one place that was read: a path as the user gave it, or "aws".
type Source struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // authorization-details, iam-collect, snapshot, sample, SourceAWS
}

// SourceAWS is the kind of what was collected from AWS itself.
const SourceAWS = "aws"

// An Attachment is a policy document in use under a name.
type Attachment struct {
	Name string `json:"name,omitempty"`
	// Document is a key into Data.Documents; empty means that the text was not
	// read, so what the policy says is unknown.
	Document string `json:"document,omitempty"`
	// File and Line tell where the document's text begins in what was read;
	// Line counts from 1, 0 means unknown.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// An Organization is one AWS organization with its tree.
type Organization struct {
	ID                string `json:"id"`
	ManagementAccount string `json:"managementAccount,omitempty"`
	// Root and Units form the tree; every Unit names its parent.
	Root  string `json:"root,omitempty"`
	Units []Unit `json:"units,omitempty"`
	// SCPs and RCPs attach policies to the root, units and accounts. nil
	// means that policies of this type are not enabled; NotCollected or a Gap
	// tells when they were not read.
	SCPs []OrgPolicy `json:"scps,omitempty"`
	RCPs []OrgPolicy `json:"rcps,omitempty"`
	// SCPsEnabled and RCPsEnabled: the policy type is on for the root.
	SCPsEnabled bool `json:"scpsEnabled,omitempty"`
	RCPsEnabled bool `json:"rcpsEnabled,omitempty"`
}

// A Unit is an organizational unit.
type Unit struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	Parent string `json:"parent"`
}

// An OrgPolicy is an SCP or RCP with the ids of what it is attached to.
type OrgPolicy struct {
	ID string `json:"id"`
	Attachment
	Targets []string `json:"targets"`
}

// An Account is one AWS account.
type Account struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Partition is aws, aws-cn or aws-us-gov; empty means aws.
	Partition    string `json:"partition,omitempty"`
	Organization string `json:"organization,omitempty"` // its id
	Parent       string `json:"parent,omitempty"`       // root or unit id
	// OrganizationKnown: whether the account is in an organization was read.
	OrganizationKnown bool   `json:"organizationKnown,omitempty"`
	CanonicalID       string `json:"canonicalId,omitempty"`
	// PublicAccessBlock of the account; nil means none is set (or, with a Gap
	// or NotCollected entry, that it was not read).
	PublicAccessBlock *authz.PublicAccessBlock `json:"publicAccessBlock,omitempty"`
	// Collected lists what was read of this account: resource types such as
	// "AWS::S3::Bucket", or "AWS::IAM" for identities.
	Collected []string `json:"collected,omitempty"`
	// Regions whose regional resources were read; empty means every Region.
	Regions []string `json:"regions,omitempty"`
}

// Kinds of Identity.
const (
	KindUser  = "user"
	KindRole  = "role"
	KindGroup = "group"
)

// An Identity is a stored user, role or group.
type Identity struct {
	Kind     string            `json:"kind"`
	ARN      string            `json:"arn"`
	Name     string            `json:"name"`
	Account  string            `json:"account"`
	UniqueID string            `json:"uniqueId,omitempty"`
	Created  *time.Time        `json:"created,omitempty"`
	Tags     map[string]string `json:"tags,omitempty"`
	Inline   []Attachment      `json:"inline,omitempty"`
	Attached []string          `json:"attached,omitempty"` // ARNs of managed policies
	Groups   []string          `json:"groups,omitempty"`   // ARNs, of a user
	Boundary string            `json:"boundary,omitempty"` // ARN of a managed policy
	Trust    *Attachment       `json:"trust,omitempty"`    // of a role
	// InstanceProfiles are the ARNs of the profiles that hold a role.
	InstanceProfiles []string   `json:"instanceProfiles,omitempty"`
	LastUsed         *time.Time `json:"lastUsed,omitempty"`
	// PermissionSet names the Identity Center permission set behind a role.
	PermissionSet string `json:"permissionSet,omitempty"`
	// MaxSession in seconds, of a role.
	MaxSession int `json:"maxSession,omitempty"`
	// TagsUnread: the tags were refused when the role was read again; otherwise
	// absent tags are none.
	TagsUnread bool `json:"tagsUnread,omitempty"`
}

// A Managed policy is one customer or AWS managed policy, its default version.
type Managed struct {
	ARN string `json:"arn"`
	// VersionID of the default version ("v12"). Sources that differ on an AWS
	// managed policy are settled by the higher one; empty if not known.
	VersionID string `json:"versionId,omitempty"`
	Attachment
}

// A Gap is a call that was refused or failed.
type Gap struct {
	Account       string `json:"account,omitempty"`
	Region        string `json:"region,omitempty"`
	Call          string `json:"call"` // "s3:GetBucketPolicy"
	Reason        string `json:"reason"`
	MissingAction string `json:"missingAction,omitempty"`
	// Layer that cannot be known, and Subject whose it is: a resource's or
	// identity's ARN; empty means everything of Type in Account (and Region).
	// Without Layer, Subject and Type nothing of Account was read. With the
	// identity layer and a resource it is about what the resource runs as.
	Layer   authz.Layer `json:"layer,omitempty"`
	Subject string      `json:"subject,omitempty"`
	// Type of resource that may be missing from the snapshot altogether.
	Type string `json:"type,omitempty"`
}

// NotCollected is what a source by its nature does not hold. What is one of
// the Missing constants.
type NotCollected struct {
	What    string `json:"what"`
	Source  string `json:"source"`
	Account string `json:"account,omitempty"` // empty: of the whole source
}

// What a source may not hold.
const (
	MissingSCPs             = "service control policies"
	MissingRCPs             = "resource control policies"
	MissingResources        = "resources"
	MissingResourcePolicies = "resource policies"
	MissingGrants           = "KMS grants"
	MissingACLs             = "bucket access control lists and ownership"
	MissingClosed           = "an account that is suspended or closed"
	MissingObjectACLs       = "access control lists of objects"
	MissingPublicBlock      = "S3 Block Public Access"
	MissingOrganization     = "organization membership"
	MissingAWSManaged       = "AWS managed policies"
	MissingTags             = "resource tags"
	MissingOtherTypes       = "resources of further types"
	MissingUsers            = "users"
	MissingGroups           = "groups"
	MissingRoles            = "roles"
	MissingManaged          = "customer managed policies"
	MissingSharing          = "with whom snapshots and images are shared"
	MissingQualified        = "policies of Lambda aliases, versions and layers"
)
