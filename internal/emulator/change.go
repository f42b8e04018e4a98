package emulator

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// What people do in an account between two scans. Whoever changes a world that
// other tests read starts one of his own: NewMemory of a proxy keeps what it has
// read.

// entered gives an account with the right to change it.
func (w *World) entered(ctx context.Context, a *Account) (*seeding, error) {
	s := &seeding{Account: a, world: w, creds: Management()}
	var err error
	if a.ID != w.Accounts[0].ID {
		s.creds, err = Assume(ctx, w.Endpoint, a.ARN("role/OrganizationAccountAccessRole"))
	}
	return s, err
}

// SetTrust changes the trust policy of a role, named without its path.
func (w *World) SetTrust(ctx context.Context, a *Account, role, document string) error {
	s, err := w.entered(ctx, a)
	if err != nil {
		return err
	}
	_, err = iam.NewFromConfig(s.config(Virginia)).UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: &role, PolicyDocument: &document})
	return within(err, "trust policy of %s", role)
}

// DeleteRole deletes a role that has no policies.
func (w *World) DeleteRole(ctx context.Context, a *Account, role string) error {
	s, err := w.entered(ctx, a)
	if err != nil {
		return err
	}
	_, err = iam.NewFromConfig(s.config(Virginia)).DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: &role})
	return within(err, "delete role %s", role)
}

// SetBucketPolicy changes the policy of a bucket; an empty one deletes it.
func (w *World) SetBucketPolicy(ctx context.Context, a *Account, b *Bucket, document string) error {
	c, err := w.storage(ctx, a, b)
	if err != nil {
		return err
	}
	if document == "" {
		_, err = c.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: &b.Name})
	} else {
		_, err = c.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: &b.Name, Policy: &document})
	}
	return within(err, "policy of bucket %s", b.Name)
}

// SetBucketACL puts a canned access control list on a bucket.
func (w *World) SetBucketACL(ctx context.Context, a *Account, b *Bucket, canned string) error {
	c, err := w.storage(ctx, a, b)
	if err != nil {
		return err
	}
	_, err = c.PutBucketAcl(ctx, &s3.PutBucketAclInput{Bucket: &b.Name, ACL: types.BucketCannedACL(canned)})
	return within(err, "access control list of bucket %s", b.Name)
}

// SetBucketBlock puts all of Block Public Access on a bucket, or takes it off.
func (w *World) SetBucketBlock(ctx context.Context, a *Account, b *Bucket, on bool) error {
	c, err := w.storage(ctx, a, b)
	if err != nil {
		return err
	}
	return within(blockBucket(ctx, c, &Bucket{Name: b.Name, Block: on}), "public access block of bucket %s", b.Name)
}

// DeleteBucket deletes a bucket.
func (w *World) DeleteBucket(ctx context.Context, a *Account, b *Bucket) error {
	c, err := w.storage(ctx, a, b)
	if err != nil {
		return err
	}
	_, err = c.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &b.Name})
	return within(err, "delete bucket %s", b.Name)
}

func (w *World) storage(ctx context.Context, a *Account, b *Bucket) (*s3.Client, error) {
	s, err := w.entered(ctx, a)
	if err != nil {
		return nil, err
	}
	return s3.NewFromConfig(s.config(b.Region), func(o *s3.Options) { o.UsePathStyle = true }), nil
}
