package glob

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	const smile = "\U0001F600" // two UTF-16 units
	for _, c := range []struct {
		name, pattern, in string
		want              bool
	}{
		{"empty matches empty", "", "", true},
		{"empty matches nothing else", "", "a", false},
		{"star matches empty", "*", "", true},
		{"star matches all", "*", "a:b/c\n", true},
		{"exact", "abc", "abc", true},
		{"exact is no prefix", "abc", "abcd", false},
		{"case counts", "abc", "aBc", false},
		{"dot is literal", "a.c", "abc", false},
		{"backslash is literal", `a\*`, `a\b`, true},
		{"brackets are literal", "[a]", "a", false},
		{"dollar without variable is literal", "a$*", "a$b", true},
		{"prefix", "ab*", "abc", true},
		{"prefix alone", "ab*", "ab", true},
		{"prefix too short", "ab*", "a", false},
		{"star in the middle", "a/*/b", "a/x/y/b", true},
		{"star in the middle may be empty", "a/*/b", "a//b", true},
		{"head and tail do not share", "ab*ba", "aba", false},
		{"star crosses line breaks", "a*b", "a\r\n\nb", true},
		{"question mark", "a?c", "abc", true},
		{"question mark needs a character", "a?", "a", false},
		{"question mark takes one", "a?", "abc", false},
		{"question mark takes a line break", "a?", "a\n", true},
		{"question mark takes two bytes", "a?c", "aéc", true},
		{"question mark is half a pair", "a?c", "a" + smile + "c", false},
		{"two question marks are a pair", "a??c", "a" + smile + "c", true},
		{"star between the halves", "?*?", smile, true},
		{"star and question mark in any order", "*?", "", false},
		{"star before a pair", "*" + smile, "a" + smile, true},
		{"backtracking over pairs", "*?" + smile + "b", smile + smile + "b", true},
		{"several stars", "*a*b*", "xaxbx", true},
		{"several stars in the wrong order", "*a*b*", "xbxax", false},
		{"backtracking", "*ab?d*", "abcabcd", true},
		{"last segment is anchored", "*ab", "abx", false},
		{"bad byte reads as U+FFFD", "a\uFFFDc", "a\xffc", true},
		{"bad byte in the pattern likewise", "a\xfec", "a\uFFFDc", true},
		{"bad byte is one unit", "a?c", "a\xffc", true},
		{"bad byte is no literal", "a*é", "a\xc3", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := New(c.pattern).Match(c.in); got != c.want {
				t.Errorf("New(%q).Match(%q) = %v", c.pattern, c.in, got)
			}
		})
	}
}

func TestMatchIsNotExponential(t *testing.T) {
	p := New(strings.Repeat("*a", 200) + "*b?")
	if p.Match(strings.Repeat("a", 20_000)) {
		t.Error("matched")
	}
	if p.Match(strings.Repeat("a", 2_000) + "é") { // unit by unit
		t.Error("matched")
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		pattern, in string
		want        bool
	}{
		{"S3:GetObject", "s3:getobject", true},
		{"s3:getobject", "S3:GETOBJECT", true},
		{"s3:Get*", "S3:gETOBJECT", true},
		{"s3:*Object?", "S3:GETOBJECTS", true},
		{"s3:get", "s3:put", false},
		{"é", "É", false}, // ASCII only
		{"k", "\u212A", false},
		{"a@[`", "A@[`", true},
		{"[", "{", false},
	} {
		if got := NewFold(c.pattern).Match(c.in); got != c.want {
			t.Errorf("NewFold(%q).Match(%q) = %v", c.pattern, c.in, got)
		}
	}
}

func TestLiteralAndJoin(t *testing.T) {
	p := Join(Part{Text: "home/"}, Part{Text: "a*?", Literal: true}, Part{Text: "/*"})
	for in, want := range map[string]bool{
		"home/a*?/x": true, "home/abc/x": false, "home/a*?/": true, "home/a*?": false,
	} {
		if got := p.Match(in); got != want {
			t.Errorf("Match(%q) = %v", in, got)
		}
	}
	if got, want := p.String(), "home/a${*}${?}/*"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if got, want := Literal("${x}$").String(), "${$}{x}$"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if text, ok := Literal("*").Exact(); !ok || text != "*" {
		t.Errorf("Exact = %q, %v", text, ok)
	}
	if !Join().Match("") || Join().Match("a") {
		t.Error("no parts must match the empty string alone")
	}
}

func TestAccessors(t *testing.T) {
	for _, c := range []struct {
		pattern        Pattern
		text           string
		any, exact     bool
		prefix, suffix string
	}{
		{Pattern{}, "", false, true, "", ""},
		{New("**"), "**", true, false, "", ""},
		{New("abc"), "abc", false, true, "abc", "abc"},
		{New("ab*"), "ab*", false, false, "ab", ""},
		{New("a?b*cd"), "a?b*cd", false, false, "a", "cd"},
		{NewFold("S3:Get*"), "S3:Get*", false, false, "s3:get", ""},
	} {
		p := c.pattern
		_, exact := p.Exact()
		if p.String() != c.text || p.Any() != c.any || exact != c.exact ||
			p.Prefix() != c.prefix || p.Suffix() != c.suffix {
			t.Errorf("%q: any %v, exact %v, prefix %q, suffix %q",
				p, p.Any(), exact, p.Prefix(), p.Suffix())
		}
	}
}

func TestEqual(t *testing.T) {
	if !New("a*?**b").Equal(New("a?*b")) || New("a*").Equal(NewFold("a*")) || New("a*").Equal(New("a?*")) {
		t.Error("Equal must compare languages")
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	patterns := []Pattern{
		New("*"), New("arn:aws:s3:::logs/a.txt"), New("arn:aws:s3:::*"), New("arn:*:s3:::?ogs/*.txt"),
		NewFold("ARN:*:s3:::?OGS/*"), New("*é?*"), New("*\uFFFD"), Literal("*"),
	}
	inputs := []string{"arn:aws:s3:::logs/a.txt", "ARN:aws:s3:::Logs/é", "\U0001F600\xff"}
	allocs := testing.AllocsPerRun(100, func() {
		for _, p := range patterns {
			for _, in := range inputs {
				p.Match(in)
			}
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func BenchmarkMatch(b *testing.B) {
	const object = "arn:aws:s3:::company-logs-eu-west-1/2026/11/20/service/part-0001.json.gz"
	const action = "s3:getobjectversiontagging"
	for _, c := range []struct {
		name    string
		pattern Pattern
		in      string
	}{
		{"any", New("*"), object},
		{"exact", New(object), object},
		{"prefix", New("arn:aws:s3:::company-logs-eu-west-1/*"), object},
		{"other-prefix", New("arn:aws:s3:::company-data-*"), object},
		{"affix", New("arn:aws:s3:::company-*.gz"), object},
		{"inner", New("arn:aws:s3:::company-*/service/*"), object},
		{"many", New("arn:*:s3:::*-logs-*/??/*/part-*.json*"), object},
		{"fold", NewFold("s3:Get*Tagging"), action},
		{"fold-upper", NewFold("s3:Get*Tagging"), "S3:GetObjectVersionTagging"},
		{"not-ascii", New("arn:aws:s3:::*/?/*"), "arn:aws:s3:::company/é/part"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.pattern.Match(c.in)
			}
		})
	}
}
