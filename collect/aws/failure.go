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
	var api smithy.APIError
	var page *pageError
	var response *smithyhttp.ResponseError
	switch {
	case errors.As(err, &page):
		return page.Error()
	case errors.As(err, &api) && api.ErrorCode() != "UnknownError" && api.ErrorMessage() != "":
		return api.ErrorCode() + ": " + api.ErrorMessage()
	case errors.As(err, &api) && api.ErrorCode() != "UnknownError":
		return api.ErrorCode()
	case unreachable(err) != "":
		return unreachable(err)
	case errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusBadRequest:
		return fmt.Sprintf("HTTP status %d without an error that AWS knows", response.HTTPStatusCode())
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
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
		if u, err := url.Parse(target.URL); err == nil {
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
