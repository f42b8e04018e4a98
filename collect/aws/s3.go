package aws

import (
	"context"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	smithyendpoints "github.com/aws/smithy-go/endpoints"

	"sightline/iam/authz"
	"sightline/snapshot"
)

type s3Calls struct {
	buckets   call[s3.ListBucketsInput, s3.ListBucketsOutput]
	location  call[s3.GetBucketLocationInput, s3.GetBucketLocationOutput]
	policy    call[s3.GetBucketPolicyInput, s3.GetBucketPolicyOutput]
	acl       call[s3.GetBucketAclInput, s3.GetBucketAclOutput]
	ownership call[s3.GetBucketOwnershipControlsInput, s3.GetBucketOwnershipControlsOutput]
	block     call[s3.GetPublicAccessBlockInput, s3.GetPublicAccessBlockOutput]
	tags      call[s3.GetBucketTaggingInput, s3.GetBucketTaggingOutput]
}

// newS3 makes the calls for a Region. A custom endpoint is one host, so
// buckets go into the path and not into the host's name.
func newS3(s *session, region string) s3Calls {
	// A client an operation: the adaptive mode slows a client down as a whole,
	// and one operation that is throttled shall not hold up the others.
	c := func() *s3.Client {
		return s3.NewFromConfig(s.in(region, "s3"), func(o *s3.Options) { o.UsePathStyle = o.BaseEndpoint != nil })
	}
	return s3Calls{
		buckets: bind(c().ListBuckets), location: bind(c().GetBucketLocation), policy: bind(c().GetBucketPolicy), acl: bind(c().GetBucketAcl),
		ownership: bind(c().GetBucketOwnershipControls), block: bind(c().GetPublicAccessBlock), tags: bind(c().GetBucketTagging),
	}
}

type controlCalls struct {
	block call[s3control.GetPublicAccessBlockInput, s3control.GetPublicAccessBlockOutput]
}

func newControl(s *session) controlCalls {
	c := s3control.NewFromConfig(s.in(s.region, "s3"), func(o *s3control.Options) {
		if o.BaseEndpoint != nil {
			o.EndpointResolverV2 = oneHost{*o.BaseEndpoint}
		}
	})
	return controlCalls{block: bind(c.GetPublicAccessBlock)}
}

// oneHost sends every request to a custom endpoint as it is: S3 Control would
// put the account's id before the host's name.
type oneHost struct{ address string }

// ResolveEndpoint implements the client's interface.
func (h oneHost) ResolveEndpoint(context.Context, s3control.EndpointParameters) (smithyendpoints.Endpoint, error) {
	u, err := url.Parse(h.address)
	if err != nil {
		return smithyendpoints.Endpoint{}, err
	}
	return smithyendpoints.Endpoint{URI: *u}, nil
}

// bucketsPage asks for pages: only then does S3 tell the buckets' Regions.
// Source: S3 API Reference "ListBuckets", read 2026-11.
const bucketsPage = 1000

// buckets reads the buckets of an account, of all Regions.
func buckets(ctx context.Context, s *session, p *part) error {
	if err := p.accountBlock(ctx, s); err != nil {
		return err
	}
	r := &bucketReader{s: s, p: p, calls: make(map[string]s3Calls)}
	var list []types.Bucket
	size := int32(bucketsPage)
	home := r.in(s.region)
	err := pages(ctx, home.buckets, &s3.ListBucketsInput{MaxBuckets: &size}, func(out *s3.ListBucketsOutput) (token, error) {
		list = append(list, out.Buckets...)
		if out.Owner != nil && value(out.Owner.ID) != "" {
			p.canonicalID(*out.Owner.ID)
		}
		return out.ContinuationToken, listed(out.Buckets)
	}, func(in *s3.ListBucketsInput, t token) { in.ContinuationToken = t })
	if err := p.answer(ctx, "s3:ListBuckets", err, "", snapshot.TypeBucket); err != nil {
		return err
	}
	return each(ctx, list, r.read)
}

// canonicalID keeps the name under which access control lists know the account.
func (p *part) canonicalID(id string) {
	p.add(func(d *snapshot.Data) {
		for i := range d.Accounts {
			d.Accounts[i].CanonicalID = id
		}
	})
}

// accountBlock reads the account's own Block Public Access settings.
func (p *part) accountBlock(ctx context.Context, s *session) error {
	out, err := newControl(s).block(ctx, &s3control.GetPublicAccessBlockInput{AccountId: &s.account})
	switch {
	case err != nil && code(err) == "NoSuchPublicAccessBlockConfiguration":
		p.count()
		return nil
	case err == nil && (out.PublicAccessBlockConfiguration == nil || out.PublicAccessBlockConfiguration.BlockPublicAcls == nil):
		err = errNoList
	}
	if err != nil {
		return p.gap(ctx, "s3control:GetPublicAccessBlock", err, lost{layer: authz.LayerPublicAccessBlock, kind: snapshot.TypeAccount})
	}
	p.count()
	b := out.PublicAccessBlockConfiguration
	block := blockOf(b.BlockPublicAcls, b.IgnorePublicAcls, b.BlockPublicPolicy, b.RestrictPublicBuckets)
	p.add(func(d *snapshot.Data) {
		for i := range d.Accounts {
			d.Accounts[i].PublicAccessBlock = block
		}
	})
	return nil
}

func blockOf(acls, ignore, policy, restrict *bool) *authz.PublicAccessBlock {
	on := func(b *bool) bool { return b != nil && *b }
	return &authz.PublicAccessBlock{
		BlockPublicACLs: on(acls), IgnorePublicACLs: on(ignore), BlockPublicPolicy: on(policy), RestrictPublicBuckets: on(restrict),
	}
}
