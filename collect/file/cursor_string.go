package file

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// rawString consumes a string and gives what stands between its quotes; plain
// tells that nothing in it is escaped.
func (c *cursor) rawString() (raw []byte, plain bool, err error) {
	opening := c.pos
	c.pos++
	start := c.pos
	plain = true
	for c.pos < len(c.src) {
		switch b := c.src[c.pos]; {
		case b == '"':
			raw = c.src[start:c.pos]
			c.pos++
			return raw, plain, nil
		case b == '\\':
			plain = false
			if err := c.escape(); err != nil {
				return nil, false, err
			}
		case b < 0x20:
			return nil, false, c.fail("a control character (U+%04X) stands in a string", b)
		default:
			c.pos++
		}
	}
	return nil, false, hint(c.failAt(opening, "the file ends inside a string that begins here"), "it was cut off; fetch it again")
}

// escape consumes one escape sequence.
func (c *cursor) escape() error {
	if c.pos+1 >= len(c.src) {
		c.pos = len(c.src)
		return nil // rawString reports the end
	}
	b := c.src[c.pos+1]
	if b != 'u' {
		if strings.IndexByte(`"\/bfnrt`, b) < 0 {
			return c.fail("JSON has no such escape: a backslash before %q", rune(b))
		}
		c.pos += 2
		return nil
	}
	if _, ok := hex4(c.src[c.pos+2:]); !ok {
		return c.fail(`four hexadecimal digits should follow \u`)
	}
	c.pos += 6
	return nil
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[:4]), 16, 16)
	return rune(n), err == nil
}

// unescape decodes what rawString has checked. Half a surrogate pair becomes
// U+FFFD, as in other readers of JSON.
func (c *cursor) unescape(raw []byte) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			i++
			continue
		}
		r, n := unescapeOne(raw[i:])
		out = utf8.AppendRune(out, r)
		i += n
	}
	return string(out)
}

// unescapeOne decodes the escape at the start of raw and gives its length.
func unescapeOne(raw []byte) (rune, int) {
	switch raw[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		return unescapeUnicode(raw)
	default:
		return rune(raw[1]), 2
	}
}

func unescapeUnicode(raw []byte) (rune, int) {
	high, _ := hex4(raw[2:])
	if !utf16.IsSurrogate(high) {
		return high, 6
	}
	if len(raw) >= 12 && raw[6] == '\\' && raw[7] == 'u' {
		low, _ := hex4(raw[8:])
		if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
			return r, 12
		}
	}
	return utf8.RuneError, 6
}

// number consumes a number, checking its form.
func (c *cursor) number() error {
	start := c.pos
	if c.at('-') {
		c.pos++
	}
	zero := c.at('0')
	if n := c.digits(); n == 0 || zero && n > 1 {
		c.pos = start
		return c.fail("not a number as JSON writes it")
	}
	if c.at('.') {
		c.pos++
		if c.digits() == 0 {
			return c.want("a digit")
		}
	}
	if !c.at('e') && !c.at('E') {
		return nil
	}
	c.pos++
	if c.at('+') || c.at('-') {
		c.pos++
	}
	if c.digits() == 0 {
		return c.want("a digit")
	}
	return nil
}

func (c *cursor) at(b byte) bool { return c.pos < len(c.src) && c.src[c.pos] == b }

func (c *cursor) digits() int {
	start := c.pos
	for c.pos < len(c.src) && c.src[c.pos] >= '0' && c.src[c.pos] <= '9' {
		c.pos++
	}
	return c.pos - start
}
