package policy_test

import (
	"slices"
	"strings"
	"testing"

	"sightline/iam/policy"
)

func text(s string) policy.Segment { return policy.Segment{Text: s} }

func escape(s string) policy.Segment {
	return policy.Segment{Text: s, Kind: policy.SegmentEscape}
}

func variable(key string) policy.Segment {
	return policy.Segment{Text: key, Kind: policy.SegmentVariable}
}

func withDefault(key, value string) policy.Segment {
	return policy.Segment{Text: key, Kind: policy.SegmentVariable, Default: value, HasDefault: true}
}

func TestSplitVariables(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []policy.Segment
	}{
		{"empty text", "", nil},
		{"no variable", "a*b?$", []policy.Segment{text("a*b?$")}},
		{"variable alone", "${aws:username}", []policy.Segment{variable("aws:username")}},
		{"variable within", "home/${AWS:UserName}/*", []policy.Segment{text("home/"), variable("AWS:UserName"), text("/*")}},
		{"two side by side", "${a:b}${c:d/e=f@g}", []policy.Segment{variable("a:b"), variable("c:d/e=f@g")}},
		{"escapes", "a${*}${?}b${$}", []policy.Segment{text("a"), escape("*"), escape("?"), text("b"), escape("$")}},
		{"escaped dollar before a brace", "${$}{a:b}", []policy.Segment{escape("$"), text("{a:b}")}},
		{"default", "${aws:PrincipalTag/team, 'company-wide'}", []policy.Segment{withDefault("aws:PrincipalTag/team", "company-wide")}},
		{"default without space", "${a:b,'x'}y", []policy.Segment{withDefault("a:b", "x"), text("y")}},
		{"default with many spaces", "${a:b,   'x'}", []policy.Segment{withDefault("a:b", "x")}},
		{"empty default", "${a:b, ''}", []policy.Segment{withDefault("a:b", "")}},
		{"default with braces and wildcards", "${a:b, '} ${c:d} *'}", []policy.Segment{withDefault("a:b", "} ${c:d} *")}},
		{"default in double quotes", `${a:b, "x"}`, []policy.Segment{text(`${a:b, "x"}`)}},
		{"default without quotes", "${a:b, x}", []policy.Segment{text("${a:b, x}")}},
		{"default that is not closed", "${a:b, 'x}", []policy.Segment{text("${a:b, 'x}")}},
		{"text behind a default", "${a:b, 'x' }", []policy.Segment{text("${a:b, 'x' }")}},
		{"comma without default", "${a:b,}", []policy.Segment{text("${a:b,}")}},
		{"unclosed", "a/${aws:username", []policy.Segment{text("a/${aws:username")}},
		{"unclosed at the end", "a${", []policy.Segment{text("a${")}},
		{"no name", "a${}b", []policy.Segment{text("a${}b")}},
		{"name with a space", "${aws:user name}", []policy.Segment{text("${aws:user name}")}},
		{"space before the name", "${ aws:username}", []policy.Segment{text("${ aws:username}")}},
		{"variable within an unclosed one", "${x/${a:b}", []policy.Segment{text("${x/"), variable("a:b")}},
		{"default without a name", "${, 'x'}", []policy.Segment{text("${, 'x'}")}},
		{"dollar without a brace", "$a$", []policy.Segment{text("$a$")}},
		{"wildcard in a name is no escape", "${*x}", []policy.Segment{variable("*x")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := policy.SplitVariables(c.in); !slices.Equal(got, c.want) {
				t.Errorf("SplitVariables(%q)\ngot  %#v\nwant %#v", c.in, got, c.want)
			}
		})
	}
}

// join writes segments as text again.
func join(segments []policy.Segment) string {
	var b strings.Builder
	for _, s := range segments {
		switch {
		case s.Kind == policy.SegmentText:
			b.WriteString(s.Text)
		case s.HasDefault:
			b.WriteString("${" + s.Text + ", '" + s.Default + "'}")
		default:
			b.WriteString("${" + s.Text + "}")
		}
	}
	return b.String()
}

// FuzzSplitVariables: nothing is lost, texts are not empty and not side by
// side, and joined segments split into the same.
func FuzzSplitVariables(f *testing.F) {
	for _, seed := range []string{"", "a${", "${a:b, 'x'}${*}", "${${a}", "${a,   'b'}", "${$}{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		segments := policy.SplitVariables(in)
		joined := join(segments)
		if strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(in, " ", "") {
			t.Fatalf("%q became %q", in, joined)
		}
		if again := policy.SplitVariables(joined); !slices.Equal(segments, again) {
			t.Fatalf("%q: %#v, again %#v", in, segments, again)
		}
		plain := !slices.ContainsFunc(segments, func(s policy.Segment) bool { return s.Kind != policy.SegmentText })
		if !plain && !policy.HasVariable(in) {
			t.Fatalf("HasVariable misses %q", in)
		}
		for i, s := range segments {
			isText := s.Kind == policy.SegmentText
			if s.Text == "" || isText && i > 0 && segments[i-1].Kind == policy.SegmentText {
				t.Fatalf("%q: segment %d of %#v", in, i, segments)
			}
		}
	})
}
