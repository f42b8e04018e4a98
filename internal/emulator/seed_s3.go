package emulator

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	controltypes "github.com/aws/aws-sdk-go-v2/service/s3control/types"
)

func (s *seeding) storage(ctx context.Context) error {
	for i := range s.Buckets {
		if err := s.bucket(ctx, &s.Buckets[i]); err != nil {
			return within(err, "bucket %s", s.Buckets[i].Name)
		}
	}
	if !s.Block {
		return nil
	}
	yes := aws.Bool(true)
	_, err := s3control.NewFromConfig(s.config(Virginia)).PutPublicAccessBlock(ctx, &s3control.PutPublicAccessBlockInput{
		AccountId: &s.ID,
		PublicAccessBlockConfiguration: &controltypes.PublicAccessBlockConfiguration{
			BlockPublicAcls: yes, IgnorePublicAcls: yes, BlockPublicPolicy: yes, RestrictPublicBuckets: yes,
		},
	})
	return within(err, "the account's public access block")
}

func (s *seeding) bucket(ctx context.Context, b *Bucket) error {
	c := s3.NewFromConfig(s.config(b.Region), func(o *s3.Options) { o.UsePathStyle = true })
	in := &s3.CreateBucketInput{Bucket: &b.Name, ObjectOwnership: types.ObjectOwnership(b.Ownership)}
	if b.Region != Virginia {
		in.CreateBucketConfiguration = &types.CreateBucketConfiguration{LocationConstraint: types.BucketLocationConstraint(b.Region)}
	}
	if _, err := c.CreateBucket(ctx, in); err != nil {
		return err
	}
	if b.ACL != "" {
		if _, err := c.PutBucketAcl(ctx, &s3.PutBucketAclInput{Bucket: &b.Name, ACL: types.BucketCannedACL(b.ACL)}); err != nil {
			return err
		}
	}
	if b.Policy != "" {
		if _, err := c.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: &b.Name, Policy: &b.Policy}); err != nil {
			return err
		}
	}
	if len(b.Tags) > 0 {
		list := tags(b.Tags, func(k, v *string) types.Tag { return types.Tag{Key: k, Value: v} })
		if _, err := c.PutBucketTagging(ctx, &s3.PutBucketTaggingInput{Bucket: &b.Name, Tagging: &types.Tagging{TagSet: list}}); err != nil {
			return err
		}
	}
	return blockBucket(ctx, c, b)
}

// blockBucket states what is blocked: nothing, unless the plan says all. New
// buckets of AWS have all of it on.
func blockBucket(ctx context.Context, c *s3.Client, b *Bucket) error {
	all := aws.Bool(b.Block)
	_, err := c.PutPublicAccessBlock(ctx, &s3.PutPublicAccessBlockInput{
		Bucket: &b.Name,
		PublicAccessBlockConfiguration: &types.PublicAccessBlockConfiguration{
			BlockPublicAcls: all, IgnorePublicAcls: all, BlockPublicPolicy: all, RestrictPublicBuckets: all,
		},
	})
	return err
}
