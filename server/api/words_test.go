package api

import (
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/snapshot"
)

func TestReadable(t *testing.T) {
	for name, want := range map[string]string{
		"AWS::S3::Bucket": "S3 bucket", "AWS::EC2::LaunchTemplate": "EC2 launch template", "AWS::RDS::DBInstance": "RDS DB instance",
		"AWS::KMS::Key": "KMS key", "AWS::ECR::PublicRepository": "ECR public repository", "AWS::RDS::DBClusterX": "RDS DB cluster X",
		"": "", "AWS::IAM": "AWS::IAM", "a::b::": "b ", "AWS::X::é": "X é",
	} {
		if got := readable(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestGapWords(t *testing.T) {
	const account, arn = "111122223333", "arn:aws:s3:::b"
	for _, c := range []struct {
		gap          snapshot.Gap
		effect, does string
	}{
		{snapshot.Gap{Account: account, Call: "sts:AssumeRole", MissingAction: "sts:AssumeRole"}, "Nothing of account 111122223333 was read", "Allow sts:AssumeRole to the role that Sightline reads with in account"},
		{snapshot.Gap{Account: account, Call: "iam:GetAccountAuthorizationDetails", Layer: authz.LayerIdentity}, "Users, roles or groups of account 111122223333 may be missing", "scan again"},
		{snapshot.Gap{Account: account, Region: "eu-west-1", Call: "rds:DescribeDBInstances", Type: "AWS::RDS::DBInstance"}, "Resources of type RDS DB instance of account 111122223333 in eu-west-1 may be missing", "See why rds in eu-west-1 did not answer"},
		{snapshot.Gap{Account: account, Call: "s3:GetBucketPolicy", Layer: authz.LayerResource, Subject: arn}, "Whom the policy of " + arn, "Look at the reason"},
		{snapshot.Gap{Call: "organizations:ListPolicies", Layer: authz.LayerSCP, MissingAction: "organizations:ListPolicies"}, "What service control policies forbid everything is not known", "Allow organizations:ListPolicies to the role that Sightline reads with, "},
		{snapshot.Gap{Call: "kms:ListGrants", Layer: authz.LayerGrant, Type: "AWS::KMS::Key", Account: account}, "Whom grants on every KMS key of account", ""},
		{snapshot.Gap{Call: "x", Layer: "new", Subject: arn}, "Facts about " + arn, ""},
	} {
		if got := effect(&c.gap); !strings.HasPrefix(got, c.effect) || !strings.HasSuffix(got, ".") {
			t.Errorf("%v: %s", c.gap, got)
		}
		if got := remedy(&c.gap); !strings.Contains(got, c.does) || !strings.HasSuffix(got, ".") {
			t.Errorf("%v: %s", c.gap, got)
		}
	}
	for _, l := range []authz.Layer{
		authz.LayerRCP, authz.LayerSCP, authz.LayerResource, authz.LayerIdentity, authz.LayerBoundary, authz.LayerSession,
		authz.LayerEndpoint, authz.LayerGrant, authz.LayerACL, authz.LayerPublicAccessBlock,
	} {
		if got := layerEffect(l, arn); strings.HasPrefix(got, "Facts") || !strings.Contains(got, arn) {
			t.Errorf("%s: %s", l, got)
		}
	}
}
