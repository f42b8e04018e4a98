package snapshot

import (
	"slices"
	"strings"

	"sightline/iam/authz"
)

// resource fills the resource's side of the stack.
func (b *stackBuilder) resource() {
	p, ok := splitARN(b.arn)
	if !ok {
		return
	}
	if p.service == "iam" {
		b.iamResource(p)
		return
	}
	r := b.s.Resource(b.arn)
	b.info.Resource = r
	if r == nil {
		b.missing(p)
		return
	}
	if p.isAlias() {
		b.stack.Alias, b.stack.Key = true, r.ARN
	}
	if kind := resourceType(p); r.Type == TypeFunction && kind != r.Type {
		b.stack.ResourceNotCollected = !b.s.readsType(r.Account, kind)
		return
	}
	b.stack.Resource, b.stack.ResourceNotCollected = b.policyOf(r, authz.LayerResource)
	b.grants(r)
	switch r.Type {
	case TypeBucket:
		b.stack.Bucket = b.bucket(r, isObject(b.arn))
	case TypeDirectoryBucket:
		b.stack.Bucket = directoryBucket()
	case TypeAccessPoint, TypeDirectoryAccessPoint:
		b.accessPoint(r)
	case TypeMultiRegionAccessPoint:
		b.multiRegion(r)
	}
}

// readsType tells whether resources of a type were read in an account. The policy
// of a function is none of its aliases' and versions': each has its own.
// Source: Lambda Developer Guide "Resource-based policies"
// (access-control-resource-based), read 2026-11.
func (s *Snapshot) readsType(account, kind string) bool {
	a := s.Account(account)
	return a != nil && slices.Contains(a.Collected, kind)
}

// iamResource: of IAM's resources only roles have a policy, the trust policy.
// Source: IAM User Guide "IAM roles" (id_roles).
func (b *stackBuilder) iamResource(p arnParts) {
	if !strings.HasPrefix(p.resource, "role/") {
		return
	}
	role := b.s.Identity(b.arn)
	b.info.Role = role
	q := GapQuestion{Account: p.account, Type: TypeRole, Subject: b.arn}
	switch {
	case role == nil && b.s.Account(p.account) == nil:
		b.unread(authz.LayerResource, "account "+p.account+" is not in the snapshot")
	case role == nil:
		refused := b.gaps(authz.LayerResource, q)
		b.stack.ResourceNotCollected = !refused && len(b.s.IdentitiesOf(p.account)) == 0
	case role.Trust == nil:
		b.stack.ResourceNotCollected = !b.gaps(authz.LayerResource, q)
	default:
		b.trust(role)
	}
}

func (b *stackBuilder) trust(role *Identity) {
	name := "trust policy of " + role.Name
	if t, ok := b.s.policy(role.Trust, name, ""); ok {
		b.stack.Resource = &t
	} else {
		b.stack.Unread = append(b.stack.Unread, textUnread(authz.LayerResource, name))
	}
}

// missing: a resource that the snapshot does not hold is one that was refused,
// one that was not collected, or one that does not exist.
func (b *stackBuilder) missing(p arnParts) {
	account := b.info.ResourceAccount
	gaps := b.s.missingGaps(b.arn, p, account)
	for i := range gaps {
		b.sideUnread(p, gaps[i].String())
	}
	if account != "" && b.s.Account(account) == nil && len(b.s.data.Accounts) > 0 {
		b.unread(authz.LayerResource, "account "+account+" is not in the snapshot")
		return
	}
	if kind, left := b.s.leftOut(p, account); left {
		if !withoutPolicy(kind) {
			b.sideUnread(p, kind+" in "+p.region+" of account "+account+": the Region was not chosen")
		}
		return
	}
	if a := b.s.Account(account); p.isAlias() && len(gaps) == 0 && a != nil && slices.Contains(a.Collected, TypeKey) {
		b.sideUnread(p, "which key "+b.arn+" stands for is not in the snapshot")
		return
	}
	b.stack.ResourceNotCollected = len(gaps) == 0 && !b.s.collected(p, account)
}

// sideUnread: with the policy of a key its grants are not known either.
func (b *stackBuilder) sideUnread(p arnParts, gap string) {
	b.unread(authz.LayerResource, gap)
	b.stack.Alias = p.isAlias()
	if p.isKey() || p.isAlias() {
		b.unread(authz.LayerGrant, gap)
	}
}

// reachOfRCPs: AWS managed keys are exempt from resource control policies, and
// neither the ARN of a key nor that of an alias tells who manages it. false
// means that they certainly do not reach the resource.
// Source: Organizations User Guide "RCPs" (orgs_manage_policies_rcps).
func (b *stackBuilder) reachOfRCPs() bool {
	p, _ := splitARN(b.arn)
	if !p.isKey() && !p.isAlias() {
		return true
	}
	r := b.s.Resource(b.arn)
	switch {
	case r == nil: // whether it was refused, the resource layer says
	case r.KeyManager == "AWS":
		return false
	case r.KeyManager == "":
		b.stack.RCPReachUnknown = b.s.managerGap(r)
	}
	return true
}

// managerGap tells why the manager of a key is not known, if that was refused. A
// source that by its nature does not tell it speaks of customer managed keys.
func (s *Snapshot) managerGap(r *Resource) string {
	for _, g := range s.layerGaps(authz.LayerRCP, questionOf(r)) {
		if g.Subject == r.ARN {
			return g.String()
		}
	}
	return ""
}

// policyOf returns a resource's policy. Nothing was collected if nobody looked
// and nobody was refused.
func (b *stackBuilder) policyOf(r *Resource, layer authz.Layer) (policy *authz.Policy, notCollected bool) {
	if r.Policy != nil {
		name := policyName(r)
		if p, ok := b.s.policy(r.Policy, name, ""); ok {
			return &p, false
		}
		b.stack.Unread = append(b.stack.Unread, textUnread(layer, name))
		return nil, false
	}
	if r.PolicyRead || withoutPolicy(r.Type) {
		return nil, false
	}
	return nil, !b.gaps(layer, questionOf(r))
}

func questionOf(r *Resource) GapQuestion {
	return GapQuestion{Account: r.Account, Region: r.Region, Type: r.Type, Subject: r.ARN}
}

func policyName(r *Resource) string {
	if r.Policy.Name != "" {
		return r.Policy.Name
	}
	name := r.Name
	if name == "" {
		name = lastSegment(r.ARN)
	}
	switch r.Type {
	case TypeBucket, TypeDirectoryBucket:
		return "bucket policy of " + name
	case TypeAccessPoint, TypeMultiRegionAccessPoint, TypeDirectoryAccessPoint:
		return "access point policy of " + name
	case TypeKey:
		return "key policy of " + name
	default:
		return "resource policy of " + name
	}
}

func (b *stackBuilder) grants(r *Resource) {
	if r.Type != TypeKey {
		return
	}
	b.stack.Grants = r.Grants
	b.gaps(authz.LayerGrant, questionOf(r))
}
