package snapshot

import (
	"testing"

	"sightline/iam/authz"
)

func TestResourceTypes(t *testing.T) {
	for arn, want := range map[string]string{
		"arn:aws:s3:::b": "AWS::S3::Bucket", "arn:aws:sqs:r:1:q": "AWS::SQS::Queue", "arn:aws:sns:r:1:t": "AWS::SNS::Topic",
		"arn:aws:kms:r:1:key/k": "AWS::KMS::Key", "arn:aws:secretsmanager:r:1:secret:a/b-x": "AWS::SecretsManager::Secret",
		"arn:aws:lambda:r:1:function:f": "AWS::Lambda::Function", "arn:aws:ecr:r:1:repository/a/b": "AWS::ECR::Repository",
		"arn:aws:dynamodb:r:1:table/t": "AWS::DynamoDB::Table", "arn:aws:dynamodb:r:1:table/t/stream/2026": "AWS::DynamoDB::Stream",
		"arn:aws:ec2:r:1:instance/i-1": "AWS::EC2::Instance", "arn:aws:apigateway:r::/restapis/a": "AWS::ApiGateway::RestApi",
		"arn:aws:s3::1:accesspoint/m.mrap": "AWS::S3::MultiRegionAccessPoint", "arn:aws:glue:r:1:catalog": "glue", "arn:aws:odd:r:1:a/b": "odd:a", "arn:aws:iam::1:role/app/web": TypeRole,
		"arn:aws:lambda:r:1:function:f:12": TypeFunctionVersion, "arn:aws:lambda:r:1:function:f:live-2": TypeFunctionAlias,
		"arn:aws:lambda:r:1:function:f:$LATEST": TypeFunction, "arn:aws:lambda:r:1:layer:l:3": TypeLayerVersion,
		"arn:aws:ec2:r::snapshot/snap-1": TypeVolumeSnapshot, "arn:aws:ec2:r::image/ami-1": TypeImage,
		"arn:aws:rds:r:1:snapshot:rds:db-2026": TypeDBSnapshot, "arn:aws:rds:r:1:cluster-snapshot:c": TypeDBClusterSnapshot,
		"arn:aws:s3express:r:1:bucket/b--az--x-s3": TypeDirectoryBucket, "arn:aws:s3express:r:1:accesspoint/p--az--xa-s3": TypeDirectoryAccessPoint,
		"arn:aws:elasticfilesystem:r:1:file-system/fs-1": TypeFileSystem, "arn:aws:dynamodb:r:1:table/t/index/i": "dynamodb:table/index",
	} {
		if got := ResourceTypeOf(arn); got != want {
			t.Errorf("%s: got %s, want %s", arn, got, want)
		}
	}
	for _, arn := range []string{"", "arn:aws:s3", "arn::s3:::b", "x:aws:s3:::b", "arn:aws:s3:::"} {
		if got := ResourceTypeOf(arn); got != "" {
			t.Errorf("%q passes as %s", arn, got)
		}
	}
}

// What was collected is told type by type: that instances were read says
// nothing of security groups.
func TestKnowsByType(t *testing.T) {
	s := worldWith(t, func(d *Data) {
		for i := range d.Accounts {
			if d.Accounts[i].ID == member {
				d.Accounts[i].Collected = append(d.Accounts[i].Collected, "AWS::RDS::DBCluster", "AWS::DynamoDB::Table")
			}
		}
	})
	for rest, want := range map[string]bool{
		"ec2:eu-west-1:222222222222:instance/i-0": false, "ec2:eu-west-1:222222222222:security-group/sg-0": true,
		"rds:eu-west-1:222222222222:cluster:c": false, "rds:eu-west-1:222222222222:snapshot:s": true,
		"dynamodb:eu-west-1:222222222222:table/x/stream/1": true, "dynamodb:eu-west-1:222222222222:table/x": false, "dynamodb:eu-west-1:222222222222:table/x/index/i": false,
		"s3:::nobodys/key": false, "sqs:eu-west-1:222222222222:q": true,
	} {
		if _, known := s.Knows("arn:aws:" + rest); known != want {
			t.Errorf("%s: may exist %v, want %v", rest, known, want)
		}
	}
}

// A gap that names an account alone leaves everything of the account open.
func TestGapOfAWholeAccount(t *testing.T) {
	const lost = "999999999999"
	s := worldWith(t, func(d *Data) {
		d.Accounts = append(d.Accounts, Account{ID: lost, OrganizationKnown: true})
		d.Gaps = append(d.Gaps, Gap{Account: lost, Call: "sts:AssumeRole", Reason: "refused"})
	})
	for _, arn := range []string{"arn:aws:kms:eu-west-1:" + lost + ":key/k", "arn:aws:s3:::unheard-of/key", "arn:aws:iam::" + lost + ":role/r"} {
		if _, known := s.Knows(arn); !known {
			t.Errorf("%s counts as not there", arn)
		}
		st, _, err := s.StackFor(authz.Principal{}, arn)
		if err != nil || len(st.Unread) == 0 || st.ResourceNotCollected {
			t.Errorf("%s: unread %v, not collected %v, %v", arn, st.Unread, st.ResourceNotCollected, err)
		}
	}
	if _, known := s.Knows("arn:aws:kms:eu-west-1:" + member + ":key/k"); known {
		t.Error("the gap reaches another account")
	}
}
