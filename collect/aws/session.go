package aws

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go/logging"
	"golang.org/x/time/rate"
)

// Times after which an answer is given up, and how many connections one host
// is asked for at a time.
const (
	dialTimeout   = 10 * time.Second
	headerTimeout = 30 * time.Second
	callTimeout   = 3 * time.Minute
	connections   = 64
)

// fallbackRegion is asked where neither environment nor profile names one.
const fallbackRegion = "us-east-1"

// A session is the right to read one account.
type session struct {
	account, partition string
	region             string // of global calls
	config             aws.Config
	turns              *turns
}

// turns hold a limiter for each service of one account.
type turns struct {
	mu sync.Mutex
	of map[string]*rate.Limiter
}

func newTurns() *turns { return &turns{of: make(map[string]*rate.Limiter)} }

func (t *turns) limiter(service string) *rate.Limiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.of[service]
	if l == nil {
		l = rate.NewLimiter(perSecond(service), int(perSecond(service)))
		t.of[service] = l
	}
	return l
}

// ambient reads the environment and the shared files as the AWS CLI does.
func ambient(ctx context.Context) (aws.Config, error) {
	client := awshttp.NewBuildableClient().WithTimeout(callTimeout).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = dialTimeout }).
		WithTransportOptions(func(t *http.Transport) {
			t.ResponseHeaderTimeout = headerTimeout
			t.MaxConnsPerHost, t.MaxIdleConnsPerHost = connections, connections
		})
	cfg, err := config.LoadDefaultConfig(ctx, config.WithHTTPClient(client), config.WithLogger(logging.Nop{}))
	if err != nil {
		return cfg, err
	}
	if cfg.Region == "" {
		cfg.Region = fallbackRegion
	}
	cfg.APIOptions = append(cfg.APIOptions, guard)
	return cfg, nil
}

// in is the configuration for a service in a Region.
func (s *session) in(region, service string) aws.Config {
	cfg := s.config.Copy()
	cfg.Region = region
	cfg.Retryer = func() aws.Retryer { return newRetryer(s.turns.limiter(service)) }
	return cfg
}

// arn makes an ARN of the account.
func (s *session) arn(service, region, resource string) string {
	return "arn:" + s.partition + ":" + service + ":" + region + ":" + s.account + ":" + resource
}
