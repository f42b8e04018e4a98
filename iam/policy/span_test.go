package policy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sightline/iam/policy"
)

// place is what the scanner must know of an offset, counted the slow way.
func place(text string, offset int) policy.Position {
	before := text[:offset]
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return policy.Position{
		Offset: offset,
		Line:   strings.Count(before, "\n") + 1,
		Column: utf8.RuneCountInString(before[lineStart:]),
	}
}

// checkSpans demands that every span lies in the text, ends behind its start
// and has right lines and columns, and that issues are sorted.
func checkSpans(t *testing.T, input []byte) {
	t.Helper()
	text := string(input)
	doc := policy.Parse(input)
	check := func(what string, span policy.Span) {
		t.Helper()
		start, end := span.Start.Offset, span.End.Offset
		if start < 0 || start > end || end > len(text) {
			t.Fatalf("%s: span %v outside of %d bytes in %q", what, span, len(text), text)
		}
		if span.Start != place(text, start) || span.End != place(text, end) {
			t.Fatalf("%s: span %v, want %v to %v in %q", what, span, place(text, start), place(text, end), text)
		}
	}
	last := 0
	for _, issue := range doc.Issues {
		check(issue.Code, issue.Span)
		if issue.Span.Start.Offset < last {
			t.Fatalf("issues are not sorted: %v", doc.Issues)
		}
		last = issue.Span.Start.Offset
	}
	for _, s := range doc.Statements {
		eachSpan(&s, check)
	}
}

func eachSpan(s *policy.Statement, check func(string, policy.Span)) {
	check("statement", s.Span)
	zero := policy.Span{}
	for _, span := range []policy.Span{s.SIDSpan, s.EffectSpan, s.ConditionSpan, s.Principal.Span, s.Action.Span, s.Resource.Span} {
		if span != zero {
			check("element", span)
		}
	}
	for _, v := range s.Principal.Values {
		check("principal", v.Span)
	}
	for _, clause := range []policy.Clause{s.Action, s.Resource} {
		for _, v := range clause.Values {
			check("value", v.Span)
		}
	}
	for _, c := range s.Conditions {
		check("condition", c.Span)
		check("key", c.KeySpan)
		check("operator", c.NameSpan)
		for _, v := range c.Values {
			check("condition value", v.Span)
		}
	}
}
