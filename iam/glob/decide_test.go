package glob

import (
	"slices"
	"strings"
	"testing"
)

func TestIncludes(t *testing.T) {
	for _, c := range []struct {
		p, q string
		want bool
	}{
		{"*", "a?*", true},
		{"a*", "abc", true},
		{"abc", "a*", false},
		{"arn:aws:s3:::*", "arn:aws:s3:::logs/*", true},
		{"arn:aws:s3:::*/logs/*", "arn:aws:s3:::b/*/logs/?", true},
		{"a?*", "a*", false},
		{"a*", "a?*", true},
		{"?*", "*b", true},
		{"??", "\U0001F600", true},
		{"?", "\U0001F600", false},
		{"a?c", "a*c", false},
		{"*a??????????????*", "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*", true},
		{"?*?*?", "???", true},
		{"?", "?", true},
		{"x?", "\uFFFD?", false},
		{"\uFFFD*", "\uFFFD?", true},
	} {
		if in, ok := Includes(New(c.p), New(c.q)); !ok || in != c.want {
			t.Errorf("Includes(%q, %q) = %v, %v", c.p, c.q, in, ok)
		}
	}
}

func TestIncludesAny(t *testing.T) {
	for _, c := range []struct {
		ps   string
		q    string
		want bool
	}{
		{"", "a", false}, // the empty pattern
		{" ?*", "*", true},
		{"a a?*", "a*", true},
		{"a a??*", "a*", false},
		{"a* b*", "?", false},
		{"a* b*", "b?", true},
		{"? ?? ???*", "?*", true},
		{"*a? *a", "*a*", false},
		{"x?* y z", "x?z", true},
	} {
		var ps []Pattern
		for text := range strings.SplitSeq(c.ps, " ") {
			ps = append(ps, New(text))
		}
		if in, ok := IncludesAny(ps, New(c.q)); !ok || in != c.want {
			t.Errorf("IncludesAny(%q, %q) = %v, %v", ps, c.q, in, ok)
		}
	}
	if in, ok := IncludesAny(nil, New("a")); in || !ok {
		t.Error("no pattern includes nothing")
	}
}

// At the work cap the answer is "undecided", in bounded time.
func TestIncludesGivesUp(t *testing.T) {
	p := New("*a" + strings.Repeat("?", 40) + "*")
	q := New(strings.Repeat("*a", 60) + "*")
	if in, ok := Includes(p, q); in || ok {
		t.Errorf("Includes = %v, %v", in, ok)
	}
	if in, ok := IncludesAny([]Pattern{p}, q); in || ok {
		t.Errorf("IncludesAny = %v, %v", in, ok)
	}
}

func TestIntersect(t *testing.T) {
	for _, c := range []struct{ p, q, want string }{
		{"arn:aws:s3:::bucket/*", "arn:aws:s3:::*/logs", "arn:aws:s3:::bucket/logs"},
		{"arn:aws:s3:::*", "*", "arn:aws:s3:::example"},
		{"a*", "*a", "a"},
		{"*foo*bar*", "*bar*foo*", "foobarfoo"},
		{"a?c*", "?b*d", "abcd"},
		{"*\U0001F600", "??", "\U0001F600"},
		{"a*?", "a*", "ax"},
	} {
		got, ok := Intersect(New(c.p), New(c.q))
		if !ok || got != c.want && len(got) != len(c.want) {
			t.Errorf("Intersect(%q, %q) = %q, %v; want %q", c.p, c.q, got, ok, c.want)
		}
	}
	for _, c := range [][2]string{{"a*", "b*"}, {"*a", "*b"}, {"a?", "a*bc"}, {"?", "??*"}, {"a", "b"}, {"a*", "b"}} {
		if e, ok := Intersect(New(c[0]), New(c[1])); ok {
			t.Errorf("Intersect(%q, %q) = %q", c[0], c[1], e)
		}
	}
}

func TestIntersectOfLongPatterns(t *testing.T) {
	p := New("*" + strings.Repeat("ab", 1000) + "?*")
	q := New("?*" + strings.Repeat("ba", 1000) + "*")
	if e, ok := Intersect(p, q); !ok || !p.Match(e) || !q.Match(e) {
		t.Errorf("Intersect = %.20q…, %v", e, ok)
	}
}

func TestMeet(t *testing.T) {
	for _, c := range []struct{ p, q, want string }{
		{"a*", "b*", ""},
		{"a*", "*", "a*"},
		{"a**", "a*", "a*"},
		{"a*", "*b", "a*b"},
		{"a*", "*a", "a a*a"},
		{"*ab*", "*bc*", "*abc* *ab*bc* *bc*ab*"},
		{"arn:aws:s3:::b/*", "arn:aws:s3:::*/logs/*", "arn:aws:s3:::b/logs/* arn:aws:s3:::b/*/logs/*"},
		{"a?c", "?b?", "abc"},
		{"??*", "*\U0001F600", "*\U0001F600"},
		{"?*?", "*\U0001F600?", "*\U0001F600?"},
	} {
		met, exact := Meet(New(c.p), New(c.q), 10)
		var got []string
		for _, m := range met {
			got = append(got, m.String())
		}
		want := strings.Fields(c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !exact || !slices.Equal(got, want) && !equalAll(met, want) {
			t.Errorf("Meet(%q, %q) = %q, %v; want %q", c.p, c.q, got, exact, want)
		}
	}
}

func equalAll(met []Pattern, want []string) bool {
	return len(met) == 1 && len(want) == 1 && met[0].Equal(New(want[0]))
}

func TestMeetKeepsLiteralWildcards(t *testing.T) {
	met, exact := Meet(Join(Part{Text: "*", Literal: true}, Part{Text: "*"}), New("*z"), 4)
	if !exact || len(met) != 1 || met[0].String() != "${*}*z" || met[0].Match("az") || !met[0].Match("*z") {
		t.Errorf("Meet = %q, %v", met, exact)
	}
}

func TestMeetBeyondItsLimit(t *testing.T) {
	p, q := New("*a*b*c*d*e*f*g*h*"), New("*h*g*f*e*d*c*b*a*?")
	for _, limit := range []int{-1, 0, 1, 5} {
		met, exact := Meet(p, q, limit)
		if exact || len(met) != 1 || !met[0].Equal(q) {
			t.Errorf("Meet = %q, %v", met, exact)
		}
	}
	long := strings.Repeat("a?", maxMeeting)
	if met, exact := Meet(New(long+"*b"), New("*b"+long), 5); exact && len(met) > 0 || len(met) > 1 {
		t.Errorf("Meet of long patterns: %d, %v", len(met), exact)
	}
	if met, exact := Meet(New(long+"*c*b"), New("*"+long+"*d*b"), 5); exact || len(met) != 1 {
		t.Errorf("Meet of long patterns: %d, %v", len(met), exact)
	}
}

func TestExample(t *testing.T) {
	for pattern, want := range map[string]string{
		"":                                "",
		"*":                               "example",
		"arn:aws:s3:::logs-*":             "arn:aws:s3:::logs-",
		"arn:aws:s3:::*":                  "arn:aws:s3:::example",
		"arn:aws:s3:::b/*/c?":             "arn:aws:s3:::b/example/cx",
		"arn:aws:iam::*:role/r-?*":        "arn:aws:iam::example:role/r-x",
		"arn:aws:logs:*:1:log-group:a*:*": "arn:aws:logs:example:1:log-group:a:example",
	} {
		if got := Example(New(pattern)); got != want {
			t.Errorf("Example(%q) = %q, want %q", pattern, got, want)
		}
	}
}

func TestFoldedPairs(t *testing.T) {
	get, object := NewFold("S3:Get*"), NewFold("s3:getObject")
	if in, ok := Includes(get, object); !in || !ok {
		t.Error("case must not count")
	}
	if e, ok := Intersect(get, NewFold("*OBJECT")); !ok || e != "s3:getobject" {
		t.Errorf("Intersect = %q, %v", e, ok)
	}
	met, exact := Meet(get, NewFold("*:*Object"), 4)
	if !exact || len(met) == 0 || !met[0].Fold() || !met[0].Match("S3:GETOBJECT") {
		t.Errorf("Meet = %q, %v", met, exact)
	}
}

// Mixed case rules: never a wrong definite answer.
func TestMixedRules(t *testing.T) {
	fold, plain := NewFold("S3:Get*"), New("S3:GetObject")
	if in, ok := Includes(fold, plain); !in || !ok {
		t.Error("a pattern that ignores case holds every spelling")
	}
	if in, ok := Includes(plain, NewFold("S3:GetObject")); in || ok {
		t.Error("must be undecided")
	}
	if in, ok := Includes(New("*"), fold); !in || !ok {
		t.Error("a star includes everything")
	}
	if in, ok := IncludesAny([]Pattern{plain, NewFold("x?")}, NewFold("S3:GetObject")); in || ok {
		t.Error("must be undecided")
	}
	if !Overlaps(fold, plain) || Overlaps(fold, New("x*")) {
		t.Error("Overlaps must fold both sides")
	}
	if met, exact := Meet(fold, New("S3:*Object"), 4); exact || len(met) != 1 {
		t.Errorf("Meet = %q, %v", met, exact)
	}
	if met, exact := Meet(fold, plain, 4); !exact || len(met) != 1 || !met[0].Equal(plain) {
		t.Errorf("Meet = %q, %v", met, exact)
	}
}

func BenchmarkDecide(b *testing.B) {
	p, q := New("arn:aws:s3:::company-*/service/*"), New("arn:aws:s3:::*-logs/*.gz")
	inner, deep := New("arn:aws:s3:::?*/a?c/*"), New("arn:aws:s3:::*/abc/?*")
	b.Run("overlaps", func(b *testing.B) {
		for b.Loop() {
			Overlaps(p, q)
		}
	})
	b.Run("includes-star", func(b *testing.B) {
		for b.Loop() {
			Includes(p, q)
		}
	})
	b.Run("includes-question", func(b *testing.B) {
		for b.Loop() {
			Includes(inner, deep)
		}
	})
	b.Run("meet", func(b *testing.B) {
		for b.Loop() {
			Meet(p, q, 16)
		}
	})
}
