package policy_test

import (
	"strings"
	"testing"

	"sightline/iam/condition"
	"sightline/iam/policy"
)

const spanned = `{"Version": "2012-10-17", "Id": "i", "Statement": [{"Sid": "s", "Effect": "Deny",
  "NotPrincipal": {"AWS": ["a", "b"]}, "NotAction": ["c", "d"], "Resource": "e",
  "Condition": {"StringLikeIfExists": {"k:x": ["f", 10.0], "k:y": "g"}}}]}`

// TestSpans says which text each span covers and which pointer belongs to it.
func TestSpans(t *testing.T) {
	doc := policy.Parse([]byte(spanned))
	if len(doc.Issues) > 0 {
		t.Fatal(doc.Issues)
	}
	s := doc.Statements[0]
	for _, c := range []struct {
		name          string
		span          policy.Span
		text, pointer string
	}{
		{"version", doc.VersionSpan, `"2012-10-17"`, "/Version"},
		{"id", doc.IDSpan, `"i"`, "/Id"},
		{"sid", s.SIDSpan, `"s"`, "/Statement/0/Sid"},
		{"effect", s.EffectSpan, `"Deny"`, "/Statement/0/Effect"},
		{"principal", s.Principal.Span, `"NotPrincipal": {"AWS": ["a", "b"]}`, "/Statement/0/NotPrincipal"},
		{"principal value", s.Principal.Values[1].Span, `"b"`, "/Statement/0/NotPrincipal/AWS/1"},
		{"action", s.Action.Span, `"NotAction": ["c", "d"]`, "/Statement/0/NotAction"},
		{"action value", s.Action.Values[0].Span, `"c"`, "/Statement/0/NotAction/0"},
		{"resource", s.Resource.Span, `"Resource": "e"`, "/Statement/0/Resource"},
		{"resource value", s.Resource.Values[0].Span, `"e"`, "/Statement/0/Resource"},
		{"operator", s.Conditions[1].NameSpan, `"StringLikeIfExists"`, "/Statement/0/Condition/StringLikeIfExists"},
		{"key", s.Conditions[1].KeySpan, `"k:y"`, "/Statement/0/Condition/StringLikeIfExists/k:y"},
		{"condition", s.Conditions[0].Span, `"k:x": ["f", 10.0]`, "/Statement/0/Condition/StringLikeIfExists/k:x"},
		{"condition value", s.Conditions[0].Values[1].Span, `10.0`, "/Statement/0/Condition/StringLikeIfExists/k:x/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := spanned[c.span.Start.Offset:c.span.End.Offset]; got != c.text {
				t.Errorf("text %s, want %s", got, c.text)
			}
			if got := doc.PointerTo(c.span); got != c.pointer {
				t.Errorf("pointer %s, want %s", got, c.pointer)
			}
		})
	}
	if got := spanned[s.ConditionSpan.Start.Offset:s.ConditionSpan.End.Offset]; !strings.HasPrefix(got, `"Condition": {"StringLike`) {
		t.Errorf("condition element %s", got)
	}
	if got := doc.PointerTo(s.Span); got != "/Statement/0" {
		t.Errorf("statement %s", got)
	}
}

func TestFields(t *testing.T) {
	doc := policy.Parse([]byte(spanned))
	s := doc.Statements[0]
	if doc.Version != policy.Version2012 || doc.ID != "i" || !doc.HasVariables() || doc.Broken {
		t.Errorf("document %+v", doc)
	}
	if s.Index != 0 || s.SID != "s" || s.Effect != policy.EffectDeny || len(s.Broken) != 0 {
		t.Errorf("statement %+v", s)
	}
	if !s.Principal.Present || !s.Principal.Negated || len(s.Principal.Values) != 2 || s.Principal.Values[0].Type != policy.PrincipalAWS {
		t.Errorf("principal %+v", s.Principal)
	}
	if !s.Action.Present || !s.Action.Negated || !s.Resource.Present || s.Resource.Negated {
		t.Errorf("clauses %+v %+v", s.Action, s.Resource)
	}
	want := condition.Operator{Family: condition.FamilyString, Comparison: condition.CompareLike, IfExists: true}
	c := s.Conditions[0]
	if len(s.Conditions) != 2 || c.Operator != want || c.Name != "StringLikeIfExists" || c.Key != "k:x" || c.Values[1].Text != "10.0" {
		t.Errorf("conditions %+v", s.Conditions)
	}
}

// What is reported is still kept as far as it can be told.
func TestKeptBesideIssues(t *testing.T) {
	doc := policy.Parse([]byte(`{"Statement": [{"Effect": "Allow", "Action": ["a", 1, "b"],
	  "Condition": {"Unknown": {"k": null, "l": "x"}}}, 5]}`))
	s := doc.Statements[0]
	if len(s.Action.Values) != 2 || s.Action.Values[1].Text != "b" {
		t.Errorf("actions %+v", s.Action.Values)
	}
	if len(s.Conditions) != 2 || s.Conditions[0].Operator.Known() || s.Conditions[1].Values[0].Text != "x" {
		t.Errorf("conditions %+v", s.Conditions)
	}
	if len(doc.Statements) != 2 || doc.Statements[1].Index != 1 || doc.Statements[1].Broken[0] != policy.ElementStatement {
		t.Errorf("statements %+v", doc.Statements)
	}
}

func TestPointerToOfRefusedText(t *testing.T) {
	doc := policy.Parse(make([]byte, policy.MaxSize+1))
	if got := doc.PointerTo(doc.Issues[0].Span); got != "" {
		t.Errorf("pointer %q", got)
	}
}

func TestPrincipalTypeString(t *testing.T) {
	for want, p := range map[string]policy.PrincipalType{
		"AWS": policy.PrincipalAWS, "Service": policy.PrincipalService, "Federated": policy.PrincipalFederated,
		"CanonicalUser": policy.PrincipalCanonicalUser, "": policy.PrincipalStar,
	} {
		if p.String() != want {
			t.Errorf("%d: %q, want %q", p, p.String(), want)
		}
	}
	if got := policy.PrincipalType(99).String(); got != "" {
		t.Errorf("99: %q", got)
	}
}

// A broken document is printed as it was written.
func TestBrokenIsNotRewritten(t *testing.T) {
	for _, text := range []string{`{"Statement": [{"Effect":"allow","Action":"*"}]}`, `nonsense`, "{}"} {
		if got := string(policy.Print(policy.Parse([]byte(text)))); got != text {
			t.Errorf("%s became %s", text, got)
		}
	}
}

func TestPrintOfBuiltDocument(t *testing.T) {
	doc := &policy.Document{Version: policy.Version2012, Statements: []policy.Statement{{
		Effect:    policy.EffectAllow,
		Principal: policy.PrincipalClause{Present: true, Values: []policy.PrincipalValue{{Type: policy.PrincipalService, Text: "a\x01\xff"}}},
		Action:    policy.Clause{Present: true, Values: []policy.Value{{Text: "s3:*"}}},
	}}}
	doc.Statements[0].Principal.Values = append(doc.Statements[0].Principal.Values, policy.PrincipalValue{Text: "*"})
	printed := policy.Print(doc)
	again := policy.Parse(printed)
	if values := again.Statements[0].Principal.Values; len(values) != 2 || values[1].Type != policy.PrincipalAWS {
		t.Errorf("principals %+v", values)
	}
	if len(again.Issues) > 0 || again.Statements[0].Principal.Values[0].Text != "a\x01\uFFFD" {
		t.Errorf("%s: %v", printed, again.Issues)
	}
	checkLaws(t, printed)
}
