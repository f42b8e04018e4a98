package arn

import (
	"strings"
	"testing"

	"sightline/iam/glob"
)

func TestPatternMatch(t *testing.T) {
	for _, c := range []struct {
		name, pattern, value string
		want                 bool
	}{
		{"same", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/a", true},
		{"other account", "arn:aws:iam::1:role/a", "arn:aws:iam::2:role/a", false},
		{"case counts", "arn:aws:iam::1:role/A", "arn:aws:iam::1:role/a", false},
		{"star in a part", "arn:aws:iam::*:role/a*", "arn:aws:iam::1:role/ab/c", true},
		{"star does not swallow parts", "arn:aws:*:1:role/a:b", "arn:aws:iam::1:role/a:b", false},
		{"the sixth part spans colons", "arn:aws:logs:*:*:log-group:*", "arn:aws:logs:eu:1:log-group:g:s:t", true},
		{"question mark is no colon", "arn:aws:s?:::b", "arn:aws:s3:::b", true},
		{"question mark does not reach", "arn:aws:s3?:::b", "arn:aws:s3:::b", false},
		{"empty parts match a star", "arn:*:*:*:*:*", "arn:aws:s3:::b", true},
		{"lone star", "*", "arn:aws:s3:::b", true},
		{"lone star takes ARNs only", "*", "bucket", false},
		{"a value must begin with arn", "*:*:*:*:*:*", "x:aws:s3:::b", false},
		{"first part may be wild", "a*:aws:s3:::b", "arn:aws:s3:::b", true},
		{"value with too few parts", "arn:*:*:*:*:*", "arn:aws:s3::b", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := ParsePattern(c.pattern)
			if !ok || p.String() != c.pattern {
				t.Errorf("ParsePattern = %q, %v", p, ok)
			}
			if got := p.Match(c.value); got != c.want {
				t.Errorf("Match = %v", got)
			}
		})
	}
}

func TestMalformedPatterns(t *testing.T) {
	for _, text := range []string{"", "a", "?", "arn:*", "arn:aws:s3:*", "arn:aws:s3::b", "arn:aws:*:role/a"} {
		p, ok := ParsePattern(text)
		if _, six := p.Parts(); ok || six || p.Match("arn:aws:s3:::b") {
			t.Errorf("ParsePattern(%q) = %q, %v", text, p, ok)
		}
	}
}

func TestPatternWithVariables(t *testing.T) {
	lit := func(s string) glob.Part { return glob.Part{Text: s, Literal: true} }
	wild := func(s string) glob.Part { return glob.Part{Text: s} }
	for _, c := range []struct {
		name  string
		parts []glob.Part
		value string
		want  bool
	}{
		{"value is put in", []glob.Part{wild("arn:aws:iam::*:user/"), lit("alice")}, "arn:aws:iam::1:user/alice", true},
		{"value is literal", []glob.Part{wild("arn:aws:iam::*:user/"), lit("*")}, "arn:aws:iam::1:user/alice", false},
		{"value with a star", []glob.Part{wild("arn:aws:iam::*:user/"), lit("*")}, "arn:aws:iam::1:user/*", true},
		{"colons of values separate", []glob.Part{lit("arn:aws:sns:eu:1:t"), wild("*")}, "arn:aws:sns:eu:1:topic", true},
		{"parts are joined across pieces", []glob.Part{wild("arn:aws:s"), lit("q"), wild("?:eu:1:"), lit("q")}, "arn:aws:sqs:eu:1:q", true},
		{"colons in the sixth part", []glob.Part{wild("arn:aws:logs:*:*:"), lit("log-group:g"), wild(":*")}, "arn:aws:logs:eu:1:log-group:g:s", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := ParsePatternParts(c.parts)
			if !ok {
				t.Error("malformed")
			}
			if got := p.Match(c.value); got != c.want {
				t.Errorf("Match = %v", got)
			}
		})
	}
	if p, ok := ParsePatternParts([]glob.Part{lit("*")}); ok || p.Match("arn:aws:s3:::b") {
		t.Error("a literal star is not the lone star")
	}
	p, _ := ParsePatternParts([]glob.Part{wild("arn:aws:s3:::*/"), lit("a*")})
	if got, want := p.String(), "arn:aws:s3:::*/a${*}"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	six, ok := p.Parts()
	if !ok || six[2].String() != "s3" || six[5].Match("b/ab") || !six[5].Match("b/a*") {
		t.Errorf("Parts = %v, %v", six, ok)
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	p, _ := ParsePattern("arn:aws:iam::*:role/app-?*")
	all, _ := ParsePattern("*")
	allocs := testing.AllocsPerRun(100, func() {
		p.Match("arn:aws:iam::111122223333:role/app-é\U0001F600")
		all.Match("arn:aws:s3:::b")
		WellFormed("arn:aws:s3:::b")
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func TestCompleteResource(t *testing.T) {
	for text, want := range map[string]string{
		"arn:aws:sqs":                   "arn:aws:sqs:*:*:*",
		"arn:aws":                       "arn:aws:*:*:*:*",
		"arn:aws:sqs:eu-west-1":         "arn:aws:sqs:eu-west-1:*:*",
		"arn:aws:s3:":                   "arn:aws:s3::*:*",
		"arn:aws:s3:::":                 "arn:aws:s3:::",
		"arn:aws:s3:::b:c":              "arn:aws:s3:::b:c",
		"arn:aws:s3:::${aws:username}":  "arn:aws:s3:::${aws:username}",
		"arn:aws:sqs:${aws:a}:${aws:b}": "arn:aws:sqs:${aws:a}:${aws:b}:*",
		"arn:aws:sqs:${a:b":             "arn:aws:sqs:${a:b:*",
		"arn:aws:sqs:${a:b}${c:d":       "arn:aws:sqs:${a:b}${c:d:*",
		"*":                             "*",
		"":                              "",
		"arn":                           "arn",
		"bucket:x":                      "bucket:x",
	} {
		if got := CompleteResource(text); got != want {
			t.Errorf("CompleteResource(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzParsePattern(f *testing.F) {
	f.Add("arn:aws:iam::*:role/a?*", "x:*", "arn:aws:iam::1:role/abx:*")
	f.Add("*", "", "arn:aws:s3:::b")
	f.Add("arn:*:*", ":::b", "arn:aws:s3:::b")
	f.Fuzz(func(t *testing.T, text, literal, value string) {
		if len(text)+len(literal)+len(value) > 500 {
			return
		}
		p, ok := ParsePatternParts([]glob.Part{{Text: text}, {Text: literal, Literal: true}})
		six := strings.Count(text+literal, ":") >= 5
		lone := literal == "" && text != "" && strings.Trim(text, "*") == ""
		if ok != (six || lone) {
			t.Errorf("ParsePatternParts(%q, %q): %v", text, literal, ok)
		}
		if !p.Match(value) {
			return
		}
		// Parts that match one by one also match as one text.
		whole := glob.Join(glob.Part{Text: text}, glob.Part{Text: literal, Literal: true})
		if !ok || !WellFormed(value) || !whole.Match(value) {
			t.Errorf("(%q, %q) matches %q", text, literal, value)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	p, _ := ParsePattern("arn:aws:iam::*:role/app-*")
	for b.Loop() {
		p.Match("arn:aws:iam::111122223333:role/app-web")
	}
}
