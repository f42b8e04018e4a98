package file

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A cursor reads JSON (RFC 8259) from bytes in memory, strictly and in one
// pass, and knows at every moment where it is: offset, line and JSON pointer.
// Values are pulled by the caller, who thereby states the type he expects.
type cursor struct {
	file string
	src  []byte
	pos  int
	// path leads to the value at pos.
	path     []step
	maxDepth int
	names    map[string]string // object keys seen, each stored once
	// The place whose line was asked for last, see lineAt.
	linePos, line int
}

// A step is an object's key or, if key is empty and index is not -1, an
// array's index.
type step struct {
	key   string
	index int
}

func newCursor(file string, src []byte, o Options) *cursor {
	return &cursor{file: file, src: src, maxDepth: o.MaxDepth, names: make(map[string]string), line: 1}
}

// fail makes an error at the cursor's place.
func (c *cursor) fail(format string, args ...any) error {
	return c.failAt(c.pos, format, args...)
}

func (c *cursor) failAt(pos int, format string, args ...any) error {
	line, col := c.place(pos)
	return &Error{
		File: c.file, Line: line, Col: col, Pointer: c.pointer(),
		Message: fmt.Sprintf(format, args...),
	}
}

// hint adds to an error what to do about it.
func hint(err error, text string) error {
	var e *Error
	if errors.As(err, &e) && e.Hint == "" {
		e.Hint = text
	}
	return err
}

// place gives line and column of an offset.
func (c *cursor) place(pos int) (line, col int) {
	line = 1 + bytes.Count(c.src[:pos], []byte{'\n'})
	start := bytes.LastIndexByte(c.src[:pos], '\n') + 1
	return line, 1 + utf8.RuneCount(c.src[start:pos])
}

// lineAt gives the line of an offset. It counts from the offset asked for last,
// so that asking for places near each other costs little.
func (c *cursor) lineAt(pos int) int {
	if pos >= c.linePos {
		c.line += bytes.Count(c.src[c.linePos:pos], []byte{'\n'})
	} else {
		c.line -= bytes.Count(c.src[pos:c.linePos], []byte{'\n'})
	}
	c.linePos = pos
	return c.line
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointer gives the JSON pointer of the value at the cursor, cut short if it is
// absurdly deep.
func (c *cursor) pointer() string {
	var b strings.Builder
	for i, s := range c.path {
		if i == 20 {
			b.WriteString("/…")
			break
		}
		if s.index >= 0 {
			b.WriteString("/" + strconv.Itoa(s.index))
		} else {
			b.WriteString("/" + pointerEscapes.Replace(shortened(s.key)))
		}
	}
	return b.String()
}

// peek skips white space and gives the next byte, 0 at the end.
func (c *cursor) peek() byte {
	for c.pos < len(c.src) {
		switch b := c.src[c.pos]; b {
		case ' ', '\n', '\t', '\r':
			c.pos++
		default:
			return b
		}
	}
	return 0
}

// end tells whether only white space is left.
func (c *cursor) end() bool {
	c.peek()
	return c.pos >= len(c.src)
}

// kind names the value that comes next, for messages.
func (c *cursor) kind() string {
	if c.end() {
		return "the end of the file"
	}
	switch b, rest := c.src[c.pos], c.src[c.pos:]; {
	case b == '{':
		return "an object"
	case b == '[':
		return "an array"
	case b == '"':
		return "a string"
	case bytes.HasPrefix(rest, []byte("true")), bytes.HasPrefix(rest, []byte("false")):
		return "true or false"
	case bytes.HasPrefix(rest, []byte("null")):
		return "null"
	case b == '-' || b >= '0' && b <= '9':
		return "a number"
	default:
		r, _ := utf8.DecodeRune(rest)
		return "the character " + strconv.QuoteRune(r)
	}
}

// want fails with what was expected instead of what comes next.
func (c *cursor) want(what string) error {
	kind := c.kind()
	if c.pos >= len(c.src) {
		return hint(c.fail("the file ends where %s should stand", what), "it was cut off; fetch it again")
	}
	return c.fail("%s stands where %s should", kind, what)
}

// null consumes a null, if one comes next.
func (c *cursor) null() (bool, error) {
	if c.peek() != 'n' {
		return false, nil
	}
	return true, c.literal("null")
}

func (c *cursor) enter(s step) error {
	if len(c.path) >= c.maxDepth {
		return c.fail("nested deeper than %d levels", c.maxDepth)
	}
	c.path = append(c.path, s)
	return nil
}

func (c *cursor) leave() { c.path = c.path[:len(c.path)-1] }
