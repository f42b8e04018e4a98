package authz

import "sightline/iam/policy"

// A Policy is one attachment of a document: the same document, stored once,
// stands in many policies under many names.
type Policy struct {
	// Name is what a reader recognises: the policy's name, or "inline NAME".
	Name string
	// ARN of a managed policy; empty for inline and resource policies.
	ARN string
	// Document is shared and immutable; evaluators may key caches by it.
	Document *policy.Document
	// File and Line say where the document's first line stands in what the
	// user gave; Line counts from 1, and 0 means unknown.
	File string
	Line int
}

// A Level is one level of an organization: root, OU or account.
type Level struct {
	Entity   string
	Policies []Policy
}

// A Grant is a KMS grant on a key.
// Source: KMS Developer Guide "Grants" (grants).
type Grant struct {
	ID         string   `json:"id,omitempty"`
	Grantee    string   `json:"grantee"`
	Operations []string `json:"operations"` // "Decrypt", without the service prefix
	// RetiringPrincipal may retire the grant beside its grantee; may be empty.
	RetiringPrincipal string `json:"retiringPrincipal,omitempty"`
	// ContextSubset and ContextEquals are the grant's constraints; nil means
	// there is none of that kind.
	ContextSubset map[string]string `json:"encryptionContextSubset,omitempty"`
	ContextEquals map[string]string `json:"encryptionContextEquals,omitempty"`
	// SourceARN is the resource on whose behalf a request must be made.
	SourceARN string `json:"sourceArn,omitempty"`
	// OtherConstraints name the constraints of kinds that nobody here
	// understands: whether they are met cannot be told.
	OtherConstraints []string `json:"otherConstraints,omitempty"`
}

// Well-known grantees of an S3 access control list.
const (
	GranteeAllUsers           = "AllUsers"
	GranteeAuthenticatedUsers = "AuthenticatedUsers"
)

// An ACLGrant gives one permission of an S3 access control list.
type ACLGrant struct {
	// Grantee is a canonical user id, an account id, or one of the Grantee
	// constants (any other group is kept as its URI's last segment).
	Grantee string `json:"grantee"`
	// Permission: READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL.
	Permission string `json:"permission"`
}

// An ACL is a bucket's access control list. Disabled lists (Object Ownership
// "bucket owner enforced") grant nothing.
type ACL struct {
	Disabled bool       `json:"disabled,omitempty"`
	Grants   []ACLGrant `json:"grants,omitempty"`
}

// A PublicAccessBlock holds the four S3 settings as they act together: a flag
// is set when the bucket or its account (or the access point) sets it.
type PublicAccessBlock struct {
	BlockPublicACLs       bool `json:"blockPublicAcls"`
	IgnorePublicACLs      bool `json:"ignorePublicAcls"`
	BlockPublicPolicy     bool `json:"blockPublicPolicy"`
	RestrictPublicBuckets bool `json:"restrictPublicBuckets"`
}

// Union sets each flag that either side sets.
func (b PublicAccessBlock) Union(o PublicAccessBlock) PublicAccessBlock {
	return PublicAccessBlock{
		BlockPublicACLs:       b.BlockPublicACLs || o.BlockPublicACLs,
		IgnorePublicACLs:      b.IgnorePublicACLs || o.IgnorePublicACLs,
		BlockPublicPolicy:     b.BlockPublicPolicy || o.BlockPublicPolicy,
		RestrictPublicBuckets: b.RestrictPublicBuckets || o.RestrictPublicBuckets,
	}
}

// A Bucket carries what S3 looks at beside policies.
type Bucket struct {
	ACL   ACL
	Block PublicAccessBlock
	// ObjectACLsUnread: the request is for an object whose own list nobody
	// read and which could let outsiders in.
	ObjectACLsUnread bool
}

// An Underlying is the bucket behind an S3 access point: both its policy and
// the access point's must let the request through.
// Source: S3 User Guide "Access points policies" (access-points-policies).
type Underlying struct {
	Resource string // ARN of the bucket, or of an object in it
	Account  string
	Policy   *Policy
	Bucket   *Bucket
}

// An Unread layer is one whose policies could not be read: a refused call.
type Unread struct {
	Layer Layer
	Gap   string // what was refused, for the explanation
}

// A Stack is all that applies to the requests of one principal on one
// resource. Only snapshot and test cases build one. Immutable once built.
type Stack struct {
	Identity []Policy
	Boundary *Policy
	Session  []Policy
	Resource *Policy
	// SCP applies to the caller's account, RCP to the resource's; nil means
	// the account is in no organization or is a management account. Levels
	// run from the root to the account.
	SCP, RCP []Level
	Endpoint *Policy
	Grants   []Grant

	Bucket     *Bucket
	Underlying *Underlying

	// SessionPassed tells that session policies were passed even if the list
	// is empty. A non-empty Session implies it.
	SessionPassed bool
	// Unread layers hold policies that exist or may exist but were refused.
	Unread []Unread
	// RCPReachUnknown, if not empty, says why nobody can tell whether resource
	// control policies reach the resource: what they deny is in doubt then.
	RCPReachUnknown string
	// Alias: the resource is a KMS alias, and what stands here of its side is
	// its key's. Key is that key's ARN, empty if it is not known: actions other
	// than those on the alias itself are judged on it.
	Alias bool
	Key   string
	// ResourceNotCollected: the source holds no resource policies by its
	// nature, so the resource layer stays silent and a service that demands
	// one (KMS, role trust) is judged without it.
	ResourceNotCollected bool
	// Facts about services; nil means DefaultFacts.
	Facts *Facts
}

// Lacks tells whether some policies of a layer could not be read.
func (s *Stack) Lacks(l Layer) bool {
	for i := range s.Unread {
		if s.Unread[i].Layer == l {
			return true
		}
	}
	return false
}
