package finding

import "testing"

func TestConsoleURL(t *testing.T) {
	for _, c := range []struct{ arn, region, want string }{
		{"arn:aws:s3:::shop-data", "eu-west-1", "https://console.aws.amazon.com/s3/buckets/shop-data?region=eu-west-1&tab=permissions"},
		{"arn:aws:s3:::shop-data", "", "https://console.aws.amazon.com/s3/buckets/shop-data?tab=permissions"},
		{"arn:aws-cn:s3:::shop-data", "cn-north-1", "https://console.amazonaws.cn/s3/buckets/shop-data?region=cn-north-1&tab=permissions"},
		{"arn:aws:s3:eu-west-1:111122223333:accesspoint/ap", "", "https://console.aws.amazon.com/s3/ap/111122223333/ap?region=eu-west-1&tab=permissions"},
		{"arn:aws:s3express:eu-west-1:111122223333:bucket/b--euw1-az1--x-s3", "", "https://console.aws.amazon.com/s3/directory-buckets/b--euw1-az1--x-s3?region=eu-west-1&tab=permissions"},
		{"arn:aws:iam::111122223333:role/team/deploy", "", "https://console.aws.amazon.com/iam/home#/roles/details/deploy"},
		{"arn:aws-us-gov:iam::111122223333:user/ada", "", "https://console.amazonaws-us-gov.com/iam/home#/users/details/ada"},
		{"arn:aws:kms:eu-west-1:111122223333:key/1234", "", "https://console.aws.amazon.com/kms/home?region=eu-west-1#/kms/keys/1234"},
		{"arn:aws:lambda:eu-west-1:111122223333:function:f", "", "https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/f?tab=configure"},
		{"arn:aws:lambda:eu-west-1:111122223333:function:f:7", "", "https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/f/versions/7"},
		{"arn:aws:lambda:eu-west-1:111122223333:function:f:live", "", "https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/f/aliases/live"},
		{"arn:aws:lambda:eu-west-1:111122223333:layer:l:3", "", "https://console.aws.amazon.com/lambda/home?region=eu-west-1#/layers/l/versions/3"},
		{"arn:aws:sqs:eu-west-1:111122223333:orders", "", "https://console.aws.amazon.com/sqs/v3/home?region=eu-west-1#/queues/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F111122223333%2Forders"},
		{"arn:aws:sns:eu-west-1:111122223333:orders", "", "https://console.aws.amazon.com/sns/v3/home?region=eu-west-1#/topic/arn:aws:sns:eu-west-1:111122223333:orders"},
		{"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/main-AbCdEf", "", "https://console.aws.amazon.com/secretsmanager/secret?name=db%2Fmain&region=eu-west-1"},
		{"arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1", "", "https://console.aws.amazon.com/efs/home?region=eu-west-1#/file-systems/fs-1"},
		{"arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-1", "", "https://console.aws.amazon.com/ec2/home?region=eu-west-1#SnapshotDetails:snapshotId=snap-1"},
		{"arn:aws:ec2:eu-west-1::image/ami-1", "", "https://console.aws.amazon.com/ec2/home?region=eu-west-1#ImageDetails:imageId=ami-1"},
		{"arn:aws:rds:eu-west-1:111122223333:snapshot:rds:main", "", "https://console.aws.amazon.com/rds/home?region=eu-west-1#db-snapshot:id=rds:main"},
		{"arn:aws:ecr:eu-west-1:111122223333:repository/team/app", "", "https://console.aws.amazon.com/ecr/repositories/private/111122223333/team/app?region=eu-west-1"},
		{"arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000", "", "https://console.aws.amazon.com/dynamodbv2/home?region=eu-west-1#table?name=orders"},
		{"arn:aws:events:eu-west-1:111122223333:event-bus/x", "", "https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3Aevents%3Aeu-west-1%3A111122223333%3Aevent-bus%2Fx"},
		{"arn:aws-iso:s3:::b", "", ""},
		{"shop-data", "", ""},
		{"", "", ""},
	} {
		if got := ConsoleURL(c.arn, c.region); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.arn, got, c.want)
		}
	}
}
