package file

import "time"

// timeLayouts are the spellings in which the CLI, its YAML and text outputs
// and the SDKs of Python and JavaScript write a time. Those without a zone are
// UTC, as all times that AWS gives.
var timeLayouts = [...]string{
	time.RFC3339Nano,
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02T15:04:05.999999999Z0700",
	"2006-01-02 15:04:05.999999999Z0700",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999",
}

// when reads a time; null and an empty string give nil.
func (c *cursor) when() (*time.Time, error) {
	c.peek()
	start := c.pos
	text, err := c.text()
	if err != nil || text == "" {
		return nil, err
	}
	if t := parseTime(text); t != nil {
		return t, nil
	}
	return nil, hint(c.failAt(start, "%s is not a time", quoted(text)), "such as 2026-11-20T09:46:00Z")
}

// parseTime gives nil for what is not a time.
func parseTime(text string) *time.Time {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			t = t.UTC()
			return &t
		}
	}
	return nil
}
