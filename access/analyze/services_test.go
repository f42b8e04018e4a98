package analyze_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sightline/access/analyze"
	"sightline/iam/authz"
	"sightline/iam/policy"
)

// TestServices: a service that a resource lets in needs a guard that ties the
// request to the zone.
func TestServices(t *testing.T) {
	const topic, bucket, key, role = "arn:aws:sns:us-east-1:" + owner + ":t", "arn:aws:s3:::demo", "arn:aws:kms:us-east-1:" + owner + ":key/1a2b3c4d-5e6f-7a8b-9c0d-1a2b3c4d5e6f", "arn:aws:iam::" + owner + ":role/r"
	allow := func(condition string) string {
		text := `"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish","Resource":"*"`
		if condition != "" {
			text += `,"Condition":{` + condition + `}`
		}
		return text
	}
	perimeter := `"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"aws:SourceOrgID":"o-exampleorgid"},` +
		`"Null":{"aws:SourceAccount":"false"},"Bool":{"aws:PrincipalIsAWSService":"true"}}`
	tests := []struct {
		name, kind, arn, text string
		off                   bool
		want                  []string
	}{
		{name: "no guard", text: st(allow("")), want: []string{"s3.amazonaws.com [sns:Publish] map[]"}},
		{name: "not asked for", text: st(allow("")), off: true},
		{name: "the account", text: st(allow(`"StringEquals":{"aws:SourceAccount":"` + owner + `"}`))},
		{name: "an account of the zone", text: st(allow(`"StringEquals":{"aws:SourceAccount":"` + sister + `"}`))},
		{
			name: "an account outside", text: st(allow(`"StringEquals":{"aws:SourceAccount":"` + partner + `"}`)),
			want: []string{"s3.amazonaws.com [sns:Publish] map[aws:SourceAccount:" + partner + "]"},
		},
		{name: "the account if it is told", text: st(allow(`"StringEqualsIfExists":{"aws:SourceAccount":"` + owner + `"}`))},
		{name: "an ARN of the account", text: st(allow(`"ArnLike":{"aws:SourceArn":"arn:aws:s3:*:` + owner + `:*"}`))},
		{
			name: "a bucket, whose ARN has no account", text: st(allow(`"ArnLike":{"aws:SourceArn":"arn:aws:s3:::orders"}`)),
			want: []string{"s3.amazonaws.com [sns:Publish] map[aws:SourceArn:arn:aws:s3:::orders]"},
		},
		{name: "a bucket and the account", text: st(allow(`"ArnLike":{"aws:SourceArn":"arn:aws:s3:::orders"},"StringEquals":{"aws:SourceAccount":"` + owner + `"}`))},
		{name: "the organization", text: st(allow(`"StringEquals":{"aws:SourceOrgID":"o-exampleorgid"}`))},
		{name: "a unit of the organization", text: st(allow(`"ForAnyValue:StringLike":{"aws:SourceOrgPaths":"o-exampleorgid/r-1/*"}`))},
		{
			name: "another organization", text: st(allow(`"StringEquals":{"aws:SourceOrgID":"o-other"}`)),
			want: []string{"s3.amazonaws.com [sns:Publish] map[aws:SourceOrgID:o-other]"},
		},
		{name: "a Deny around the organization", text: st(allow(""), perimeter)},
		{
			name: "what the caller may choose is no guard", text: st(allow(`"Bool":{"aws:SecureTransport":"true"}`)),
			want: []string{"s3.amazonaws.com [sns:Publish] map[]"},
		},
		{
			name: "of two services one", text: st(allow(`"StringEquals":{"aws:SourceAccount":"`+owner+`"}`), `"Effect":"Allow","Principal":{"Service":["events.amazonaws.com"]},"Action":"sns:Publish","Resource":"*"`),
			want: []string{"events.amazonaws.com [sns:Publish] map[]"},
		},
		{
			name: "any service", text: st(`"Effect":"Allow","Principal":{"Service":"*"},"Action":"sns:Publish","Resource":"*"`),
			want: []string{"* [sns:Publish] map[]"},
		},
		{
			name: "everybody who is a service", text: st(`"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"*","Condition":{"Bool":{"aws:PrincipalIsAWSService":"true"}}`),
			want: []string{"* [sns:Publish] map[]"},
		},
		{
			name: "everybody who is one service", text: st(`"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalServiceName":"events.amazonaws.com"},"Bool":{"aws:PrincipalIsAWSService":"true"}}`),
			want: []string{"events.amazonaws.com [sns:Publish] map[]"},
		},
		{name: "what everybody has is not said of services", text: st(`"Effect":"Allow","Principal":"*","Action":"sns:Publish","Resource":"*"`)},
		{name: "a role's trust", kind: "AWS::IAM::Role", arn: role, text: st(`"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"`)},
		{
			name: "a key", kind: "AWS::KMS::Key", arn: key, text: st(`"Effect":"Allow","Principal":{"Service":"delivery.logs.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*"`),
			want: []string{"delivery.logs.amazonaws.com [kms:Decrypt] map[]"},
		},
		{
			name: "blocked public access lets services in, whoever they act for", kind: "AWS::S3::Bucket", arn: bucket,
			text: st(`"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::demo/*"`, `"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::demo/*"`),
			want: []string{"cloudtrail.amazonaws.com [s3:PutObject] map[]", "* [s3:GetObject] map[]"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.kind == "" {
				test.kind, test.arn = "AWS::SNS::Topic", topic
			}
			s := &analyze.Subject{ARN: test.arn, Type: test.kind, Account: owner, Policy: &authz.Policy{Document: policy.Parse([]byte(test.text))}}
			s.Block.RestrictPublicBuckets = true
			trust := organization()
			trust.Services = !test.off
			var got []string
			for _, a := range analyze.External(s, trust) {
				if a.Undetermined != "" || a.Request == nil {
					t.Errorf("%s: %s", a.Principal, a.Undetermined)
				}
				if a.Kind == "Service" {
					got = append(got, fmt.Sprint(a.Principal, " ", a.Actions, " ", a.Condition))
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
			}
		})
	}
}
