package aws

import (
	"context"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

type ec2Calls struct {
	regions   call[ec2.DescribeRegionsInput, ec2.DescribeRegionsOutput]
	instances call[ec2.DescribeInstancesInput, ec2.DescribeInstancesOutput]
}

func newEC2(s *session, region string) ec2Calls {
	c := ec2.NewFromConfig(s.in(region, "ec2"))
	return ec2Calls{regions: bind(c.DescribeRegions), instances: bind(c.DescribeInstances)}
}

// instancesPage is how many instances EC2 is asked for at a time; it is the
// most that it gives.
const instancesPage = 1000

// instances reads the EC2 instances of a Region. Terminated ones, which EC2
// lists for an hour more, have no identity and are left out.
func instances(ctx context.Context, s *session, p *part, region string) error {
	calls, size := newEC2(s, region), int32(instancesPage)
	err := pages(ctx, calls.instances, &ec2.DescribeInstancesInput{MaxResults: &size}, func(out *ec2.DescribeInstancesOutput) (token, error) {
		for i := range out.Reservations {
			for j := range out.Reservations[i].Instances {
				p.instance(s, region, &out.Reservations[i].Instances[j])
			}
		}
		return out.NextToken, listed(out.Reservations)
	}, func(in *ec2.DescribeInstancesInput, t token) { in.NextToken = t })
	if err != nil {
		return p.gap(ctx, "ec2:DescribeInstances", err, lost{region: region, layer: authz.LayerResource, kind: snapshot.TypeInstance})
	}
	p.count()
	return nil
}

func (p *part) instance(s *session, region string, i *types.Instance) {
	if i.State != nil && i.State.Name == types.InstanceStateNameTerminated {
		return
	}
	r := snapshot.Resource{
		ARN: s.arn("ec2", region, "instance/"+value(i.InstanceId)), Type: snapshot.TypeInstance,
		Account: p.account, Region: region, TagsRead: true, PolicyRead: true,
		Attributes: facts("publicDnsName", value(i.PublicDnsName), "keyName", value(i.KeyName), "imageId", value(i.ImageId)),
	}
	if i.State != nil {
		r.Attributes = put(r.Attributes, "state", string(i.State.Name))
	}
	if i.LaunchTime != nil {
		r.Attributes = put(r.Attributes, "launchTime", i.LaunchTime.UTC().Format(time.RFC3339))
	}
	if i.MetadataOptions != nil {
		r.Attributes = put(r.Attributes, "metadataTokens", string(i.MetadataOptions.HttpTokens))
	}
	if i.IamInstanceProfile != nil {
		r.InstanceProfile = value(i.IamInstanceProfile.Arn)
	}
	for _, t := range i.Tags {
		r.Tags = put(r.Tags, value(t.Key), value(t.Value))
	}
	r.Name = r.Tags["Name"]
	p.resource(r)
}

// facts makes attributes of pairs, leaving out those that say nothing.
func facts(pairs ...string) (out map[string]string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = put(out, pairs[i], pairs[i+1])
		}
	}
	return out
}

func put(m map[string]string, key, text string) map[string]string {
	if m == nil {
		m = make(map[string]string)
	}
	m[key] = text
	return m
}

func yes(flag *bool) string {
	if flag == nil {
		return ""
	}
	return strconv.FormatBool(*flag)
}
