package aws

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// A RegionError names a chosen Region that AWS does not have.
type RegionError struct {
	Region string
	Known  []string
}

func (e *RegionError) Error() string {
	return fmt.Sprintf("--regions %s: no such Region; AWS has %s", e.Region, strings.Join(e.Known, ", "))
}

// regions lists those of an account that are enabled, of the chosen ones if
// some were chosen.
func regions(ctx context.Context, s *session, p *part, chosen []string) ([]string, error) {
	every, all := true, []string{}
	enabled := make(map[string]bool)
	out, err := newEC2(s, s.region).regions(ctx, &ec2.DescribeRegionsInput{AllRegions: &every})
	if err == nil && len(out.Regions) == 0 {
		err = errNoList
	}
	if err != nil {
		return p.withoutRegions(ctx, s, chosen, err)
	}
	p.count()
	for _, r := range out.Regions {
		all = append(all, value(r.RegionName))
		enabled[value(r.RegionName)] = value(r.OptInStatus) != "not-opted-in"
	}
	slices.Sort(all)
	if len(chosen) == 0 {
		chosen = all
	}
	var list []string
	for _, name := range chosen {
		if _, known := enabled[name]; !known {
			return nil, &RegionError{name, all}
		}
		if enabled[name] {
			list = append(list, name)
		}
	}
	return list, nil
}

// withoutRegions goes on where the Regions were refused: with the chosen ones,
// or with those that every account has enabled.
func (p *part) withoutRegions(ctx context.Context, s *session, chosen []string, cause error) ([]string, error) {
	if len(chosen) > 0 {
		return chosen, ctx.Err()
	}
	for _, kind := range regional() {
		if err := p.gap(ctx, "ec2:DescribeRegions", cause, lost{layer: authz.LayerResource, kind: kind}); err != nil {
			return nil, err
		}
	}
	return alwaysEnabled(s.partition, s.region), nil
}

// regional are the types of resource that are read Region by Region.
func regional() []string {
	return []string{snapshot.TypeInstance, typeEKSCluster, typeDBInstance, typeDBCluster, snapshot.TypeKey}
}

// alwaysEnabled are the Regions that need not be opted into; of partitions
// other than aws only the one that was asked is taken.
// Source: Account Management Reference "Enable or disable AWS Regions"
// (manage-acct-regions), read 2026-11.
func alwaysEnabled(partition, home string) []string {
	if partition != "aws" {
		return []string{home}
	}
	return []string{
		"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
		"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
		"us-east-1", "us-east-2", "us-west-1", "us-west-2",
	}
}
