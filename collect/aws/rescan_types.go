package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// role reads what iam:GetRole tells: the trust policy, the boundary, the tags.
// A role of the name with another path is another one: names are unique in an
// account, so the one that was asked for is gone.
func (a *again) role(ctx context.Context) error {
	ask := noting(a, newIAM(a.s).role, "NoSuchEntity")
	out, err := ask(ctx, &iam.GetRoleInput{RoleName: &a.name})
	if err == nil && (out.Role == nil || value(out.Role.Arn) == "" || value(out.Role.RoleName) != a.name) {
		err = errNotTold
	}
	if err != nil {
		return a.lose(ctx, "iam:GetRole", err)
	}
	if *out.Role.Arn != a.ARN {
		a.gone = true
		return nil
	}
	return a.keepRole(ctx, out.Role)
}

func (a *again) keepRole(ctx context.Context, r *types.Role) error {
	id := snapshot.Identity{
		Kind: snapshot.KindRole, ARN: a.ARN, Name: a.name, Account: a.Account, UniqueID: value(r.RoleId),
		Created: utc(r.CreateDate), Tags: tagsOf(r.Tags), PermissionSet: snapshot.PermissionSetOf(a.ARN), Trust: &snapshot.Attachment{},
	}
	if r.PermissionsBoundary != nil {
		id.Boundary = value(r.PermissionsBoundary.PermissionsBoundaryArn)
	}
	if r.RoleLastUsed != nil {
		id.LastUsed = utc(r.RoleLastUsed.LastUsedDate)
	}
	text, err := decoded(r.AssumeRolePolicyDocument)
	if err == nil {
		*id.Trust = a.p.attach("", text)
	}
	a.p.add(func(d *snapshot.Data) { d.Identities = []snapshot.Identity{id} })
	if err != nil {
		return a.p.gap(ctx, "iam:GetRole", err, lost{layer: authz.LayerResource, subject: a.ARN, kind: a.kind, about: "trust policy"})
	}
	return nil
}

// bucket reads the bucket, which must still be the account's, and the account's
// own Block Public Access.
func (a *again) bucket(ctx context.Context) error {
	a.account = true
	a.p.add(func(d *snapshot.Data) { d.Accounts = []snapshot.Account{{ID: a.Account}} })
	if err := a.p.accountBlock(ctx, a.s); err != nil {
		return err
	}
	r := &bucketReader{s: a.s, p: a.p, calls: make(map[string]s3Calls)}
	o := r.bucket(a.name, a.Region)
	o.owner = &a.Account
	if err := o.read(ctx); err != nil {
		return err
	}
	a.gone = o.gone
	a.p.resource(o.r)
	return nil
}

func (a *again) key(ctx context.Context) error {
	calls := newKMS(a.s, a.Region)
	calls.describe = noting(a, calls.describe, "NotFoundException")
	return a.p.key(ctx, calls, &snapshot.Resource{
		ARN: a.ARN, Type: a.kind, Name: a.name, Account: a.Account, Region: a.Region, PolicyRead: true,
	}, &a.ARN)
}

func (a *again) instance(ctx context.Context) error {
	ask := noting(a, newEC2(a.s, a.Region).instances, "InvalidInstanceID.NotFound")
	out, err := ask(ctx, &ec2.DescribeInstancesInput{InstanceIds: []string{a.name}})
	var found *ec2types.Instance
	if err == nil && len(out.Reservations) == 1 && len(out.Reservations[0].Instances) == 1 {
		found = &out.Reservations[0].Instances[0]
	}
	if err == nil && (found == nil || value(found.InstanceId) != a.name) {
		err = errNotTold
	}
	if err != nil {
		return a.lose(ctx, "ec2:DescribeInstances", err)
	}
	a.gone = found.State != nil && found.State.Name == ec2types.InstanceStateNameTerminated
	a.p.instance(a.s, a.Region, found)
	return nil
}

func (a *again) cluster(ctx context.Context) error {
	calls := newEKS(a.s, a.Region)
	calls.describe = noting(a, calls.describe, "ResourceNotFoundException")
	return a.p.cluster(ctx, a.s, calls, a.Region, a.name)
}

func (a *again) database(ctx context.Context) error {
	ask := noting(a, newRDS(a.s, a.Region).instances, "DBInstanceNotFound", "DBInstanceNotFoundFault")
	out, err := ask(ctx, &rds.DescribeDBInstancesInput{DBInstanceIdentifier: &a.name})
	if err == nil && (len(out.DBInstances) != 1 || value(out.DBInstances[0].DBInstanceArn) != a.ARN) {
		err = errNotTold
	}
	if err != nil {
		return a.lose(ctx, "rds:DescribeDBInstances", err)
	}
	a.p.database(a.Region, &out.DBInstances[0])
	return nil
}

func (a *again) databaseCluster(ctx context.Context) error {
	ask := noting(a, newRDS(a.s, a.Region).clusters, "DBClusterNotFound", "DBClusterNotFoundFault")
	out, err := ask(ctx, &rds.DescribeDBClustersInput{DBClusterIdentifier: &a.name})
	if err == nil && (len(out.DBClusters) != 1 || value(out.DBClusters[0].DBClusterArn) != a.ARN) {
		err = errNotTold
	}
	if err != nil {
		return a.lose(ctx, "rds:DescribeDBClusters", err)
	}
	a.p.databaseCluster(a.Region, &out.DBClusters[0])
	return nil
}
