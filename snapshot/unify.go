package snapshot

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// unify makes one entry of several for the same ARN or id. Sorted lists come
// in and go out. What only one entry knows is kept; what two know differently
// is an error.
func unify(d *Data) (err error) {
	if d.Organizations, err = collapse(d.Organizations, func(o *Organization) string { return o.ID }, mergeOrganizations); err != nil {
		return err
	}
	if d.Accounts, err = collapse(d.Accounts, func(a *Account) string { return a.ID }, mergeAccounts); err != nil {
		return err
	}
	if d.Identities, err = collapse(d.Identities, func(i *Identity) string { return i.ARN }, mergeIdentities); err != nil {
		return err
	}
	if d.Policies, err = collapse(d.Policies, func(m *Managed) string { return m.ARN }, mergeManaged); err != nil {
		return err
	}
	d.Resources, err = collapse(d.Resources, func(r *Resource) string { return r.ARN }, mergeResources)
	return err
}

func collapse[T any](list []T, key func(*T) string, merge func(a, b *T) error) ([]T, error) {
	n := 0
	for i := range list {
		if n > 0 && key(&list[n-1]) == key(&list[i]) {
			if err := merge(&list[n-1], &list[i]); err != nil {
				return nil, err
			}
			continue
		}
		if n != i {
			list[n] = list[i]
		}
		n++
	}
	return list[:n], nil
}

// A union merges the fields of two entries for one thing and remembers the
// first field in which they differ.
type union struct {
	what string // "role arn:…", for the error
	err  error
}

func (u *union) conflict(field string, a, b any) {
	if u.err == nil {
		u.err = fmt.Errorf("%s is described twice with different %s: %s and %s", u.what, field, show(a), show(b))
	}
}

// fill takes over what only b knows.
func fill[T any](u *union, field string, a *T, b T) {
	switch {
	case reflect.ValueOf(&b).Elem().IsZero() || reflect.DeepEqual(*a, b):
	case reflect.ValueOf(a).Elem().IsZero():
		*a = b
	default:
		u.conflict(field, *a, b)
	}
}

// same demands equality: absence is a statement here, too.
func same[T any](u *union, field string, a, b T) {
	if !reflect.DeepEqual(a, b) {
		u.conflict(field, a, b)
	}
}

// samePolicy compares name and text; the place may differ.
func samePolicy(u *union, field string, a, b *Attachment) {
	switch {
	case a == nil && b == nil:
	case a == nil || b == nil || a.Name != b.Name || a.Document != b.Document:
		u.conflict(field, a, b)
	}
}

func mergeAccounts(a, b *Account) error {
	u := &union{what: "account " + a.ID}
	fill(u, "name", &a.Name, b.Name)
	fill(u, "partition", &a.Partition, b.Partition)
	fill(u, "organization", &a.Organization, b.Organization)
	fill(u, "parent in the organization", &a.Parent, b.Parent)
	fill(u, "canonical id", &a.CanonicalID, b.CanonicalID)
	fill(u, "Block Public Access settings", &a.PublicAccessBlock, b.PublicAccessBlock)
	a.OrganizationKnown = a.OrganizationKnown || b.OrganizationKnown
	a.Regions = joinRegions(a, b)
	a.Collected = set(append(a.Collected, b.Collected...))
	return u.err
}

// joinRegions: an account of which nothing was collected limits nothing.
func joinRegions(a, b *Account) []string {
	switch {
	case len(a.Collected) == 0:
		return b.Regions
	case len(b.Collected) == 0:
		return a.Regions
	case len(a.Regions) == 0 || len(b.Regions) == 0:
		return nil
	}
	return set(append(a.Regions, b.Regions...))
}

func mergeIdentities(a, b *Identity) error {
	u := &union{what: a.Kind + " " + a.ARN}
	same(u, "kind", a.Kind, b.Kind)
	same(u, "name", a.Name, b.Name)
	same(u, "account", a.Account, b.Account)
	fill(u, "unique id", &a.UniqueID, b.UniqueID)
	fill(u, "creation date", &a.Created, b.Created)
	a.TagsUnread = a.TagsUnread && b.TagsUnread
	fill(u, "tags", &a.Tags, b.Tags)
	same(u, "number of inline policies", len(a.Inline), len(b.Inline))
	for i := range min(len(a.Inline), len(b.Inline)) {
		samePolicy(u, "inline policies", &a.Inline[i], &b.Inline[i])
	}
	same(u, "attached policies", a.Attached, b.Attached)
	same(u, "groups", a.Groups, b.Groups)
	same(u, "permissions boundary", a.Boundary, b.Boundary)
	samePolicy(u, "trust policy", a.Trust, b.Trust)
	fill(u, "instance profiles", &a.InstanceProfiles, b.InstanceProfiles)
	fill(u, "permission set", &a.PermissionSet, b.PermissionSet)
	fill(u, "session length", &a.MaxSession, b.MaxSession)
	a.LastUsed = later(a.LastUsed, b.LastUsed)
	return u.err
}

func later(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.After(*a) {
		return b
	}
	return a
}

// mergeManaged settles AWS managed policies by version: they are the same in
// every account, so the higher default version is the one in force.
// Source: IAM User Guide "Versioning IAM policies" (access_policies_managed-versioning).
func mergeManaged(a, b *Managed) error {
	if a.Document == b.Document && a.Name == b.Name {
		fill(&union{}, "", &a.VersionID, b.VersionID)
		return nil
	}
	if a.Document == "" || b.Document == "" {
		if a.Document == "" {
			*a = *b
		}
		return nil
	}
	va, vb := versionNumber(a.VersionID), versionNumber(b.VersionID)
	if IsAWSManaged(a.ARN) && va > 0 && vb > 0 && va != vb {
		if vb > va {
			*a = *b
		}
		return nil
	}
	u := &union{what: "managed policy " + a.ARN}
	samePolicy(u, "text", &a.Attachment, &b.Attachment)
	return u.err
}

func versionNumber(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "v"))
	if err != nil {
		return 0
	}
	return n
}

// IsAWSManaged tells whether a managed policy's ARN is one of AWS's own.
// Source: IAM User Guide "Managed policies and inline policies".
func IsAWSManaged(arn string) bool {
	return strings.HasPrefix(arn, "arn:") && strings.Contains(arn, ":iam::aws:policy/")
}

func mergeResources(a, b *Resource) error {
	u := &union{what: "resource " + a.ARN}
	same(u, "type", a.Type, b.Type)
	fill(u, "name", &a.Name, b.Name)
	fill(u, "region", &a.Region, b.Region)
	if a.TagsRead && b.TagsRead {
		same(u, "tags", a.Tags, b.Tags)
	} else if b.TagsRead {
		a.Tags, a.TagsRead = b.Tags, true
	}
	if a.PolicyRead && b.PolicyRead {
		samePolicy(u, "policy", a.Policy, b.Policy)
	} else if b.PolicyRead {
		a.Policy, a.PolicyRead = b.Policy, true
	}
	mergeBuckets(u, a, b)
	fill(u, "grants", &a.Grants, b.Grants)
	fill(u, "key manager", &a.KeyManager, b.KeyManager)
	fill(u, "instance profile", &a.InstanceProfile, b.InstanceProfile)
	fill(u, "role", &a.Role, b.Role)
	fill(u, "bucket behind it", &a.Underlying, b.Underlying)
	fill(u, "attributes", &a.Attributes, b.Attributes)
	fill(u, "buckets behind it", &a.UnderlyingBuckets, b.UnderlyingBuckets)
	fill(u, "network origin", &a.NetworkOrigin, b.NetworkOrigin)
	mergeSharing(u, a, b)
	return u.err
}

func mergeSharing(u *union, a, b *Resource) {
	if a.SharingRead && b.SharingRead {
		same(u, "accounts it is shared with", a.SharedWith, b.SharedWith)
	} else if b.SharingRead {
		a.SharedWith, a.SharingRead = b.SharedWith, true
	}
	fill(u, "block of public sharing", &a.PublicSharingBlocked, b.PublicSharingBlocked)
	fill(u, "encryption", &a.Encrypted, b.Encrypted)
	fill(u, "snapshot type", &a.SnapshotType, b.SnapshotType)
}

func mergeBuckets(u *union, a, b *Resource) {
	if a.Bucket == nil || b.Bucket == nil {
		fill(u, "", &a.Bucket, b.Bucket)
		return
	}
	fill(u, "object ownership", &a.Bucket.Ownership, b.Bucket.Ownership)
	fill(u, "access control list", &a.Bucket.ACL, b.Bucket.ACL)
	fill(u, "Block Public Access settings", &a.Bucket.PublicAccessBlock, b.Bucket.PublicAccessBlock)
}

func mergeOrganizations(a, b *Organization) error {
	u := &union{what: "organization " + a.ID}
	fill(u, "management account", &a.ManagementAccount, b.ManagementAccount)
	fill(u, "root", &a.Root, b.Root)
	a.SCPsEnabled = a.SCPsEnabled || b.SCPsEnabled
	a.RCPsEnabled = a.RCPsEnabled || b.RCPsEnabled
	a.Units = append(a.Units, b.Units...)
	a.SCPs = append(a.SCPs, b.SCPs...)
	a.RCPs = append(a.RCPs, b.RCPs...)
	orderOrganization(a)
	return u.err
}

// unifyParts merges the units and policies of one organization.
func unifyParts(o *Organization) (err error) {
	unit := func(a, b *Unit) error {
		u := &union{what: "organizational unit " + a.ID}
		fill(u, "name", &a.Name, b.Name)
		same(u, "parent", a.Parent, b.Parent)
		return u.err
	}
	if o.Units, err = collapse(o.Units, func(x *Unit) string { return x.ID }, unit); err != nil {
		return err
	}
	id := func(p *OrgPolicy) string { return p.ID }
	if o.SCPs, err = collapse(o.SCPs, id, mergeOrgPolicies); err != nil {
		return err
	}
	o.RCPs, err = collapse(o.RCPs, id, mergeOrgPolicies)
	return err
}

func mergeOrgPolicies(a, b *OrgPolicy) error {
	u := &union{what: "organization policy " + a.ID}
	if a.Document == "" {
		a.Attachment = b.Attachment
	} else if b.Document != "" {
		samePolicy(u, "text", &a.Attachment, &b.Attachment)
	}
	a.Targets = orEmpty(set(append(a.Targets, b.Targets...)))
	return u.err
}
