package policy

import "strings"

// A SegmentKind says how a Segment is to be read.
type SegmentKind uint8

// The kinds of segment.
const (
	// SegmentText is text as written; wildcards in it are wildcards.
	SegmentText SegmentKind = iota
	// SegmentEscape is a literal "*", "?" or "$".
	SegmentEscape
	// SegmentVariable stands for the value of a condition key.
	SegmentVariable
)

// A Segment is one part of a text with policy variables. Text is the text, the
// escaped character, or the variable's key as written (names ignore case).
type Segment struct {
	Text       string
	Kind       SegmentKind
	Default    string
	HasDefault bool
}

// HasVariable is a fast check: a text for which it is false holds neither
// variable nor escape.
func HasVariable(text string) bool { return strings.Contains(text, "${") }

// SplitVariables takes a text apart:
//
//	home/${aws:username}/*                      text, variable, text
//	${aws:PrincipalTag/team, 'company-wide'}    variable with default
//	a${*}b                                      text, escape, text
//
// A "${" that begins none of these is text. Call it only for documents where
// Document.HasVariables is true: elsewhere all of it is text. An empty text has
// no segments; two texts never stand side by side.
//
// Source: IAM User Guide "Variables" (reference_policies_variables), read 2026-11.
// Cases: policy-variables.json.
func SplitVariables(text string) []Segment {
	var segments []Segment
	plain := 0 // where the pending text begins
	for at := nextVariable(text, 0); at < len(text); {
		segment, size := variableAt(text[at:])
		if size == 0 {
			at = nextVariable(text, at+2)
			continue
		}
		if at > plain {
			segments = append(segments, Segment{Text: text[plain:at]})
		}
		segments = append(segments, segment)
		plain = at + size
		at = nextVariable(text, plain)
	}
	if plain < len(text) {
		segments = append(segments, Segment{Text: text[plain:]})
	}
	return segments
}

// nextVariable finds the next "${" from an offset on, or the text's end.
func nextVariable(text string, from int) int {
	if i := strings.Index(text[from:], "${"); i >= 0 {
		return from + i
	}
	return len(text)
}

// variableAt reads the variable or escape that text begins with and gives its
// size in bytes, 0 if there is none.
func variableAt(text string) (Segment, int) {
	inner := text[2:]
	if len(inner) > 1 && inner[1] == '}' && strings.IndexByte("*?$", inner[0]) >= 0 {
		return Segment{Text: inner[:1], Kind: SegmentEscape}, 4
	}
	size := strings.IndexAny(inner, "{},' \t\r\n")
	if size <= 0 {
		return Segment{}, 0
	}
	segment := Segment{Text: inner[:size], Kind: SegmentVariable}
	switch inner[size] {
	case '}':
		return segment, 2 + size + 1
	case ',':
		value, rest := defaultValue(inner[size+1:])
		segment.Default, segment.HasDefault = value, true
		if rest > 0 {
			return segment, 2 + size + 1 + rest
		}
	}
	return Segment{}, 0
}

// defaultValue reads " 'value'}" behind the comma and gives its size, 0 if it
// is malformed. There is no way to write a single quote within a default.
func defaultValue(text string) (value string, size int) {
	quoted := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(quoted, "'") {
		return "", 0
	}
	value, rest, closed := strings.Cut(quoted[1:], "'")
	if !closed || !strings.HasPrefix(rest, "}") {
		return "", 0
	}
	return value, len(text) - len(rest) + 1
}

// malformedVariable says what is wrong with the first "${" that begins no
// variable; it is empty if all is well.
func malformedVariable(text string) string {
	for _, segment := range SplitVariables(text) {
		if segment.Kind != SegmentText {
			continue
		}
		if _, rest, found := strings.Cut(segment.Text, "${"); found {
			return variableFault(rest)
		}
	}
	return ""
}

func variableFault(rest string) string {
	inner, _, closed := strings.Cut(rest, "}")
	switch {
	case !closed:
		return `"${" without "}"`
	case inner == "":
		return `"${}" names no key`
	case strings.Contains(inner, ","):
		return "the default of a variable is not in single quotes"
	}
	return "a variable's name holds a space or a character that no key has"
}
