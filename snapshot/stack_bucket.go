package snapshot

import (
	"strings"

	"sightline/iam/authz"
)

// OwnershipEnforced switches a bucket's access control lists off.
// Source: S3 User Guide "Controlling ownership of objects" (about-object-ownership).
const OwnershipEnforced = "BucketOwnerEnforced"

// TypeAccount is the type of gaps about an account's own settings.
const TypeAccount = "AWS::Account"

// bucket returns what S3 looks at beside the bucket's policy.
func (b *stackBuilder) bucket(r *Resource, object bool) *authz.Bucket {
	out := &authz.Bucket{Block: b.block(r)}
	held := r.Bucket
	if held == nil {
		held = &Bucket{}
	}
	refused := false
	if held.ACL == nil || held.Ownership == "" {
		refused = b.gaps(authz.LayerACL, questionOf(r))
	}
	out.ACL.Disabled = held.Ownership == OwnershipEnforced
	if held.ACL != nil {
		out.ACL.Grants = b.s.accountGrants(*held.ACL)
	} else if held.Ownership != "" && !out.ACL.Disabled && !refused && !b.s.Lacks(r.Account, MissingACLs) {
		b.unread(authz.LayerACL, "the access control list of "+r.ARN+" was not read")
	}
	lacking := !refused && held.Ownership == "" && b.s.Lacks(r.Account, MissingACLs)
	out.ObjectACLsUnread = object && !out.ACL.Disabled && !lacking && !b.s.Lacks(r.Account, MissingObjectACLs)
	return out
}

// directoryBucket: access control lists are off and all of Block Public Access
// is on, which nobody can change.
// Source: S3 API Reference "CreateBucket", directory buckets: "all Block Public
// Access settings are enabled at the bucket level and S3 Object Ownership is set
// to Bucket owner enforced (ACLs disabled). These settings can't be modified."
func directoryBucket() *authz.Bucket {
	return &authz.Bucket{ACL: authz.ACL{Disabled: true}, Block: authz.PublicAccessBlock{
		BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true,
	}}
}

// block joins the settings of a bucket or access point with its account's.
// Source: S3 User Guide "Blocking public access" (access-control-block-public-access):
// the most restrictive combination applies.
func (b *stackBuilder) block(r *Resource) authz.PublicAccessBlock {
	var out authz.PublicAccessBlock
	if r.Bucket != nil && r.Bucket.PublicAccessBlock != nil {
		out = *r.Bucket.PublicAccessBlock
	} else {
		b.gaps(authz.LayerPublicAccessBlock, questionOf(r))
	}
	a := b.s.Account(r.Account)
	if a != nil && a.PublicAccessBlock != nil {
		return out.Union(*a.PublicAccessBlock)
	}
	b.gaps(authz.LayerPublicAccessBlock, GapQuestion{Account: r.Account, Type: TypeAccount})
	return out
}

// accountGrants writes the account's id where a grantee is the canonical user
// id of an account of the snapshot.
func (s *Snapshot) accountGrants(acl []authz.ACLGrant) []authz.ACLGrant {
	out := make([]authz.ACLGrant, len(acl))
	for i, g := range acl {
		if account := s.canonical[g.Grantee]; account != "" {
			g.Grantee = account
		}
		out[i] = g
	}
	return out
}

// accessPoint adds the bucket behind an access point.
// Source: S3 User Guide "Configuring IAM policies for using access points"
// (access-points-policies): both policies must permit.
func (b *stackBuilder) accessPoint(r *Resource) {
	b.stack.Bucket = &authz.Bucket{Block: b.block(r)}
	under := b.s.Resource(r.Underlying)
	if under == nil {
		b.unread(authz.LayerResource, "the bucket behind "+r.ARN+" is not in the snapshot")
		return
	}
	policy, _ := b.policyOf(under, authz.LayerResource)
	object := isObject(b.arn)
	arn := under.ARN
	if object {
		_, key, _ := strings.Cut(b.arn[len(r.ARN):], "/object/")
		arn += "/" + key
	}
	b.stack.Underlying = &authz.Underlying{
		Resource: arn, Account: under.Account,
		Policy: policy, Bucket: b.bucket(under, object),
	}
}

// multiRegion adds the buckets behind a multi-Region access point. Any of
// several may be the one that answers, and no stack holds more than one.
// Source: S3 User Guide "Permissions" of multi-Region access points
// (MultiRegionAccessPointPermissions): both policies must permit.
func (b *stackBuilder) multiRegion(r *Resource) {
	if len(r.UnderlyingBuckets) == 1 {
		one := *r
		one.Underlying = r.UnderlyingBuckets[0]
		b.accessPoint(&one)
		return
	}
	b.stack.Bucket = &authz.Bucket{Block: b.block(r)}
	b.unread(authz.LayerResource, "which bucket behind "+r.ARN+" answers is not known, and its policy must permit, too")
}
