package file

import (
	"fmt"
	"strings"
	"unicode"
)

// An Error says what is wrong with a file, where, and what to do. Line and Col
// count from 1, Col in characters; both are 0 if the whole file is meant.
type Error struct {
	File      string
	Line, Col int
	// Pointer is the JSON pointer (RFC 6901) of the value that is meant,
	// counted within its page if the file holds several concatenated ones.
	Pointer string
	Message string
	Hint    string
}

// Error gives one line: "file:line:col /pointer: message (hint)".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Col)
	}
	if e.Pointer != "" {
		b.WriteString(" " + e.Pointer)
	}
	b.WriteString(": " + e.Message)
	if e.Hint != "" {
		b.WriteString(" (" + e.Hint + ")")
	}
	return printable(b.String())
}

// printable shows what a terminal would obey or swallow, line feeds included,
// as an escape: names in files come from anywhere.
func printable(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// quoted shows a value from a file within a message: one line, not too long.
func quoted(s string) string {
	return fmt.Sprintf("%q", shortened(s))
}

func shortened(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
