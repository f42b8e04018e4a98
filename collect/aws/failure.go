package aws

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// refused tells whether AWS said that the caller may not.
func refused(err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	switch code := api.ErrorCode(); code {
	case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AuthorizationErrorException",
		"NotAuthorized", "Forbidden", "UnauthorizedAccess":
		return true
	default:
		return strings.HasPrefix(code, "AccessDenied")
	}
}

// expired tells whether the credentials themselves came to their end.
func expired(err error) bool {
	c := code(err)
	return strings.HasPrefix(c, "ExpiredToken") || c == "RequestExpired"
}

// unanswered tells of a failure that would be the same for any other thing of
// the kind: throttled, timed out, unreachable, the service down.
func unanswered(err error) bool {
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusInternalServerError {
		return true
	}
	return retry.IsErrorThrottles(retry.DefaultThrottles).IsErrorThrottle(err).Bool() ||
		errors.Is(err, context.DeadlineExceeded) || unreachable(err) != ""
}

// code is AWS's name for an error, or "".
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// maxReason limits the text of a gap, in bytes.
const maxReason = 400

// reason words why a call failed, in one line.
func reason(err error) string {
	return shortened(strings.Join(strings.Fields(cause(err)), " "))
}

func cause(err error) string {
	var given *givenUpError
	if errors.As(err, &given) {
		return "given up after several calls without an answer, the last with: " + cause(given.last)
	}
	var api smithy.APIError
	var page *pageError
	var response *smithyhttp.ResponseError
	var decoding *smithy.DeserializationError
	switch {
	case errors.As(err, &page):
		return page.Error()
	case errors.As(err, &api) && api.ErrorCode() != "UnknownError" && api.ErrorMessage() != "":
		return api.ErrorCode() + ": " + api.ErrorMessage()
	case errors.As(err, &api) && api.ErrorCode() != "UnknownError":
		return api.ErrorCode()
	case unreachable(err) != "":
		return unreachable(err)
	case errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusMultipleChoices && response.HTTPStatusCode() < http.StatusBadRequest:
		return fmt.Sprintf("HTTP status %d: the answer sends the caller elsewhere", response.HTTPStatusCode())
	case errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusBadRequest:
		return fmt.Sprintf("HTTP status %d without an error that AWS knows", response.HTTPStatusCode())
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.As(err, &decoding):
		return "the answer cannot be understood: " + innermost(err)
	default:
		return innermost(err)
	}
}

// unreachable words a connection that did not come about or broke.
func unreachable(err error) string {
	var dns *net.DNSError
	var op *net.OpError
	var target *url.Error
	host := ""
	if errors.As(err, &target) {
		if u, err := url.Parse(target.URL); err == nil && u.Host != "" {
			host = " " + u.Host
		}
	}
	switch {
	case errors.As(err, &dns):
		return "cannot find the host" + host + ": " + dns.Err
	case errors.As(err, &op):
		return "cannot reach" + host + ": " + innermost(op.Err)
	case errors.As(err, &target) && target.Timeout():
		return "no answer in time from" + host
	case errors.As(err, &target):
		return "the connection to" + host + " broke: " + innermost(target.Err)
	default:
		return ""
	}
}

// innermost is the text at the bottom of a chain of errors.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

func shortened(text string) string {
	if len(text) <= maxReason {
		return text
	}
	return strings.ToValidUTF8(text[:maxReason], "") + " …"
}
