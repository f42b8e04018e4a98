package emulator

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3control"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// probes makes one call of each service as the SDK makes it.
func probes(c aws.Config, w *shared) map[string]func(context.Context) error {
	path := func(o *s3.Options) { o.UsePathStyle = true }
	home := w.Account("management").Bucket("home").Name
	return map[string]func(context.Context) error{
		"sts:GetCallerIdentity": func(ctx context.Context) error {
			_, err := sts.NewFromConfig(c).GetCallerIdentity(ctx, nil)
			return err
		},
		"iam:ListUsers": func(ctx context.Context) error {
			_, err := iam.NewFromConfig(c).ListUsers(ctx, nil)
			return err
		},
		"organizations:ListAccounts": func(ctx context.Context) error {
			_, err := organizations.NewFromConfig(c).ListAccounts(ctx, nil)
			return err
		},
		"ec2:DescribeInstances": func(ctx context.Context) error {
			_, err := ec2.NewFromConfig(c).DescribeInstances(ctx, nil)
			return err
		},
		"eks:ListClusters": func(ctx context.Context) error {
			_, err := eks.NewFromConfig(c).ListClusters(ctx, nil)
			return err
		},
		"rds:DescribeDBInstances": func(ctx context.Context) error {
			_, err := rds.NewFromConfig(c).DescribeDBInstances(ctx, nil)
			return err
		},
		"kms:ListKeys": func(ctx context.Context) error {
			_, err := kms.NewFromConfig(c).ListKeys(ctx, nil)
			return err
		},
		"s3:ListBuckets": func(ctx context.Context) error {
			_, err := s3.NewFromConfig(c, path).ListBuckets(ctx, nil)
			return err
		},
		"s3:GetBucketAcl": func(ctx context.Context) error {
			_, err := s3.NewFromConfig(c, path).GetBucketAcl(ctx, &s3.GetBucketAclInput{Bucket: &home})
			return err
		},
		"s3control:ListAccessPoints": func(ctx context.Context) error {
			_, err := s3control.NewFromConfig(c).ListAccessPoints(ctx, &s3control.ListAccessPointsInput{AccountId: aws.String("123456789012")})
			return err
		},
	}
}

// TestProxyMisbehaves proves that SDK clients read what the proxy says as what
// it means, in the protocol of every service.
func TestProxyMisbehaves(t *testing.T) {
	w := seeded(t)
	code := func(codes ...string) func(error) bool {
		return func(err error) bool {
			var api smithy.APIError
			if !errors.As(err, &api) {
				return false
			}
			for _, c := range codes {
				if api.ErrorCode() == c {
					return true
				}
			}
			return false
		}
	}
	fails := func(err error) bool { return err != nil }
	tests := []struct {
		name string
		rule Rule
		want func(error) bool
	}{
		{"as it is", Rule{Service: "none"}, func(err error) bool { return err == nil }},
		{"denied", Rule{Do: Deny}, code("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")},
		{"expired", Rule{Do: Expire}, code("ExpiredToken", "ExpiredTokenException", "RequestExpired")},
		{"throttled", Rule{Do: Throttle}, code("Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown")},
		{"throttled twice", Rule{Do: Throttle, Times: 2}, func(err error) bool { return err == nil }},
		{"truncated", Rule{Do: Truncate}, fails},
		{"halved", Rule{Do: Halve}, fails},
		{"reset", Rule{Do: Reset}, fails},
		{"HTML 200", Rule{Do: HTML(200)}, fails},
		{"HTML 404", Rule{Do: HTML(404)}, fails},
		{"HTML 500", Rule{Do: HTML(500)}, fails},
		{"hangs", Rule{Do: Hang}, fails},
		{"empty", Rule{Do: Empty}, func(err error) bool { return err == nil }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := proxy(t, w, test.rule)
			c, err := Config(p.URL, Virginia, Management())
			if err != nil {
				t.Fatal(err)
			}
			c.Retryer = quick
			for name, call := range probes(c, w) {
				limit, cancel := context.WithTimeout(t.Context(), patienceWith(test.name))
				if err := call(limit); !test.want(err) {
					t.Errorf("%s: error %v", name, err)
				}
				cancel()
			}
			if test.name == "as it is" && len(p.Operations()) != len(probes(c, w)) {
				t.Errorf("recorded %s", strings.Join(p.Operations(), " "))
			}
		})
	}
}

// patienceWith is short where nothing will come.
func patienceWith(name string) time.Duration {
	if name == "hangs" {
		return 100 * time.Millisecond
	}
	return 10 * time.Second
}
