package arn

import (
	"strings"

	"sightline/iam/glob"
)

// maxParts is how many parts of a pattern MatchParts takes without allocating.
const maxParts = 16

// MatchParts tells whether a value matches ParsePatternParts(text), without
// building the pattern; ok is false for a text that has not six parts.
func MatchParts(text []glob.Part, value string) (match, ok bool) {
	if loneStar(text) {
		return WellFormed(value), true
	}
	if colons(text) < parts-1 {
		return false, false
	}
	match = WellFormed(value)
	var space [maxParts]glob.Part
	rest := 0 // part of text, with its offset below
	offset := 0
	for n := range parts {
		piece := space[:0]
		piece, rest, offset = cut(text, piece, rest, offset, n == parts-1)
		segment := value
		if n < parts-1 {
			segment, value, _ = strings.Cut(value, ":")
		}
		match = match && glob.MatchParts(piece, segment, false)
	}
	return match, true
}

// cut takes the parts up to the next colon, or all that are left.
func cut(text, piece []glob.Part, part, offset int, all bool) ([]glob.Part, int, int) {
	for ; part < len(text); part, offset = part+1, 0 {
		rest := text[part].Text[offset:]
		if i := strings.IndexByte(rest, ':'); i >= 0 && !all {
			piece = append(piece, glob.Part{Text: rest[:i], Literal: text[part].Literal})
			return piece, part, offset + i + 1
		}
		piece = append(piece, glob.Part{Text: rest, Literal: text[part].Literal})
	}
	return piece, part, 0
}

func colons(text []glob.Part) (n int) {
	for i := range text {
		n += strings.Count(text[i].Text, ":")
	}
	return n
}

// loneStar: stars that the policy itself wrote, and nothing else.
func loneStar(text []glob.Part) bool {
	found := false
	for i := range text {
		if text[i].Text == "" {
			continue
		}
		if text[i].Literal || strings.Trim(text[i].Text, "*") != "" {
			return false
		}
		found = true
	}
	return found
}
