package file

import (
	"bytes"
	"strconv"
)

// object reads an object and calls member with each key; member must consume
// the value. A key that stands twice is an error.
func (c *cursor) object(member func(key string) error) error {
	if c.peek() != '{' {
		return c.want("an object")
	}
	c.pos++
	var seen keySet
	for first := true; ; first = false {
		done, err := c.next('}', first)
		if err != nil || done {
			return err
		}
		if err := c.member(&seen, member); err != nil {
			return err
		}
	}
}

func (c *cursor) member(seen *keySet, member func(key string) error) error {
	start := c.pos
	key, err := c.key()
	if err != nil {
		return err
	}
	if seen.repeats(key) {
		return c.failAt(start, "the key %s stands twice in one object", quoted(key))
	}
	if c.peek() != ':' {
		return c.want("a colon")
	}
	c.pos++
	c.peek()
	if err := c.enter(step{key: key, index: -1}); err != nil {
		return err
	}
	if err := member(key); err != nil {
		return err
	}
	c.leave()
	return nil
}

// array reads an array and calls element for each; element must consume it.
func (c *cursor) array(element func(i int) error) error {
	if c.peek() != '[' {
		return c.want("an array")
	}
	c.pos++
	for i := 0; ; i++ {
		done, err := c.next(']', i == 0)
		if err != nil || done {
			return err
		}
		if err := c.enter(step{index: i}); err != nil {
			return err
		}
		if err := element(i); err != nil {
			return err
		}
		c.leave()
	}
}

// next consumes the comma before a further element, or the closing bracket.
func (c *cursor) next(closing byte, first bool) (done bool, err error) {
	switch b := c.peek(); {
	case b == closing:
		c.pos++
		return true, nil
	case first:
		return false, nil
	case b != ',':
		return false, c.want("a comma or " + strconv.QuoteRune(rune(closing)))
	}
	c.pos++
	if c.peek() == closing {
		return false, c.fail("a comma stands before the closing %q", closing)
	}
	return false, nil
}

// key reads an object's key. Keys repeat, so each is stored once.
func (c *cursor) key() (string, error) {
	if c.peek() != '"' {
		return "", c.want("a key in double quotes")
	}
	raw, plain, err := c.rawString()
	if err != nil {
		return "", err
	}
	if !plain {
		return c.unescape(raw), nil
	}
	if s, ok := c.names[string(raw)]; ok {
		return s, nil
	}
	s := string(raw)
	if len(c.names) < 4096 {
		c.names[s] = s
	}
	return s, nil
}

// text reads a string; null gives an empty one.
func (c *cursor) text() (string, error) {
	if isNull, err := c.null(); isNull || err != nil {
		return "", err
	}
	if c.peek() != '"' {
		return "", c.want("a string")
	}
	raw, plain, err := c.rawString()
	if err != nil {
		return "", err
	}
	if plain {
		return string(raw), nil
	}
	return c.unescape(raw), nil
}

// flag reads true or false; null gives false.
func (c *cursor) flag() (bool, error) {
	switch c.peek() {
	case 't':
		return true, c.literal("true")
	case 'f':
		return false, c.literal("false")
	case 'n':
		return false, c.literal("null")
	default:
		return false, c.want("true or false")
	}
}

// whole reads an integer; null gives 0.
func (c *cursor) whole() (int, error) {
	if isNull, err := c.null(); isNull || err != nil {
		return 0, err
	}
	c.peek()
	start := c.pos
	if err := c.number(); err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(string(c.src[start:c.pos]))
	if err != nil {
		return 0, c.failAt(start, "%s is not a whole number", c.src[start:c.pos])
	}
	return n, nil
}

// scalar reads a string, number, true, false or null as text; ok is false for
// anything else, which is skipped.
func (c *cursor) scalar() (text string, ok bool, err error) {
	switch b := c.peek(); b {
	case '"':
		text, err = c.text()
		return text, true, err
	case '{', '[', 'n':
		return "", false, c.skip()
	}
	raw, err := c.raw()
	return string(raw), true, err
}

// raw reads any value and gives its bytes as they stand.
func (c *cursor) raw() ([]byte, error) {
	c.peek()
	start := c.pos
	if err := c.skip(); err != nil {
		return nil, err
	}
	return c.src[start:c.pos], nil
}

// skip reads any value, checking its form.
func (c *cursor) skip() error {
	switch b := c.peek(); {
	case b == '{':
		return c.skipObject()
	case b == '[':
		return c.array(func(int) error { return c.skip() })
	case b == '"':
		_, _, err := c.rawString()
		return err
	case b == 't':
		return c.literal("true")
	case b == 'f':
		return c.literal("false")
	case b == 'n':
		return c.literal("null")
	case b == '-' || b >= '0' && b <= '9':
		return c.number()
	default:
		return c.want("a value")
	}
}

// skipObject leaves repeated keys to whoever reads the text later.
func (c *cursor) skipObject() error {
	c.pos++
	for first := true; ; first = false {
		done, err := c.next('}', first)
		if err != nil || done {
			return err
		}
		key, err := c.key()
		if err != nil {
			return err
		}
		if c.peek() != ':' {
			return c.want("a colon")
		}
		c.pos++
		if err := c.enter(step{key: key, index: -1}); err != nil {
			return err
		}
		if err := c.skip(); err != nil {
			return err
		}
		c.leave()
	}
}

func (c *cursor) literal(word string) error {
	if !bytes.HasPrefix(c.src[c.pos:], []byte(word)) {
		return c.fail("unknown word; JSON has only true, false and null")
	}
	c.pos += len(word)
	return nil
}

// A keySet finds repeated keys; small objects need no map.
type keySet struct {
	few  [16]string
	n    int
	many map[string]bool
}

func (s *keySet) repeats(key string) bool {
	if s.many != nil {
		old := s.many[key]
		s.many[key] = true
		return old
	}
	for _, k := range s.few[:s.n] {
		if k == key {
			return true
		}
	}
	if s.n < len(s.few) {
		s.few[s.n] = key
		s.n++
		return false
	}
	s.many = make(map[string]bool, 2*len(s.few))
	for _, k := range s.few {
		s.many[k] = true
	}
	s.many[key] = true
	return false
}
