package emulator

import (
	"cmp"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// found is a resource with what all resources have in common checked.
func (c check) found(a *Account, arn, kind, region string, tags map[string]string) snapshot.Resource {
	got := c.resource(arn)
	if got == nil {
		c.Errorf("%s is missing", arn)
		return snapshot.Resource{}
	}
	c.equal("type of "+arn, got.Type, kind)
	c.equal("account of "+arn, got.Account, a.ID)
	c.equal("Region of "+arn, got.Region, region)
	c.equal("tags read of "+arn, got.TagsRead, true)
	c.tags(arn, got.Tags, tags)
	return *got
}

// computers checks instances, clusters and databases.
func (c check) computers(a *Account) {
	for _, i := range a.Instances {
		got := c.found(a, i.ARN(a.ID), snapshot.TypeInstance, i.Region, i.Tags)
		profile := ""
		if i.Profile != "" {
			profile = a.ARN("instance-profile/app/" + i.Profile)
		}
		c.equal("profile of "+i.Label, got.InstanceProfile, profile)
	}
	for _, k := range a.Clusters {
		got := c.found(a, k.ARN(a.ID), "AWS::EKS::Cluster", k.Region, k.Tags)
		c.equal("role of "+k.Name, got.Role, k.Role)
	}
	for _, d := range a.Databases {
		kind := "AWS::RDS::DBInstance"
		if d.Aurora {
			kind = "AWS::RDS::DBCluster"
		}
		c.found(a, d.ARN(a.ID), kind, d.Region, d.Tags)
	}
}

// data checks keys and buckets, and that there is nothing else.
func (c check) data(a *Account) {
	for _, k := range a.Keys {
		c.key(a, k)
	}
	for i := range a.Buckets {
		c.bucket(a, &a.Buckets[i])
	}
	got := 0
	for _, r := range c.Resources {
		if r.Account == a.ID {
			got++
		}
	}
	c.equal("resources of "+a.Name, got, len(a.Instances)+len(a.Clusters)+len(a.Databases)+len(a.Keys)+len(a.Buckets))
}

func (c check) key(a *Account, k *Key) {
	got := c.found(a, k.ARN, snapshot.TypeKey, k.Region, k.Tags)
	c.document(k.Alias, c.text(got.Policy), k.Policy)
	c.equal("manager of "+k.Alias, got.KeyManager, "CUSTOMER")
	c.equal("alias in the attributes of "+k.Alias, strings.Contains(got.Attributes["aliases"], "alias/"+k.Alias), true)
	c.equal("grants of "+k.Alias, len(got.Grants), len(k.Grants))
	for i := range min(len(got.Grants), len(k.Grants)) {
		c.equal("grantee of "+k.Alias, got.Grants[i].Grantee, k.Grants[i].Grantee)
		c.list("operations of "+k.Alias, got.Grants[i].Operations, k.Grants[i].Operations)
	}
}

func (c check) bucket(a *Account, b *Bucket) {
	got := c.found(a, b.ARN(""), snapshot.TypeBucket, b.Region, b.Tags)
	if got.Bucket == nil || got.Bucket.ACL == nil {
		c.Errorf("%s: the access control list was not read", b.Name)
		return
	}
	c.equal("policy read of "+b.Name, got.PolicyRead, true)
	if b.Policy != "" {
		c.document(b.Name, c.text(got.Policy), b.Policy)
	}
	// No controls: the emulator's buckets are as those of before 2023.
	c.equal("ownership of "+b.Name, got.Bucket.Ownership, cmp.Or(b.Ownership, "ObjectWriter"))
	block := got.Bucket.PublicAccessBlock
	c.equal("public access block of "+b.Name, block != nil && block.BlockPublicACLs && block.IgnorePublicACLs && block.BlockPublicPolicy && block.RestrictPublicBuckets, b.Block)
	public := false
	for _, g := range *got.Bucket.ACL {
		public = public || g.Grantee == "AllUsers" && g.Permission == "READ"
	}
	c.equal("public list of "+b.Name, public, b.ACL == "public-read")
	c.equal("policy of "+b.Name, got.Policy != nil, b.Policy != "")
	c.equal("owner in the list of "+b.Name, slices.ContainsFunc(*got.Bucket.ACL, owner), true)
}

func owner(g authz.ACLGrant) bool { return g.Permission == "FULL_CONTROL" }
