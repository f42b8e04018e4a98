package emulator

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	rdstypes "github.com/aws/aws-sdk-go-v2/service/rds/types"
)

// image is one that the emulator has in stock, in every Region.
const image = "ami-12c6146b"

func (s *seeding) computers(ctx context.Context) error {
	for _, i := range s.Instances {
		if err := s.instance(ctx, i); err != nil {
			return within(err, "instance %s", i.Label)
		}
	}
	for _, c := range s.Clusters {
		_, err := eks.NewFromConfig(s.config(c.Region)).CreateCluster(ctx, &eks.CreateClusterInput{
			Name: &c.Name, RoleArn: &c.Role, Tags: c.Tags,
			ResourcesVpcConfig: &ekstypes.VpcConfigRequest{SubnetIds: []string{"subnet-1", "subnet-2"}},
		})
		if err != nil {
			return within(err, "cluster %s", c.Name)
		}
	}
	return nil
}

func (s *seeding) instance(ctx context.Context, i *Instance) error {
	in := &ec2.RunInstancesInput{ImageId: aws.String(image), InstanceType: ec2types.InstanceTypeT3Micro, MinCount: aws.Int32(1), MaxCount: aws.Int32(1)}
	if i.Profile != "" {
		in.IamInstanceProfile = &ec2types.IamInstanceProfileSpecification{Name: &i.Profile}
	}
	if len(i.Tags) > 0 {
		in.TagSpecifications = []ec2types.TagSpecification{{
			ResourceType: ec2types.ResourceTypeInstance,
			Tags:         tags(i.Tags, func(k, v *string) ec2types.Tag { return ec2types.Tag{Key: k, Value: v} }),
		}}
	}
	out, err := ec2.NewFromConfig(s.config(i.Region)).RunInstances(ctx, in)
	if err != nil {
		return err
	}
	if len(out.Instances) != 1 {
		return errors.New("one was asked for, and another number runs")
	}
	i.ID = *out.Instances[0].InstanceId
	return nil
}

func (s *seeding) keys(ctx context.Context) error {
	for _, k := range s.Keys {
		if err := s.key(ctx, k); err != nil {
			return within(err, "key %s", k.Alias)
		}
	}
	return nil
}

func (s *seeding) key(ctx context.Context, k *Key) error {
	c := kms.NewFromConfig(s.config(k.Region))
	out, err := c.CreateKey(ctx, &kms.CreateKeyInput{
		Policy: &k.Policy,
		Tags:   tags(k.Tags, func(key, v *string) kmstypes.Tag { return kmstypes.Tag{TagKey: key, TagValue: v} }),
	})
	if err != nil {
		return err
	}
	k.ARN = *out.KeyMetadata.Arn
	if _, err := c.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: aws.String("alias/" + k.Alias), TargetKeyId: out.KeyMetadata.KeyId}); err != nil {
		return err
	}
	for _, g := range k.Grants {
		in := &kms.CreateGrantInput{KeyId: out.KeyMetadata.KeyId, Name: &g.Name, GranteePrincipal: &g.Grantee}
		for _, operation := range g.Operations {
			in.Operations = append(in.Operations, kmstypes.GrantOperation(operation))
		}
		if _, err := c.CreateGrant(ctx, in); err != nil {
			return within(err, "grant %s", g.Name)
		}
	}
	return nil
}

func (s *seeding) databases(ctx context.Context) error {
	for _, d := range s.Databases {
		if err := s.database(ctx, rds.NewFromConfig(s.config(d.Region)), d); err != nil {
			return within(err, "database %s", d.Name)
		}
	}
	return nil
}

func (s *seeding) database(ctx context.Context, c *rds.Client, d Database) error {
	user, password := aws.String("app"), aws.String("Passw0rd1234")
	list := tags(d.Tags, func(k, v *string) rdstypes.Tag { return rdstypes.Tag{Key: k, Value: v} })
	if d.Aurora {
		_, err := c.CreateDBCluster(ctx, &rds.CreateDBClusterInput{
			DBClusterIdentifier: &d.Name, Engine: aws.String("aurora-postgresql"), MasterUsername: user, MasterUserPassword: password, Tags: list,
		})
		return err
	}
	_, err := c.CreateDBInstance(ctx, &rds.CreateDBInstanceInput{
		DBInstanceIdentifier: &d.Name, DBInstanceClass: aws.String("db.t3.micro"), Engine: aws.String("postgres"),
		MasterUsername: user, MasterUserPassword: password, AllocatedStorage: aws.Int32(20), Tags: list,
	})
	return err
}
