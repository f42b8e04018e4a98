package aws

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// sessionName is the name of the sessions in which accounts are read, as
// CloudTrail shows it.
const sessionName = "sightline"

// firstAttempts is how often the first call is tried: whoever starts a scan
// waits for it.
const firstAttempts = 3

// firstTime limits it: an endpoint that never answers is told soon.
const firstTime = 20 * time.Second

// askTime limits how long the sources of credentials are asked.
const askTime = 10 * time.Second

// ErrNoCredentials says that neither the environment, nor the shared files, nor
// the machine have credentials.
var ErrNoCredentials = errors.New("no AWS credentials found: set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, " +
	"or sign in with the AWS CLI; files are read with --from FILE")

// HasCredentials tells whether there are AWS credentials, whether or not they
// still work.
func HasCredentials(ctx context.Context) bool {
	cfg, err := ambient(ctx)
	if err != nil {
		return true // a profile that cannot be read was meant to be used
	}
	err = retrieve(ctx, cfg)
	return !errors.Is(err, ErrNoCredentials)
}

// retrieve asks the sources of credentials in their order.
func retrieve(ctx context.Context, cfg aws.Config) error {
	if cfg.Credentials == nil {
		return ErrNoCredentials
	}
	limited, stop := context.WithTimeout(ctx, askTime)
	defer stop()
	_, err := cfg.Credentials.Retrieve(limited)
	if err != nil && ctx.Err() == nil && strings.Contains(err.Error(), "no EC2 IMDS role found") {
		return ErrNoCredentials
	}
	return err
}

// open finds out whose the ambient credentials are.
func open(ctx context.Context) (*session, error) {
	cfg, err := ambient(ctx)
	if err != nil {
		return nil, fmt.Errorf("AWS configuration: %s", whole(err))
	}
	if err := retrieve(ctx, cfg); err != nil {
		if ctx.Err() != nil || errors.Is(err, ErrNoCredentials) {
			return nil, err
		}
		return nil, fmt.Errorf("AWS credentials: %s", whole(err))
	}
	if err := checkEndpoint(cfg.BaseEndpoint); err != nil {
		return nil, err
	}
	cfg.Retryer = func() aws.Retryer {
		return retry.AddWithMaxAttempts(newRetryer(newTurns().limiter("sts")), firstAttempts)
	}
	limited, stop := context.WithTimeout(ctx, firstTime)
	defer stop()
	out, err := bind(sts.NewFromConfig(cfg).GetCallerIdentity)(limited, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, firstFailure(ctx, cfg, err)
	}
	parts := strings.SplitN(value(out.Arn), ":", 6)
	if len(parts) != 6 || value(out.Account) == "" {
		return nil, errors.New("sts:GetCallerIdentity: the answer names no caller; is the endpoint one of AWS's?")
	}
	cfg.Retryer = nil
	return &session{account: *out.Account, partition: parts[1], region: cfg.Region, config: cfg, turns: newTurns()}, nil
}

// checkEndpoint finds slips in a custom endpoint.
func checkEndpoint(address *string) error {
	if address == nil {
		return nil
	}
	u, err := url.Parse(*address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("AWS_ENDPOINT_URL %q: write http://HOST:PORT or https://HOST", redacted(*address))
	}
	return nil
}

// redacted leaves out a password that an address holds.
func redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(unreadable)"
	}
	return u.Redacted()
}

// whole words an error of the SDK's configuration, whose cause alone says little.
func whole(err error) string {
	return shortened(strings.Join(strings.Fields(err.Error()), " "))
}

// firstFailure words why nothing can be asked at all.
func firstFailure(ctx context.Context, cfg aws.Config, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	text := reason(err)
	switch c := code(err); {
	case strings.HasPrefix(c, "ExpiredToken") || c == "RequestExpired":
		return fmt.Errorf("the AWS credentials have expired (%s): sign in again", text)
	case c == "InvalidClientTokenId" || c == "SignatureDoesNotMatch" || c == "UnrecognizedClientException" || c == "IncompleteSignature":
		return fmt.Errorf("AWS does not accept the credentials: %s", text)
	}
	where := ""
	if cfg.BaseEndpoint != nil {
		where = " at " + redacted(*cfg.BaseEndpoint) + " (AWS_ENDPOINT_URL)"
	}
	return fmt.Errorf("AWS cannot be asked%s: sts:GetCallerIdentity: %s", where, text)
}

// assume makes a session in another account through the role.
func (s *session) assume(ctx context.Context, account string, o *Options) (*session, error) {
	out := &session{account: account, partition: s.partition, region: s.region, config: s.config.Copy(), turns: newTurns()}
	c := sts.NewFromConfig(s.in(s.region, "sts"))
	provider := stscreds.NewAssumeRoleProvider(assumer(bind(c.AssumeRole)), s.roleIn(account, o), func(a *stscreds.AssumeRoleOptions) {
		a.RoleSessionName = sessionName
		if o.ExternalID != "" {
			a.ExternalID = &o.ExternalID
		}
	})
	out.config.Credentials = aws.NewCredentialsCache(provider)
	_, err := out.config.Credentials.Retrieve(ctx)
	return out, err
}

func (s *session) roleIn(account string, o *Options) string {
	return "arn:" + s.partition + ":iam::" + account + ":role/" + strings.TrimPrefix(o.role(), "/")
}

// assumer is the one call of STS that the provider needs.
type assumer call[sts.AssumeRoleInput, sts.AssumeRoleOutput]

// AssumeRole implements the provider's interface.
func (a assumer) AssumeRole(ctx context.Context, in *sts.AssumeRoleInput, _ ...func(*sts.Options)) (*sts.AssumeRoleOutput, error) {
	return a(ctx, in)
}
