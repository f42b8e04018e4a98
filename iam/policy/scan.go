package policy

import (
	"fmt"
	"unicode/utf8"
)

// A mark is a Position in little room. MaxSize keeps it within 32 bits.
type mark struct{ offset, line, column int32 }

func (m mark) position() Position {
	return Position{Offset: int(m.offset), Line: int(m.line), Column: int(m.column)}
}

func spanOf(start, end mark) Span { return Span{start.position(), end.position()} }

// A scanner walks over the text once. It knows where it is without counting
// again: extra holds the bytes of this line that are not the first of their
// code point.
type scanner struct {
	text      string
	at        int
	line      int
	lineStart int
	extra     int
	fault     *Issue // the first one; nothing is read behind it
}

func (s *scanner) mark() mark {
	column := s.at - s.lineStart - s.extra
	return mark{int32(s.at), int32(s.line), int32(column)}
}

// peek gives the next byte, and 0 at the end. A zero byte in the text is no
// part of any token, so the two need no telling apart.
func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// step passes one code point; a byte that is no UTF-8 counts as one.
func (s *scanner) step() {
	if s.text[s.at] == '\n' {
		s.newline()
		return
	}
	_, size := utf8.DecodeRuneInString(s.text[s.at:])
	s.at += size
	s.extra += size - 1
}

// newline passes a line feed, the only thing that ends a line here.
func (s *scanner) newline() {
	s.at++
	s.line, s.lineStart, s.extra = s.line+1, s.at, 0
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case '\n':
			s.newline()
		case ' ', '\t', '\r':
			s.at++
		default:
			return
		}
	}
}

// fail records the fault and gives false, so that callers can return it.
func (s *scanner) fail(code string, start mark, message, hint string) bool {
	if s.fault == nil {
		s.fault = &Issue{Code: code, Message: message, Hint: hint, Span: spanOf(start, s.mark())}
	}
	return false
}

// unexpected fails at the next code point.
func (s *scanner) unexpected(expected string) bool {
	start := s.mark()
	found, hint := s.found()
	return s.fail(CodeSyntax, start, "expected "+expected+", found "+found, hint)
}

// found names what stands here, passes it and says what it may come from.
func (s *scanner) found() (found, hint string) {
	if s.at >= len(s.text) {
		return "the end of the text", "the text may have been cut off"
	}
	if word := s.word(); word != "" {
		return quote(word), wordHint(word)
	}
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	c := s.text[s.at]
	s.step()
	switch {
	case r == '"':
		return `'"'`, ""
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf("the byte 0x%02X, which is no UTF-8", c), "save the file as UTF-8"
	}
	return quote(string(r)), runeHint(r)
}

// word passes letters and digits.
func (s *scanner) word() string {
	start := s.at
	for s.at < len(s.text) && isWord(s.text[s.at]) {
		s.at++
	}
	return s.text[start:s.at]
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDigit(c) || c == '_'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func wordHint(word string) string {
	switch word {
	case "NaN", "Infinity", "undefined":
		return "JSON has no " + word
	case "True", "False":
		return "JSON writes true and false in lower case"
	case "None", "nil":
		return "the grammar of policies has no such value"
	}
	return "strings and names stand in double quotes"
}

func runeHint(r rune) string {
	switch r {
	case '\'', '“', '”', '‘', '’', '`':
		return `strings and names stand in plain double quotes (")`
	case '/', '#':
		return "JSON has no comments"
	case '}', ']', ',':
		return "look for a comma too many or a value that is missing"
	case '%':
		return "the text looks percent-encoded, as the IAM API returns it: decode it first"
	case '\uFEFF':
		return "a byte order mark may only begin the text"
	}
	return ""
}

// literal reads true, false or null.
func (s *scanner) literal() (kind, bool) {
	start := s.mark()
	switch word := s.word(); word {
	case "true", "false":
		return kindBool, true
	case "null":
		return kindNull, true
	default:
		return kindNull, s.fail(CodeSyntax, start, "expected a value, found "+quote(word), wordHint(word))
	}
}

// number passes a number of JSON's grammar, which has no leading zeros and no
// plus sign. Source: RFC 8259 section 6.
func (s *scanner) number() bool {
	start := s.mark()
	if s.peek() == '-' {
		s.at++
	}
	zero := s.peek() == '0'
	first := s.at
	if !s.digits() || zero && s.at > first+1 {
		return s.fail(CodeSyntax, start, "this is no number of JSON", "put account ids in double quotes")
	}
	if s.peek() == '.' {
		if s.at++; !s.digits() {
			return s.unexpected("a digit after the decimal point")
		}
	}
	if s.peek() == 'e' || s.peek() == 'E' {
		if s.at++; s.peek() == '+' || s.peek() == '-' {
			s.at++
		}
		if !s.digits() {
			return s.unexpected("a digit of the exponent")
		}
	}
	return true
}

func (s *scanner) digits() bool {
	start := s.at
	for isDigit(s.peek()) {
		s.at++
	}
	return s.at > start
}
