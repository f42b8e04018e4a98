package oracle

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// A pattern is a text in UTF-16 units, with the two wildcards apart from the
// characters that look like them.
type pattern []int32

const (
	star     = -1 // any run of units, also none, also across separators
	question = -2 // one unit
)

// units gives a text's UTF-16 units: a question mark covers one such unit.
func units(text string) pattern {
	var out pattern
	for _, u := range utf16.Encode([]rune(text)) {
		out = append(out, int32(u))
	}
	return out
}

// wildcards reads stars and question marks; there is no escape.
func wildcards(text string) pattern {
	out := units(text)
	for i, u := range out {
		switch u {
		case '*':
			out[i] = star
		case '?':
			out[i] = question
		}
	}
	return out
}

// String gives the text back, wildcards as their characters.
func (p pattern) String() string {
	plain := make([]uint16, len(p))
	for i, u := range p {
		switch u {
		case star:
			plain[i] = '*'
		case question:
			plain[i] = '?'
		default:
			plain[i] = uint16(u)
		}
	}
	return string(utf16.Decode(plain))
}

func globText(p, text string) bool { return glob(wildcards(p), units(text)) }

// glob tells whether the pattern covers the whole text.
func glob(p, text pattern) bool {
	if len(p) == 0 {
		return len(text) == 0
	}
	if p[0] == star {
		return glob(p[1:], text) || len(text) > 0 && glob(p, text[1:])
	}
	return len(text) > 0 && (p[0] == question || p[0] == text[0]) && glob(p[1:], text[1:])
}

// split cuts a pattern at its first five colons.
func (p pattern) split() []pattern {
	var parts []pattern
	for len(parts) < 5 {
		at := slices.Index(p, ':')
		if at < 0 {
			break
		}
		parts, p = append(parts, p[:at]), p[at+1:]
	}
	return append(parts, p)
}

// expand replaces the policy variables of a text by their values. It is not
// known if one of them has no value. Only version 2012-10-17 has variables.
// Source: IAM User Guide "Policy variables".
func (t *trial) expand(text, version string) (out pattern, known bool) {
	if version != "2012-10-17" {
		return wildcards(text), true
	}
	for {
		before, rest, found := strings.Cut(text, "${")
		out = append(out, wildcards(before)...)
		if !found {
			return out, true
		}
		var body string
		body, text, _ = strings.Cut(rest, "}")
		value, ok := t.variable(body)
		if !ok {
			return nil, false
		}
		out = append(out, units(value)...)
	}
}

// variable gives the value of what stands between the braces: an escaped
// character, or a key with or without a default. Keys with several values have
// none here.
func (t *trial) variable(body string) (string, bool) {
	if body == "*" || body == "?" || body == "$" {
		return body, true
	}
	key, fallback, hasFallback := strings.Cut(body, ",")
	if v, ok := t.keys[fold(strings.TrimSpace(key))]; ok && !v.Multi {
		return v.Texts[0], true
	}
	return strings.Trim(strings.TrimSpace(fallback), "'"), hasFallback
}
