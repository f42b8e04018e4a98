package file

import (
	"errors"
	"slices"
	"strings"

	"sightline/snapshot"
)

// A format is what a file holds.
type format int

const (
	formatUnknown format = iota
	formatDetails
	formatSnapshot
)

// knownFormats tells a user what scan --from takes.
const knownFormats = "known are: JSON of aws iam get-account-authorization-details, a saved snapshot (plain or gzip), " +
	"a directory of such files, a directory in iam-collect's layout"

// recognise looks at a file's first value. The cursor is of no use afterwards.
func recognise(c *cursor) (format, error) {
	switch c.peek() {
	case '{':
		return c.recogniseObject()
	case '[':
		c.pos++
		if c.peek() == '{' {
			return c.recogniseObject()
		}
	}
	return formatUnknown, hint(c.fail("not a format known: it begins with %s", c.kind()), knownFormats)
}

// found stops the look at an object.
type found format

func (found) Error() string { return "found" }

func (c *cursor) recogniseObject() (format, error) {
	start := c.pos
	var keys []string
	err := c.object(func(key string) error {
		keys = append(keys, key)
		return c.recogniseMember(key)
	})
	var f found
	if errors.As(err, &f) {
		return format(f), nil
	}
	if err != nil {
		return formatUnknown, err
	}
	return formatUnknown, hint(c.failAt(start, "not a format known: %s", describeKeys(keys)), knownFormats)
}

func (c *cursor) recogniseMember(key string) error {
	if isDetailsKey(key) {
		return found(formatDetails)
	}
	if key != "format" {
		return c.skip()
	}
	value, _, err := c.scalar()
	if err == nil && value == snapshot.FileFormat {
		return found(formatSnapshot)
	}
	return err
}

func describeKeys(keys []string) string {
	if len(keys) == 0 {
		return "an empty object"
	}
	slices.Sort(keys)
	shown := keys[:min(len(keys), 5)]
	text := "an object with " + quoted(strings.Join(shown, ", "))
	if len(keys) > len(shown) {
		text += " and more"
	}
	return text
}
