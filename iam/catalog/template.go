package catalog

import "strings"

// A template is a text with open parts, such as "table/${TableName}" or
// "ResourceTag/tag-key". Open parts match at least one byte.
type template struct {
	parts []part
	// literal counts the bytes that are not open: more say more.
	literal int
}

// A part is an open part, or a piece of literal text.
type part struct {
	text string
	open bool
	any  bool // written "*": may match nothing, and any byte
}

// A matching says what the open parts of a template may match.
type matching struct {
	slashes bool // "/" and ":" too, but for an open part that comes first
}

// parseTemplate splits a text at ${Name}, {Name}, <name> and "*". Two open
// parts side by side become one.
func parseTemplate(text string) template {
	var t template
	for text != "" {
		at, size := nextOpen(text)
		t.add(part{text: text[:at]})
		if size > 0 {
			t.add(part{open: true, any: text[at] == '*'})
		}
		text = text[at+size:]
	}
	return t
}

func (t *template) add(p part) {
	n := len(t.parts)
	switch {
	case !p.open && p.text == "":
	case p.open && n > 0 && t.parts[n-1].open:
		t.parts[n-1].any = t.parts[n-1].any || p.any
	default:
		t.parts = append(t.parts, p)
		t.literal += len(p.text)
	}
}

// nextOpen finds the first open part and its size; size 0 means none, at the
// end of the text.
func nextOpen(text string) (at, size int) {
	at = strings.IndexAny(text, "$<{*")
	if at < 0 {
		return len(text), 0
	}
	if text[at] == '*' {
		return at, 1
	}
	if end := strings.IndexAny(text[at:], "}>"); end > 0 {
		return at, end + 1
	}
	return len(text), 0 // an unclosed bracket is text
}

// match compares the whole of s. An open part takes as little as it can; the
// last one takes the rest. That finds a match wherever there is one as long as
// open parts are separated by text that they cannot hold themselves, which is
// how AWS writes its forms.
func (t *template) match(s string, how matching) bool {
	for i, p := range t.parts {
		if !p.open {
			rest, ok := strings.CutPrefix(s, p.text)
			if !ok {
				return false
			}
			s = rest
			continue
		}
		taken, ok := t.take(i, s)
		if !ok || !p.holds(s[:taken], how.slashes && i > 0) {
			return false
		}
		s = s[taken:]
	}
	return s == ""
}

// take tells how many bytes the open part i takes of s.
func (t *template) take(i int, s string) (int, bool) {
	switch {
	case i == len(t.parts)-1:
		return len(s), true
	case i == len(t.parts)-2: // the text after it must end s
		n := len(s) - len(t.parts[i+1].text)
		return n, n >= 0
	}
	from := 1
	if t.parts[i].any {
		from = 0
	}
	if len(s) < from {
		return 0, false
	}
	at := strings.Index(s[from:], t.parts[i+1].text)
	return from + at, at >= 0
}

func (p part) holds(s string, slashes bool) bool {
	if p.any {
		return true
	}
	return s != "" && (slashes || !strings.ContainsAny(s, "/:"))
}
