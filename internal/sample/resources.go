package sample

import (
	"fmt"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

func (a *assembly) resources(t *accountTable) error {
	for i := range t.Resources {
		r, err := a.resource(t, &t.Resources[i])
		if err != nil {
			return fmt.Errorf("resource %s: %w", t.Resources[i].ARN, err)
		}
		d := a.b.Data()
		d.Resources = append(d.Resources, r)
	}
	return nil
}

func (a *assembly) resource(account *accountTable, t *resourceTable) (snapshot.Resource, error) {
	parts := strings.SplitN(t.ARN, ":", 6)
	if len(parts) != 6 || parts[4] != "" && parts[4] != account.ID {
		return snapshot.Resource{}, fmt.Errorf("not an ARN of account %s", account.ID)
	}
	r := snapshot.Resource{
		ARN: t.ARN, Type: t.Type, Name: t.Name, Account: account.ID, Region: parts[3],
		Tags: t.Tags, TagsRead: true, PolicyRead: !t.PolicyRefused, Grants: t.Grants,
		KeyManager: t.KeyManager, Role: t.Role, Underlying: t.Underlying,
	}
	if r.Name == "" {
		r.Name = parts[5][strings.LastIndexAny(parts[5], ":/")+1:]
	}
	if t.InstanceProfile != "" {
		r.InstanceProfile = profileARN(account.ID, t.InstanceProfile)
	}
	if t.PolicyRefused {
		a.refused(&r)
	}
	a.bucket(account, t, &r)
	share(t.Sharing, &r)
	var err error
	r.Policy, err = a.attachPointer("", t.Policy)
	return r, err
}

// refused adds the one gap of the sample: nobody may read the policy of a
// restricted key, Sightline's reader included (scp-restrict-kms.json).
func (a *assembly) refused(r *snapshot.Resource) {
	d := a.b.Data()
	d.Gaps = append(d.Gaps, snapshot.Gap{
		Account: r.Account, Region: r.Region, Call: "kms:GetKeyPolicy",
		Reason:        "AccessDeniedException: explicit deny in a service control policy (restrict-kms, statement HideRestrictedKeyPolicies)",
		MissingAction: "kms:GetKeyPolicy", Layer: authz.LayerResource, Subject: r.ARN,
	})
}

func (a *assembly) bucket(account *accountTable, t *resourceTable, r *snapshot.Resource) {
	switch r.Type {
	case snapshot.TypeAccessPoint:
		r.Bucket = &snapshot.Bucket{PublicAccessBlock: block(t.Bucket != nil && t.Bucket.Block)}
		return
	case snapshot.TypeBucket:
	default:
		return
	}
	if r.Region == "" {
		r.Region = account.Region
	}
	table := bucketTable{}
	if t.Bucket != nil {
		table = *t.Bucket
	}
	if table.Ownership == "" {
		table.Ownership = "BucketOwnerEnforced"
		table.ACL = []authz.ACLGrant{{Grantee: ownerGrantee, Permission: "FULL_CONTROL"}}
	}
	for i := range table.ACL {
		if table.ACL[i].Grantee == ownerGrantee {
			table.ACL[i].Grantee = canonicalID(account.ID)
		}
	}
	r.Bucket = &snapshot.Bucket{Ownership: table.Ownership, ACL: &table.ACL, PublicAccessBlock: block(table.Block)}
}

func share(t *sharingTable, r *snapshot.Resource) {
	if t == nil {
		return
	}
	r.SharedWith, r.SharingRead, r.Encrypted, r.SnapshotType = t.With, true, &t.Encrypted, t.SnapshotType
	if r.Type == snapshot.TypeVolumeSnapshot {
		r.PublicSharingBlocked = new(bool)
	}
}

const ownerGrantee = "owner"

// block gives all four switches of Block Public Access, or none set.
func block(on bool) *authz.PublicAccessBlock {
	if !on {
		return nil
	}
	return &authz.PublicAccessBlock{BlockPublicACLs: true, IgnorePublicACLs: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
}
