package eval_test

import (
	"testing"

	"sightline/iam/eval"
	"sightline/iam/policy"
)

// S3's own meaning of public, clause by clause.
// Source: S3 User Guide "The meaning of public" (access-control-block-public-access).
func TestPublicPolicy(t *testing.T) {
	allow := func(rest string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",` + rest + `}]}`
	}
	star := func(condition string) string { return allow(`"Principal":"*","Condition":` + condition) }
	cases := []struct {
		name, text string
		public     bool
	}{
		{"a star without condition", allow(`"Principal":"*"`), true},
		{"AWS star", allow(`"Principal":{"AWS":"*"}`), true},
		{"AWS star in a list", allow(`"Principal":{"AWS":["111122223333","*"]}`), true},
		{"an account", allow(`"Principal":{"AWS":"111122223333"}`), false},
		{"a service", allow(`"Principal":{"Service":"cloudfront.amazonaws.com"}`), false},
		{"NotPrincipal in an Allow", allow(`"NotPrincipal":{"AWS":"111122223333"}`), true},
		{"a Deny for everybody", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`, false},
		{"an organization", star(`{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), false},
		{"an organization under StringLike with a wildcard", star(`{"StringLike":{"aws:PrincipalOrgID":"o-*"}}`), true},
		{"an organization under StringEquals with a literal star", star(`{"StringEquals":{"aws:PrincipalOrgID":"o-*"}}`), false},
		{"a negated operator", star(`{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), true},
		{"IfExists", star(`{"StringEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), true},
		{"ForAllValues", star(`{"ForAllValues:StringEquals":{"aws:PrincipalOrgPaths":"o-a/r-b/"}}`), true},
		{"a key that fixes nobody", star(`{"StringEquals":{"aws:UserAgent":"curl"}}`), true},
		{"a policy variable", star(`{"StringEquals":{"aws:SourceVpc":"${aws:PrincipalTag/vpc}"}}`), true},
		{"a fixed network", star(`{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`), false},
		{"the whole internet", star(`{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}`), true},
		{"a network broader than /8", star(`{"IpAddress":{"aws:SourceIp":"128.0.0.0/4"}}`), true},
		{"a /8", star(`{"IpAddress":{"aws:SourceIp":"54.0.0.0/8"}}`), false},
		{"a private network", star(`{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}`), false},
		{"an IPv6 network broader than /32", star(`{"IpAddress":{"aws:SourceIp":"2000::/3"}}`), true},
		{"an IPv6 /32", star(`{"IpAddress":{"aws:SourceIp":"2001:db8::/32"}}`), false},
		{"one of two networks is broad", star(`{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/1"]}}`), true},
		{"a fixed source ARN", star(`{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:111122223333:t"}}`), false},
		{"a source ARN with a wildcard", star(`{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:t"}}`), true},
		{"a user id", star(`{"StringEquals":{"aws:userid":"AIDAEXAMPLE"}}`), false},
		{"all sessions of a role", star(`{"StringLike":{"aws:userid":"AROAEXAMPLE:*"}}`), true},
		{"an access point account", star(`{"StringEquals":{"s3:DataAccessPointAccount":"111122223333"}}`), false},
		{"any access point of one account", star(`{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-east-1:111122223333:accesspoint/*"}}`), false},
		{"any access point of any account", star(`{"ArnLike":{"s3:DataAccessPointArn":"arn:aws:s3:us-east-1:*:accesspoint/*"}}`), true},
		{"one public statement among others", `{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"},
			{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`, true},
		{"a text that is no policy", `[]`, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := eval.PublicPolicy(policy.Parse([]byte(c.text))); got != c.public {
				t.Errorf("public %v, want %v", got, c.public)
			}
		})
	}
}
