package eval

import (
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// template is text with policy variables.
type template struct {
	text     string
	segments []segment
	// prefix is the literal beginning before the first wildcard or variable:
	// what does not begin with it cannot match.
	prefix string
}

type segment struct {
	policy.Segment
	key string // folded name of a variable's key
}

func newTemplate(text string, segments []policy.Segment) template {
	t := template{text: text}
	for _, s := range segments {
		out := segment{Segment: s}
		if s.Kind == policy.SegmentVariable {
			out.key = authz.FoldKey(s.Text)
		}
		t.segments = append(t.segments, out)
	}
	if len(segments) > 0 && segments[0].Kind == policy.SegmentText {
		t.prefix = glob.New(segments[0].Text).Prefix()
	}
	return t
}

// resolve puts the request's values in. Substituted text is literal: a star in
// a tag value is no wildcard. The result is False where a variable has no
// value, and Maybe where nobody knows it: then a star stands for it, which
// matches at least whatever the value would.
// Source: IAM User Guide "Variables"; a multivalued key cannot be a variable.
// Cases: policy-variables.json.
func (t *template) resolve(f *frame, parts []glob.Part, literal bool) ([]glob.Part, authz.Tri) {
	known := authz.True
	for i := range t.segments {
		s := &t.segments[i]
		part := glob.Part{Text: s.Text, Literal: literal || s.Kind != policy.SegmentText}
		if s.Kind == policy.SegmentVariable {
			value, state := f.variable(s)
			known = known.And(state)
			part = glob.Part{Text: value, Literal: state == authz.True}
		}
		parts = append(parts, part)
	}
	return parts, known
}

// variable gives the text that stands for a variable.
func (f *frame) variable(s *segment) (string, authz.Tri) {
	v := f.lookup(s.key)
	switch {
	case v.State == authz.Undetermined:
		f.missing(s.Text)
		return "*", authz.Maybe
	case v.State == authz.Present && !v.Multi && len(v.Values) == 1:
		return v.Values[0], authz.True
	case s.HasDefault:
		return s.Default, authz.True
	default:
		return "", authz.False
	}
}

// matchText compares as one text, the way of Resource and StringLike; literal
// makes written stars stand for themselves, the way of StringEquals.
func (t *template) matchText(f *frame, value string, literal bool) authz.Tri {
	if !literal && !strings.HasPrefix(value, t.prefix) {
		return authz.False
	}
	var space [8]glob.Part
	parts, known := t.resolve(f, space[:0], literal)
	if known == authz.False || !glob.MatchParts(parts, value, false) {
		return authz.False
	}
	return known
}

// matchARN compares part by part. malformed tells a text that is no ARN even
// with its variables in place; it is Maybe where a variable is not known, whose
// value may hold any number of colons.
func (t *template) matchARN(f *frame, value string) (match, malformed authz.Tri) {
	var space [8]glob.Part
	parts, known := t.resolve(f, space[:0], false)
	if known != authz.True {
		return known, known
	}
	ok, formed := arn.MatchParts(parts, value)
	return authz.TriOf(formed && ok), authz.TriOf(!formed)
}

// matchFolded compares without wildcards and without case; value is
// lower-cased already.
func (t *template) matchFolded(f *frame, value string) authz.Tri {
	var space [8]glob.Part
	parts, known := t.resolve(f, space[:0], true)
	if known == authz.False {
		return authz.False
	}
	for i := range parts {
		parts[i].Text = strings.ToLower(parts[i].Text)
	}
	if !glob.MatchParts(parts, value, false) {
		return authz.False
	}
	return known
}
