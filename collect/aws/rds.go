package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/rds/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

const (
	typeDBInstance = "AWS::RDS::DBInstance"
	typeDBCluster  = "AWS::RDS::DBCluster"
)

type rdsCalls struct {
	instances call[rds.DescribeDBInstancesInput, rds.DescribeDBInstancesOutput]
	clusters  call[rds.DescribeDBClustersInput, rds.DescribeDBClustersOutput]
}

func newRDS(s *session, region string) rdsCalls {
	c := rds.NewFromConfig(s.in(region, "rds"))
	return rdsCalls{instances: bind(c.DescribeDBInstances), clusters: bind(c.DescribeDBClusters)}
}

// databases reads the RDS instances and clusters of a Region; the calls also
// list those of DocumentDB and Neptune.
func databases(ctx context.Context, s *session, p *part, region string) error {
	calls := newRDS(s, region)
	err := pages(ctx, calls.instances, &rds.DescribeDBInstancesInput{}, func(out *rds.DescribeDBInstancesOutput) (token, error) {
		for i := range out.DBInstances {
			p.database(region, &out.DBInstances[i])
		}
		return out.Marker, listed(out.DBInstances)
	}, func(in *rds.DescribeDBInstancesInput, t token) { in.Marker = t })
	if err := p.answer(ctx, "rds:DescribeDBInstances", err, region, typeDBInstance); err != nil {
		return err
	}
	err = pages(ctx, calls.clusters, &rds.DescribeDBClustersInput{}, func(out *rds.DescribeDBClustersOutput) (token, error) {
		for i := range out.DBClusters {
			p.databaseCluster(region, &out.DBClusters[i])
		}
		return out.Marker, listed(out.DBClusters)
	}, func(in *rds.DescribeDBClustersInput, t token) { in.Marker = t })
	return p.answer(ctx, "rds:DescribeDBClusters", err, region, typeDBCluster)
}

// answer counts a list that was read, and notes one that was not.
func (p *part) answer(ctx context.Context, call string, err error, region, kind string) error {
	if err != nil {
		return p.gap(ctx, call, err, lost{region: region, layer: authz.LayerResource, kind: kind})
	}
	p.count()
	return nil
}

func (p *part) database(region string, d *types.DBInstance) {
	p.resource(snapshot.Resource{
		ARN: value(d.DBInstanceArn), Type: typeDBInstance, Name: value(d.DBInstanceIdentifier), Account: p.account, Region: region,
		Tags: databaseTags(d.TagList), TagsRead: true, PolicyRead: true,
		Attributes: facts("engine", value(d.Engine), "engineVersion", value(d.EngineVersion), "status", value(d.DBInstanceStatus),
			"resourceId", value(d.DbiResourceId), "cluster", value(d.DBClusterIdentifier),
			"iamAuthentication", yes(d.IAMDatabaseAuthenticationEnabled), "publiclyAccessible", yes(d.PubliclyAccessible)),
	})
}

func (p *part) databaseCluster(region string, d *types.DBCluster) {
	p.resource(snapshot.Resource{
		ARN: value(d.DBClusterArn), Type: typeDBCluster, Name: value(d.DBClusterIdentifier), Account: p.account, Region: region,
		Tags: databaseTags(d.TagList), TagsRead: true, PolicyRead: true,
		Attributes: facts("engine", value(d.Engine), "engineVersion", value(d.EngineVersion), "status", value(d.Status),
			"resourceId", value(d.DbClusterResourceId), "iamAuthentication", yes(d.IAMDatabaseAuthenticationEnabled)),
	})
}

func databaseTags(list []types.Tag) (out map[string]string) {
	for _, t := range list {
		out = put(out, value(t.Key), value(t.Value))
	}
	return out
}
