package policy

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// string reads a JSON string and gives its content. A string without escapes is
// a part of the text, not a copy.
func (s *scanner) string() (string, bool) {
	start := s.mark()
	s.at++
	begin := s.at
	if !s.plain(start) {
		return "", false
	}
	if s.text[s.at] == '"' {
		s.at++
		return s.text[begin : s.at-1], true
	}
	return s.escaped(start, begin)
}

// plain passes characters that stand for themselves. It is true before a quote
// or a backslash, and false after a fault.
func (s *scanner) plain(start mark) bool {
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '"' || c == '\\':
			return true
		case c < ' ':
			return s.control(start, c)
		case c < utf8.RuneSelf:
			s.at++
		case !s.wide():
			return false
		}
	}
	return s.fail(CodeSyntax, start, "the text ends inside a string", "close it with a double quote")
}

// wide passes one code point of several bytes.
func (s *scanner) wide() bool {
	_, size := utf8.DecodeRuneInString(s.text[s.at:])
	if size > 1 {
		s.at += size
		s.extra += size - 1
		return true
	}
	here, c := s.mark(), s.text[s.at]
	s.at++
	return s.fail(CodeInvalidText, here, fmt.Sprintf("the byte 0x%02X is no UTF-8", c), "save the file as UTF-8")
}

func (s *scanner) control(start mark, c byte) bool {
	if c == '\n' || c == '\r' {
		return s.fail(CodeSyntax, start, "the line ends inside a string",
			`close it with a double quote; a line break inside a string is written \n`)
	}
	here := s.mark()
	s.at++
	return s.fail(CodeSyntax, here, fmt.Sprintf("control character U+%04X in a string", c),
		fmt.Sprintf(`write it as \u%04x`, c))
}

// escaped reads on from the first backslash of a string.
func (s *scanner) escaped(start mark, begin int) (string, bool) {
	var b strings.Builder
	b.WriteString(s.text[begin:s.at])
	for s.text[s.at] == '\\' {
		r, ok := s.escape()
		if !ok {
			return "", false
		}
		b.WriteRune(r)
		begin = s.at
		if !s.plain(start) {
			return "", false
		}
		b.WriteString(s.text[begin:s.at])
	}
	s.at++
	return b.String(), true
}

// escape reads one escape sequence. Source: RFC 8259 section 7.
func (s *scanner) escape() (rune, bool) {
	start := s.mark()
	s.at++
	c := s.peek()
	if c == 'u' {
		s.at++
		return s.unicodeEscape(start)
	}
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		s.at++
		return rune("\"\\/\b\f\n\r\t"[i]), true
	}
	found, _ := s.found()
	return 0, s.fail(CodeSyntax, start, `expected an escape sequence after \, found `+found,
		`a backslash itself is written \\`)
}

// unicodeEscape reads what follows \u; characters beyond U+FFFF take two such
// escapes, and half a pair is no character.
func (s *scanner) unicodeEscape(start mark) (rune, bool) {
	r, ok := s.hex4(start)
	if !ok || !utf16.IsSurrogate(r) {
		return r, ok
	}
	if strings.HasPrefix(s.text[s.at:], `\u`) {
		s.at += 2
		low, ok := s.hex4(start)
		if !ok {
			return 0, false
		}
		if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
			return full, true
		}
	}
	return 0, s.fail(CodeInvalidText, start, "half of a surrogate pair is no character",
		`characters beyond U+FFFF are written as two \u escapes`)
}

func (s *scanner) hex4(start mark) (rune, bool) {
	var r rune
	for range 4 {
		digit := hexDigit(s.peek())
		if digit < 0 {
			return 0, s.fail(CodeSyntax, start, `expected four hexadecimal digits after \u`, "")
		}
		r = r<<4 | digit
		s.at++
	}
	return r, true
}

func hexDigit(c byte) rune {
	switch {
	case isDigit(c):
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}
