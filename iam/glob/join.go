package glob

import (
	"strings"
	"unicode/utf8"
)

// A Part is a piece of a pattern's text. In a literal part nothing is wild:
// the value of a policy variable is one.
// Source: live captures by a third party. Cases:
// variable-value-with-star-is-no-wildcard.
type Part struct {
	Text    string
	Literal bool
}

// Join gives the case-sensitive pattern of parts that stand side by side. Each
// part is whole UTF-8 of its own.
func Join(parts ...Part) Pattern {
	var c coder
	for _, part := range parts {
		if part.Literal {
			c.literal(part.Text, false)
		} else {
			c.written(part.Text, false)
		}
	}
	code := c.code()
	return classify(spell(code), code, false)
}

// A coder writes code, bringing runs of wildcards into their one form.
type coder struct {
	out  []byte
	ones int
	star bool
}

func (c *coder) written(text string, fold bool) {
	for {
		i := strings.IndexAny(text, "*?")
		if i < 0 {
			c.literal(text, fold)
			return
		}
		c.literal(text[:i], fold)
		c.wild(text[i] == '*')
		text = text[i+1:]
	}
}

func (c *coder) wild(star bool) {
	if star {
		c.star = true
	} else {
		c.ones++
	}
}

func (c *coder) literal(text string, fold bool) {
	if text == "" {
		return
	}
	c.flush()
	for _, r := range text { // a bad byte comes as U+FFFD
		if fold && 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		c.out = utf8.AppendRune(c.out, r)
	}
}

func (c *coder) flush() {
	for ; c.ones > 0; c.ones-- {
		c.out = append(c.out, codeOne)
	}
	if c.star {
		c.out = append(c.out, codeStar)
		c.star = false
	}
}

func (c *coder) code() string {
	c.flush()
	return string(c.out)
}

// spell writes code as policies do. A `$` needs the escape only where it would
// begin a variable.
func spell(code string) string {
	var b strings.Builder
	for i := range len(code) {
		switch c := code[i]; {
		case c == codeStar:
			b.WriteByte('*')
		case c == codeOne:
			b.WriteByte('?')
		case c == '*' || c == '?' || c == '$' && strings.HasPrefix(code[i+1:], "{"):
			b.WriteString("${" + string(c) + "}")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func lowerASCII(s string) string {
	out := []byte(s)
	for i, b := range out {
		out[i] = lower(b)
	}
	return string(out)
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
