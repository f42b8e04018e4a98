package file

import "time"

// texts reads a list of strings, without the nulls in it.
func (c *cursor) texts() (out []string, err error) {
	err = c.list(func() error {
		s, err := c.text()
		if s != "" {
			out = append(out, s)
		}
		return err
	})
	return out, err
}

// textMember reads an object and gives one of its members; null gives none.
func (c *cursor) textMember(name string) (value string, err error) {
	if isNull, err := c.null(); isNull || err != nil {
		return "", err
	}
	err = c.object(func(key string) (err error) {
		if key != name {
			return c.other(key)
		}
		value, err = c.text()
		return err
	})
	return value, err
}

// arnsOf reads a list of objects and gives one member of each, which must be
// there.
func (c *cursor) arnsOf(name string) (out []string, err error) {
	err = c.list(func() error {
		arn, err := c.requiredMember(name)
		out = append(out, arn)
		return err
	})
	return out, err
}

func (c *cursor) requiredMember(name string) (string, error) {
	c.peek()
	start := c.pos
	value, err := c.textMember(name)
	if err == nil && value == "" {
		err = c.failAt(start, "this entry has no %s", name)
	}
	return value, err
}

// attachedPolicies reads AttachedManagedPolicies. The AWS CLI's own example of
// the command shows a single object in place of a list of one.
func (c *cursor) attachedPolicies() ([]string, error) {
	if c.peek() == '{' {
		arn, err := c.requiredMember("PolicyArn")
		return []string{arn}, err
	}
	return c.arnsOf("PolicyArn")
}

// inlinePolicies reads a list of {PolicyName, PolicyDocument}.
func (c *cursor) inlinePolicies(most int) (out []namedDocument, err error) {
	err = c.list(func() error {
		n, err := c.inlinePolicy(most)
		if err == nil {
			out = append(out, n)
		}
		return err
	})
	return out, err
}

func (c *cursor) inlinePolicy(most int) (n namedDocument, err error) {
	start := c.pos
	err = c.object(func(key string) (err error) {
		switch key {
		case "PolicyName":
			n.name, err = c.text()
		case "PolicyDocument":
			n.doc, err = c.document(most)
		default:
			err = c.other(key)
		}
		return err
	})
	if err == nil && n.name == "" {
		err = c.failAt(start, "this inline policy has no PolicyName")
	}
	return n, err
}

// tags reads tags: an object, or a list of {Key, Value}. Nil if there are
// none.
func (c *cursor) tags() (map[string]string, error) {
	if c.peek() == '{' {
		return c.tagObject()
	}
	var out map[string]string
	err := c.list(func() error {
		start := c.pos
		key, value, err := c.tag()
		if err != nil {
			return err
		}
		if _, twice := out[key]; twice {
			return c.failAt(start, "the tag %s stands twice", quoted(key))
		}
		out = put(out, key, value)
		return nil
	})
	return out, err
}

func (c *cursor) tagObject() (out map[string]string, err error) {
	err = c.object(func(key string) error {
		value, err := c.text()
		out = put(out, key, value)
		return err
	})
	return out, err
}

func (c *cursor) tag() (key, value string, err error) {
	start := c.pos
	err = c.object(func(name string) (err error) {
		switch name {
		case "Key":
			key, err = c.text()
		case "Value":
			value, err = c.text()
		default:
			err = c.skip()
		}
		return err
	})
	if err == nil && key == "" {
		err = c.failAt(start, "this tag has no Key")
	}
	return key, value, err
}

func put(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = make(map[string]string)
	}
	m[key] = value
	return m
}

// lastUsed reads RoleLastUsed: {} for a role that was not used in the tracking
// period.
func (c *cursor) lastUsed() (t *time.Time, err error) {
	if isNull, err := c.null(); isNull || err != nil {
		return nil, err
	}
	err = c.object(func(key string) (err error) {
		if key != "LastUsedDate" {
			return c.skip()
		}
		t, err = c.when()
		return err
	})
	return t, err
}
