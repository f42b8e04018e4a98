package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestResourceTypesOf(t *testing.T) {
	tests := []struct {
		name, arn string
		first     string // "service type"
		lack      string
	}{
		{"a bucket", "arn:aws:s3:::b", "s3 bucket", "s3 object"},
		{"an object", "arn:aws:s3:::b/k", "s3 object", "s3 bucket"},
		{"an object whose key has slashes", "arn:aws:s3:::b/k/l:m", "s3 object", "s3 bucket"},
		{"an object whose key reads like a job", "arn:aws:s3:::job/a/b", "s3 object", "s3 job"},
		{"a bucket of another partition", "arn:aws-cn:s3:::b", "s3 bucket", "s3 object"},
		{"an access point", "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap", "s3 accesspoint", "s3 object"},
		{"an object through an access point", "arn:aws:s3:eu-west-1:111122223333:accesspoint/ap/object/a/b", "s3 accesspointobject", "s3 accesspoint"},
		{"a role is iam's before sts's", "arn:aws:iam::111122223333:role/r", "iam role", "iam user"},
		{"a role with a path", "arn:aws:iam::111122223333:role/team/a/r", "iam role", "iam user"},
		{"a policy of AWS", "arn:aws:iam::aws:policy/ReadOnlyAccess", "iam policy", "iam role"},
		{"a table", "arn:aws:dynamodb:eu-west-1:111122223333:table/t", "dynamodb table", "dynamodb index"},
		{"an index is not its table", "arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i", "dynamodb index", "dynamodb table"},
		{"a secret with slashes", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf", "secretsmanager Secret", ""},
		{"a parameter with a path", "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b/c", "ssm parameter", ""},
		{"a parameter of AWS has no account", "arn:aws:ssm:eu-west-1::parameter/aws/service/x", "ssm parameter", ""},
		{"a log group with slashes", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f", "logs log-group", "logs log-stream"},
		{"a log stream", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f:log-stream:2026/x", "logs log-stream", "logs log-group"},
		{"a queue", "arn:aws:sqs:eu-west-1:111122223333:q", "sqs queue", ""},
		{"a topic", "arn:aws:sns:eu-west-1:111122223333:t", "sns topic", ""},
		{"a function", "arn:aws:lambda:eu-west-1:111122223333:function:f", "lambda function", "lambda function version"},
		{"a key", "arn:aws:kms:eu-west-1:111122223333:key/0000", "kms key", "kms alias"},
		{"an instance", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0", "ec2 instance", "ec2 volume"},
		{"a load balancer", "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/n/1", "elasticloadbalancing loadbalancer/app/", ""},
		{"a call of an API", "arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/pets/1", "execute-api execute-api-general", ""},
		{"an API", "arn:aws:apigateway:eu-west-1::/restapis/abc", "apigateway RestApi", ""},
		{"a recovery point, whatever its service", "arn:aws:backup:eu-west-1:111122223333:recovery-point:1", "backup recoveryPoint", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, ref := range Embedded().ResourceTypesOf(tt.arn) {
				got = append(got, ref.Service+" "+ref.Type)
			}
			if len(got) == 0 || got[0] != tt.first {
				t.Errorf("%s is %q, want %q first", tt.arn, got, tt.first)
			}
			if slices.Contains(got, tt.lack) {
				t.Errorf("%s is %q, must not be %q", tt.arn, got, tt.lack)
			}
		})
	}
}

func TestNoResourceType(t *testing.T) {
	for _, arn := range []string{
		"", "*", "arn", "arn:aws:s3", "arn:aws:s3:::", "arn:aws:s3:::/k", "b/k",
		"ARN:aws:s3:::b", "arn:aws:nosuch:::b", "arn:aws:s3:::b/" + strings.Repeat("k", maxARN),
	} {
		if got := Embedded().ResourceTypesOf(arn); len(got) != 0 {
			t.Errorf("%.40q is %v", arn, got)
		}
		if got := Embedded().ActionsOn(arn); len(got) != 0 {
			t.Errorf("%.40q has %d actions", arn, len(got))
		}
	}
}

func TestActionsOn(t *testing.T) {
	tests := []struct {
		arn       string
		has, lack []string
	}{
		{"arn:aws:s3:::b", []string{"s3:ListBucket", "s3:PutBucketPolicy"}, []string{"s3:GetObject", "s3:ListAllMyBuckets"}},
		{"arn:aws:s3:::b/k", []string{"s3:GetObject", "s3:PutObject"}, []string{"s3:ListBucket"}},
		{"arn:aws:iam::111122223333:role/r", []string{"iam:PassRole", "iam:GetRole", "sts:AssumeRole"}, []string{"iam:GetUser", "iam:ListRoles"}},
		{"arn:aws:kms:eu-west-1:111122223333:key/0", []string{"kms:Decrypt"}, []string{"kms:ListKeys"}},
		{"arn:aws:ec2:eu-west-1:111122223333:instance/i-0", []string{"ec2:RunInstances", "ssm:StartSession"}, []string{"ec2:DescribeInstances"}},
	}
	for _, tt := range tests {
		t.Run(tt.arn, func(t *testing.T) {
			got := Embedded().ActionsOn(tt.arn)
			for _, name := range tt.has {
				if !slices.Contains(got, name) {
					t.Errorf("lacks %s", name)
				}
			}
			for _, name := range tt.lack {
				if slices.Contains(got, name) {
					t.Errorf("has %s", name)
				}
			}
			if !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) {
				t.Error("not sorted, or an action twice")
			}
		})
	}
}

// ActionsOn and ResourceTypesOf are two ways through the same data.
func TestActionsOnAreThoseThatNameAMatchedType(t *testing.T) {
	c := Embedded()
	for _, arn := range []string{"arn:aws:s3:::b/k", "arn:aws:iam::111122223333:role/r", "arn:aws:backup:eu-west-1:111122223333:recovery-point:1"} {
		refs := c.ResourceTypesOf(arn)
		on := c.ActionsOn(arn)
		for _, ref := range refs {
			s, _ := c.Service(ref.Service)
			for _, a := range s.Actions {
				if slices.Contains(a.ResourceTypes, ref.Type) && !slices.Contains(on, a.FullName()) {
					t.Errorf("%s: lacks %s", arn, a.FullName())
				}
			}
		}
		for _, name := range on {
			a, _ := c.Action(name)
			if !slices.ContainsFunc(refs, func(r TypeRef) bool {
				return r.Service == a.Service && slices.Contains(a.ResourceTypes, r.Type)
			}) {
				t.Errorf("%s: %s is on none of %v", arn, name, refs)
			}
		}
	}
}

func TestTemplate(t *testing.T) {
	tests := []struct {
		form, text    string
		strict, loose bool
	}{
		{"${A}", "x", true, true},
		{"${A}", "", false, false},
		{"${A}", "x/y", false, false},
		{"${A}/${B}", "x/y", true, true},
		{"${A}/${B}", "x/y/z", false, true},
		{"${A}/${B}", "x/", false, false},
		{"${A}/${B}", "/y", false, false},
		{"t/${A}/i/${B}", "t/x/i/y", true, true},
		{"t/${A}/i/${B}", "t//i/y", false, false},
		{"g:${A}:s:${B}", "g:/x/y:s:z", false, true},
		{"d/${A}${B}", "d/x", true, true},
		{"b/${A}-{Date-Stamp}", "b/x-2026", true, true},
		{"b/*", "b/", true, true},
		{"b/*", "b/x/y", true, true},
		{"b/${A}/c/*", "b/x/c/y/z", true, true},
		{"b/${A}.json", "b/x.json.json", true, true},
		{"b/${unclosed", "b/${unclosed", true, true},
		{"", "", true, true},
	}
	for _, tt := range tests {
		f := parseTemplate(tt.form)
		if got := f.match(tt.text, matching{}); got != tt.strict {
			t.Errorf("%q on %q: strict %v", tt.form, tt.text, got)
		}
		if got := f.match(tt.text, matching{slashes: true}); got != tt.loose {
			t.Errorf("%q on %q: loose %v", tt.form, tt.text, got)
		}
	}
}
