package semantics

import (
	"testing"

	"sightline/iam/eval"
	"sightline/iam/policy"
)

// publicCases says of one bucket policy statement whether S3 counts it as
// public. The text is what stands behind Effect, Action and Resource.
func publicCases() []publicCase {
	return []publicCase{
		{"public-star", `"Principal": "*"`, true},
		{"public-aws-star", `"Principal": {"AWS": "*"}`, true},
		{"public-not-principal", `"NotPrincipal": {"AWS": "111122223333"}`, true},
		{"public-foreign-account-is-fixed", `"Principal": {"AWS": "444455556666"}`, false},
		{"public-star-in-one-organization", star(`"StringEquals": {"aws:PrincipalOrgID": "o-example1"}`), false},
		{"public-star-from-one-endpoint", star(`"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}`), false},
		{"public-star-from-endpoints-by-pattern", star(`"StringLike": {"aws:SourceVpce": "vpce-*"}`), true},
		{"public-star-from-a-variable", star(`"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}`), true},
		{"public-star-from-a-narrow-network", star(`"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}`), false},
		{"public-star-from-a-network-of-8-bits", star(`"IpAddress": {"aws:SourceIp": "11.0.0.0/8"}`), false},
		{"public-star-from-a-network-of-7-bits", star(`"IpAddress": {"aws:SourceIp": "10.0.0.0/7"}`), true},
		{"public-star-from-an-ipv6-network-of-32-bits", star(`"IpAddress": {"aws:SourceIp": "2001:db8::/32"}`), false},
		{"public-star-from-an-ipv6-network-of-31-bits", star(`"IpAddress": {"aws:SourceIp": "2001:db8::/31"}`), true},
		{"public-star-from-a-narrow-and-a-wide-network", star(`"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"]}`), true},
		{"public-star-with-a-negated-operator", star(`"StringNotEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}`), true},
		{"public-star-with-if-exists", star(`"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1a2b3c4d"}`), true},
		{"public-star-with-a-key-outside-the-list", star(`"StringEquals": {"aws:UserAgent": "backup"}`), true},
		{"public-star-with-a-user-id", star(`"StringEquals": {"aws:userid": "AIDAEXAMPLE"}`), false},
		{"public-star-with-any-session-of-a-role-id", star(`"StringLike": {"aws:userid": "AROAEXAMPLE:*"}`), true},
		{"public-star-by-access-points-of-an-account", star(`"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:eu-west-1:111122223333:accesspoint/*"}`), false},
		{"public-star-by-access-points-of-any-account", star(`"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:eu-west-1:*:accesspoint/logs"}`), true},
	}
}

type publicCase struct {
	name, rest string
	public     bool
}

func star(condition string) string { return `"Principal": "*", "Condition": {` + condition + `}` }

func bucketPolicy(effect, rest string) *policy.Document {
	return policy.Parse([]byte(`{"Version": "2012-10-17", "Statement": [{"Effect": "` + effect +
		`", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-data/*", ` + rest + `}]}`))
}

func TestPublic(t *testing.T) {
	for _, c := range publicCases() {
		t.Run(c.name, func(t *testing.T) {
			if got := eval.PublicPolicy(bucketPolicy("Allow", c.rest)); got != c.public {
				t.Errorf("PublicPolicy = %v, want %v", got, c.public)
			}
			if eval.PublicPolicy(bucketPolicy("Deny", c.rest)) {
				t.Error("a Deny makes no policy public")
			}
		})
	}
}
