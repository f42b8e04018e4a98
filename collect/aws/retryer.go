package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"golang.org/x/time/rate"
)

// attempts is how often a call is tried where AWS_MAX_ATTEMPTS says nothing.
const attempts = 6

// perSecond is how many calls of a service an account is asked at most. AWS's
// own limits are higher (EC2 and KMS) or not published; the adaptive mode slows
// down further when AWS asks for it.
func perSecond(service string) rate.Limit {
	switch service {
	case "iam", "organizations":
		return 10
	case "s3":
		return 100
	case "kms":
		return 50
	default:
		return 20
	}
}

// A retryer waits for its account's and service's turn before each attempt.
type retryer struct {
	*retry.AdaptiveMode
	turn *rate.Limiter
}

func newRetryer(turn *rate.Limiter) aws.Retryer {
	return &retryer{turn: turn, AdaptiveMode: retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.StandardOptions = append(o.StandardOptions, func(s *retry.StandardOptions) {
			s.MaxAttempts = attempts
			s.Retryables = append(s.Retryables, retry.IsErrorRetryableFunc(truncated))
		})
	})}
}

// slowAttempts is how often a call is tried that had no answer in time.
const slowAttempts = 2

// RetryDelay gives up on what does not answer sooner than on what answers with
// an error.
func (r *retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	var timeout interface{ Timeout() bool }
	if attempt >= slowAttempts && errors.As(err, &timeout) && timeout.Timeout() {
		return 0, err
	}
	return r.AdaptiveMode.RetryDelay(attempt, err)
}

// GetAttemptToken waits, then asks the adaptive mode.
func (r *retryer) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	if err := r.turn.Wait(ctx); err != nil {
		return nil, err
	}
	return r.AdaptiveMode.GetAttemptToken(ctx)
}

// truncated tells of an answer that broke off: the SDK takes it for one that
// cannot be understood, but the next may be whole.
func truncated(err error) aws.Ternary {
	var inXML *xml.SyntaxError
	var inJSON *json.SyntaxError
	broken := errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &inXML) && strings.Contains(inXML.Msg, "unexpected EOF") ||
		errors.As(err, &inJSON) && strings.Contains(inJSON.Error(), "unexpected end")
	if broken {
		return aws.TrueTernary
	}
	return aws.UnknownTernary
}
