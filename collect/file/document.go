package file

import (
	"errors"
	"net/url"
	"strings"

	"sightline/snapshot"
)

// A document is a policy's text as it was read. Line is where it begins in the
// file; 0 if lines of the text are not lines of the file.
type document struct {
	text string
	line int
}

// document reads a policy document in any of the three forms in which it is
// found: a JSON object (AWS CLI), a percent-encoded string (the API itself), a
// string of JSON. null gives nil.
//
// Source: IAM API Reference "GetAccountAuthorizationDetails": policies
// returned by this operation are URL-encoded compliant with RFC 3986. So "+"
// stands for itself.
func (c *cursor) document(most int) (*document, error) {
	switch c.peek() {
	case 'n':
		return nil, c.literal("null")
	case '{':
		return c.embedded(most)
	case '"':
		return c.encoded(most)
	default:
		return nil, c.want("a policy document (an object or a string)")
	}
}

func (c *cursor) embedded(most int) (*document, error) {
	start := c.pos
	raw, err := c.raw()
	if err != nil {
		return nil, err
	}
	if len(raw) > most {
		return nil, c.tooLong(start, len(raw), most)
	}
	return &document{text: string(raw), line: c.lineAt(start)}, nil
}

func (c *cursor) encoded(most int) (*document, error) {
	start := c.pos
	text, err := c.text()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		decoded, err := url.PathUnescape(text)
		if err != nil {
			return nil, c.failAt(start, "the policy document is neither JSON nor URL-encoded: %v", err)
		}
		text = decoded
	}
	if len(text) > most {
		return nil, c.tooLong(start, len(text), most)
	}
	if err := c.checkDecoded(start, text); err != nil {
		return nil, err
	}
	d := &document{text: text, line: c.lineAt(start)}
	if strings.Contains(strings.TrimRight(text, "\r\n"), "\n") {
		d.line = 0 // its lines are not lines of the file
	}
	return d, nil
}

func (c *cursor) tooLong(start, got, most int) error {
	return c.failAt(start, "the policy document has %d bytes; the limit is %d, and AWS's own is lower", got, most)
}

// checkDecoded sees to it that a decoded string holds one JSON object.
func (c *cursor) checkDecoded(start int, text string) error {
	d := newCursor("", []byte(text), Options{MaxDepth: c.maxDepth})
	var err error
	if d.peek() != '{' {
		err = d.want("an object")
	} else if err = d.skip(); err == nil && !d.end() {
		err = d.fail("something stands behind the document")
	}
	if err == nil {
		return nil
	}
	var e *Error
	if !errors.As(err, &e) {
		return c.failAt(start, "the decoded policy document is not JSON: %v", err)
	}
	return c.failAt(start, "the decoded policy document is not JSON: line %d, column %d%s: %s",
		e.Line, e.Col, spaced(e.Pointer), e.Message)
}

func spaced(pointer string) string {
	if pointer == "" {
		return ""
	}
	return " " + pointer
}

// attach stores a document and gives it a name and its place.
func (d *document) attach(b *snapshot.Builder, name, file string) snapshot.Attachment {
	return b.Attach(name, d.text, file, d.line)
}

// attachment is attach for a document without a name, which may be nil.
func (d *document) attachment(b *snapshot.Builder, file string) *snapshot.Attachment {
	if d == nil {
		return nil
	}
	a := d.attach(b, "", file)
	return &a
}
