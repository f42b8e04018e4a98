package aws

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// The SDK reads an empty body, and a web page in place of XML, as an answer
// without content: a list without entries. The guard looks at every answer
// before the SDK does, so that such an answer is a failure.

// A pageError is an answer that is not one of AWS's.
type pageError struct{ text string }

func (e *pageError) Error() string { return e.text }

// maxAnswer limits one answer, in bytes. A page of AWS's has a few megabytes.
const maxAnswer = 256 << 20

// peeked is how much of an answer the guard looks at, in bytes.
const peeked = 512

func guard(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("SightlineGuard", look), middleware.After)
}

func look(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, meta, err := next.HandleDeserialize(ctx, in)
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || response.Response == nil || response.Body == nil {
		return out, meta, err
	}
	// 5xx answers of load balancers are pages, too: the SDK tries again.
	if response.StatusCode >= http.StatusInternalServerError {
		return out, meta, nil
	}
	return out, meta, inspect(response.Response)
}

func inspect(r *http.Response) error {
	body := bufio.NewReaderSize(r.Body, peeked)
	start, err := body.Peek(peeked)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	r.Body = &limited{Reader: io.LimitReader(body, maxAnswer+1), Closer: r.Body}
	text := strings.ToLower(string(bytes.TrimLeft(start, "\ufeff \t\r\n")))
	switch {
	case text == "" && r.StatusCode == http.StatusOK:
		return &pageError{"the answer is empty"}
	case strings.HasPrefix(text, "<!doctype html") || strings.HasPrefix(text, "<html"):
		return &pageError{"answered with a web page: the endpoint does not know this operation, or is none of AWS's"}
	default:
		return nil
	}
}

// limited fails rather than cut an answer off in silence.
type limited struct {
	io.Reader
	io.Closer
	read int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if l.read += int64(n); l.read > maxAnswer {
		return n, &pageError{"the answer is larger than the limit"}
	}
	return n, err
}
