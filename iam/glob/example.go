package glob

import "strings"

const (
	fillUnit    = 'x'       // for one `?`
	fillSegment = "example" // for a star that is a whole segment
)

// Example gives a short, readable string that the pattern matches: an x for
// each `?`, a word for a star that stands alone between separators, and
// nothing for any other star.
func Example(p Pattern) string {
	var b strings.Builder
	for i := range len(p.code) {
		switch c := p.code[i]; {
		case c == codeOne:
			b.WriteByte(fillUnit)
		case c != codeStar:
			b.WriteByte(c)
		case separates(p.code, i-1) && separates(p.code, i+1):
			b.WriteString(fillSegment)
		}
	}
	return b.String()
}

// separates tells whether a segment ends or begins at i.
func separates(code string, i int) bool {
	return i < 0 || i >= len(code) || code[i] == ':' || code[i] == '/'
}
