package aws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A bucketReader reads buckets, each through its own Region.
type bucketReader struct {
	s     *session
	p     *part
	mu    sync.Mutex
	calls map[string]s3Calls
}

func (b *bucketReader) in(region string) s3Calls {
	b.mu.Lock()
	defer b.mu.Unlock()
	c, ok := b.calls[region]
	if !ok {
		c = newS3(b.s, region)
		b.calls[region] = c
	}
	return c
}

// One bucket as it is being read.
type oneBucket struct {
	*bucketReader
	ask  s3Calls
	name string
	// owner must own the bucket, where it was not just listed; or nil.
	owner *string
	r     snapshot.Resource
	gone  bool
}

func (b *bucketReader) read(ctx context.Context, listed types.Bucket) error {
	o := b.bucket(value(listed.Name), value(listed.BucketRegion))
	if err := o.read(ctx); err != nil {
		return err
	}
	if !o.gone {
		b.p.resource(o.r)
	}
	return nil
}

func (b *bucketReader) bucket(name, region string) *oneBucket {
	o := &oneBucket{bucketReader: b, name: name}
	o.r = snapshot.Resource{
		ARN: "arn:" + b.s.partition + ":s3:::" + o.name, Type: snapshot.TypeBucket, Name: o.name,
		Account: b.p.account, Region: region, PolicyRead: true, Bucket: &snapshot.Bucket{},
	}
	return o
}

// read asks for everything that belongs to the bucket.
func (o *oneBucket) read(ctx context.Context) error {
	if err := o.locate(ctx); err != nil {
		return err
	}
	o.ask = o.in(o.region())
	for _, step := range o.steps() {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (o *oneBucket) steps() []func(context.Context) error {
	return []func(context.Context) error{o.policy, o.list, o.ownership, o.block, o.tags}
}

func (o *oneBucket) region() string {
	if o.r.Region == "" {
		return o.s.region
	}
	return o.r.Region
}

// locate asks for the Region where the list does not tell it.
// Source: S3 API Reference "GetBucketLocation": null is us-east-1, EU eu-west-1.
func (o *oneBucket) locate(ctx context.Context) error {
	if o.r.Region != "" {
		return nil
	}
	home := o.in(o.s.region)
	out, err := home.location(ctx, &s3.GetBucketLocationInput{Bucket: &o.name, ExpectedBucketOwner: o.owner})
	if err != nil {
		return o.failed(ctx, "s3:GetBucketLocation", err, authz.LayerNone)
	}
	switch out.LocationConstraint {
	case "":
		o.r.Region = "us-east-1"
	case types.BucketLocationConstraintEu:
		o.r.Region = "eu-west-1"
	default:
		o.r.Region = string(out.LocationConstraint)
	}
	return nil
}

// failed notes a gap about the bucket, unless it was deleted meanwhile.
func (o *oneBucket) failed(ctx context.Context, call string, err error, layer authz.Layer) error {
	if code(err) == "NoSuchBucket" {
		o.gone = true
		return nil
	}
	return o.p.gap(ctx, call, err, lost{region: o.r.Region, layer: layer, subject: o.r.ARN, kind: o.r.Type})
}

func (o *oneBucket) policy(ctx context.Context) error {
	out, err := o.ask.policy(ctx, &s3.GetBucketPolicyInput{Bucket: &o.name, ExpectedBucketOwner: o.owner})
	if err != nil && code(err) == "NoSuchBucketPolicy" {
		return nil
	}
	var text string
	if err == nil {
		text, err = decoded(out.Policy)
	}
	if err != nil {
		o.r.PolicyRead = false
		return o.failed(ctx, "s3:GetBucketPolicy", err, authz.LayerResource)
	}
	policy := o.p.attach("", text)
	o.r.Policy = &policy
	return nil
}

func (o *oneBucket) list(ctx context.Context) error {
	out, err := o.ask.acl(ctx, &s3.GetBucketAclInput{Bucket: &o.name, ExpectedBucketOwner: o.owner})
	var grants []authz.ACLGrant
	if err == nil {
		grants, err = o.entries(out)
	}
	if err != nil {
		return o.failed(ctx, "s3:GetBucketAcl", err, authz.LayerACL)
	}
	o.r.Bucket.ACL = &grants
	return nil
}

// entries reads a list; one that names nobody somewhere is not understood.
func (o *oneBucket) entries(out *s3.GetBucketAclOutput) ([]authz.ACLGrant, error) {
	grants := make([]authz.ACLGrant, 0, len(out.Grants))
	for _, g := range out.Grants {
		if g.Grantee == nil || grantee(g.Grantee) == "" {
			return nil, errors.New("an entry of the list names nobody")
		}
		who := grantee(g.Grantee)
		if out.Owner != nil && who == value(out.Owner.ID) {
			who = o.p.account // the bucket's owner is the account that lists it
		}
		grants = append(grants, authz.ACLGrant{Grantee: who, Permission: string(g.Permission)})
	}
	return grants, listed(out.Grants)
}

// groups is where the URIs of S3's own groups begin.
// Source: S3 User Guide "ACL overview" (acl-overview), Amazon S3 predefined groups.
const groups = "http://acs.amazonaws.com/groups/"

// grantee is a canonical user id, or the last part of a predefined group's URI.
func grantee(g *types.Grantee) string {
	if uri := value(g.URI); uri != "" {
		if strings.HasPrefix(uri, groups) {
			return uri[strings.LastIndexByte(uri, '/')+1:]
		}
		return uri
	}
	if id := value(g.ID); id != "" {
		return id
	}
	return value(g.EmailAddress)
}

// ownership: a bucket without ownership controls is one of before they came,
// where object writers own their objects and lists are in force.
// Source: S3 User Guide "Controlling ownership of objects" (about-object-ownership).
func (o *oneBucket) ownership(ctx context.Context) error {
	out, err := o.ask.ownership(ctx, &s3.GetBucketOwnershipControlsInput{Bucket: &o.name, ExpectedBucketOwner: o.owner})
	switch {
	case err != nil && code(err) == "OwnershipControlsNotFoundError":
		o.r.Bucket.Ownership = string(types.ObjectOwnershipObjectWriter)
		return nil
	case err == nil && (out.OwnershipControls == nil || len(out.OwnershipControls.Rules) == 0):
		err = errNoList
	case err == nil && !slices.Contains(types.ObjectOwnership("").Values(), out.OwnershipControls.Rules[0].ObjectOwnership):
		err = fmt.Errorf("the answer names an ownership that is not known: %q", out.OwnershipControls.Rules[0].ObjectOwnership)
	}
	if err != nil {
		return o.failed(ctx, "s3:GetBucketOwnershipControls", err, authz.LayerACL)
	}
	o.r.Bucket.Ownership = string(out.OwnershipControls.Rules[0].ObjectOwnership)
	return nil
}

func (o *oneBucket) block(ctx context.Context) error {
	out, err := o.ask.block(ctx, &s3.GetPublicAccessBlockInput{Bucket: &o.name, ExpectedBucketOwner: o.owner})
	switch {
	case err != nil && code(err) == "NoSuchPublicAccessBlockConfiguration":
		return nil
	case err == nil && (out.PublicAccessBlockConfiguration == nil || out.PublicAccessBlockConfiguration.BlockPublicAcls == nil):
		err = errNoList
	}
	if err != nil {
		return o.failed(ctx, "s3:GetPublicAccessBlock", err, authz.LayerPublicAccessBlock)
	}
	b := out.PublicAccessBlockConfiguration
	o.r.Bucket.PublicAccessBlock = blockOf(b.BlockPublicAcls, b.IgnorePublicAcls, b.BlockPublicPolicy, b.RestrictPublicBuckets)
	return nil
}

func (o *oneBucket) tags(ctx context.Context) error {
	out, err := o.ask.tags(ctx, &s3.GetBucketTaggingInput{Bucket: &o.name, ExpectedBucketOwner: o.owner})
	switch {
	case err != nil && code(err) == "NoSuchTagSet":
		o.r.TagsRead = true
		return nil
	case err == nil:
		err = listed(out.TagSet)
	}
	if err != nil {
		return o.failed(ctx, "s3:GetBucketTagging", err, authz.LayerNone)
	}
	o.r.TagsRead = true
	for _, t := range out.TagSet {
		o.r.Tags = put(o.r.Tags, value(t.Key), value(t.Value))
	}
	return nil
}
