package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

const typeEKSCluster = "AWS::EKS::Cluster"

type eksCalls struct {
	list     call[eks.ListClustersInput, eks.ListClustersOutput]
	describe call[eks.DescribeClusterInput, eks.DescribeClusterOutput]
}

func newEKS(s *session, region string) eksCalls {
	c := eks.NewFromConfig(s.in(region, "eks"))
	return eksCalls{list: bind(c.ListClusters), describe: bind(c.DescribeCluster)}
}

// clusters reads the EKS clusters of a Region.
func clusters(ctx context.Context, s *session, p *part, region string) error {
	calls := newEKS(s, region)
	var names []string
	err := pages(ctx, calls.list, &eks.ListClustersInput{}, func(out *eks.ListClustersOutput) (token, error) {
		names = append(names, out.Clusters...)
		return out.NextToken, listed(out.Clusters)
	}, func(in *eks.ListClustersInput, t token) { in.NextToken = t })
	if err != nil {
		if err := p.gap(ctx, "eks:ListClusters", err, lost{region: region, layer: authz.LayerResource, kind: typeEKSCluster}); err != nil {
			return err
		}
	} else {
		p.count()
	}
	return each(ctx, names, func(ctx context.Context, name string) error { return p.cluster(ctx, s, calls, region, name) })
}

// cluster reads one cluster. If that is refused it stands there by its name,
// and what it runs as is open.
func (p *part) cluster(ctx context.Context, s *session, calls eksCalls, region, name string) error {
	r := snapshot.Resource{
		ARN: s.arn("eks", region, "cluster/"+name), Type: typeEKSCluster, Name: name,
		Account: p.account, Region: region, PolicyRead: true,
	}
	out, err := calls.describe(ctx, &eks.DescribeClusterInput{Name: &name})
	if err == nil && out.Cluster == nil {
		err = errNoList
	}
	if err != nil && code(err) == "ResourceNotFoundException" {
		return nil // deleted meanwhile
	}
	if err != nil {
		p.resource(r)
		return p.gap(ctx, "eks:DescribeCluster", err, lost{region: region, layer: authz.LayerIdentity, subject: r.ARN, kind: typeEKSCluster})
	}
	describe(&r, out.Cluster)
	p.resource(r)
	return nil
}

func describe(r *snapshot.Resource, c *types.Cluster) {
	r.Role, r.TagsRead, r.Tags = value(c.RoleArn), true, orNil(c.Tags)
	r.Attributes = facts("version", value(c.Version), "status", string(c.Status))
	if c.AccessConfig != nil {
		r.Attributes = put(r.Attributes, "authenticationMode", string(c.AccessConfig.AuthenticationMode))
	}
	if v := c.ResourcesVpcConfig; v != nil && v.EndpointPublicAccess {
		r.Attributes = put(r.Attributes, "endpointPublicAccess", "true")
	}
	if c.Identity != nil && c.Identity.Oidc != nil {
		r.Attributes = put(r.Attributes, "oidcIssuer", value(c.Identity.Oidc.Issuer))
	}
}

func orNil(m map[string]string) map[string]string {
	if len(m) == 0 {
		return nil
	}
	return m
}
