package emulator

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// AccessKey and SecretKey are credentials of the management account; the
// emulator takes any.
const (
	AccessKey = "AKIAIOSFODNN7EXAMPLE"
	SecretKey = "wJalrXUtnFEMIEXAMPLEKEY"
)

// Credentials sign calls.
type Credentials struct{ ID, Secret, Session string }

// Management are the credentials of the management account.
func Management() Credentials { return Credentials{ID: AccessKey, Secret: SecretKey} }

// Config is how SDK clients reach an endpoint as somebody in a Region. Every
// connection goes to the endpoint, whatever the host is called: S3 Control puts
// the account's id before it, and no such name exists.
func Config(endpoint, region string, c Credentials) (aws.Config, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		return aws.Config{}, fmt.Errorf("endpoint %q: not an address such as http://127.0.0.1:5000", endpoint)
	}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, u.Host)
	}
	return aws.Config{
		Region: region, BaseEndpoint: &endpoint, RetryMaxAttempts: 3,
		HTTPClient:  &http.Client{Transport: &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 8}},
		Credentials: credentials.NewStaticCredentialsProvider(c.ID, c.Secret, c.Session),
	}, nil
}

// Assume takes a role on and gives its credentials.
func Assume(ctx context.Context, endpoint, role string) (Credentials, error) {
	config, err := Config(endpoint, Virginia, Management())
	if err != nil {
		return Credentials{}, err
	}
	out, err := sts.NewFromConfig(config).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("seed")})
	if err != nil {
		return Credentials{}, fmt.Errorf("assume %s: %w", role, err)
	}
	c := out.Credentials
	return Credentials{ID: *c.AccessKeyId, Secret: *c.SecretAccessKey, Session: *c.SessionToken}, nil
}
