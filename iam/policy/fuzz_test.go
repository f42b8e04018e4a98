package policy_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sightline/iam/policy"
)

// FuzzParse: never a panic; spans and issues in order; the laws of print hold;
// encoding/json agrees on what is JSON.
func FuzzParse(f *testing.F) {
	for _, seed := range oddTexts() {
		f.Add([]byte(seed))
	}
	for _, file := range goldenFiles(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		checkSpans(t, text)
		checkLaws(t, text)
		checkIssues(t, text)
		checkJSON(t, text)
	})
}

func goldenFiles(t testing.TB) (texts [][]byte) {
	t.Helper()
	files, err := filepath.Glob("testdata/parse/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := bytes.Cut(text, []byte("-- input --\n"))
		input, _, _ := bytes.Cut(rest, []byte("\n-- issues --\n"))
		texts = append(texts, input)
	}
	return texts
}

// fault gives the issue that made the text unreadable as JSON.
func fault(d *policy.Document) (policy.Issue, bool) {
	for _, issue := range d.Issues {
		switch issue.Code {
		case policy.CodeSyntax, policy.CodeInvalidText, policy.CodeTooDeep:
			return issue, true
		case policy.CodeTooLarge:
			return issue, issue.Pointer == "" // not for too many statements
		}
	}
	return policy.Issue{}, false
}

func checkIssues(t *testing.T, text []byte) {
	t.Helper()
	doc := policy.Parse(text)
	if len(doc.Issues) > policy.MaxIssues+1 {
		t.Fatalf("%d issues", len(doc.Issues))
	}
	if broken(doc) && len(doc.Issues) == 0 {
		t.Fatalf("broken without an issue: %q", text)
	}
	_, unreadable := fault(doc)
	if unreadable && (!doc.Broken || len(doc.Issues) != 1 || len(doc.Statements) > 0) {
		t.Fatalf("a fault must break the document and be the only issue: %v", doc.Issues)
	}
	for i, issue := range doc.Issues {
		if policy.FormatIssue("f.json", issue, text) == "" || issue.Code == "" || issue.Message == "" {
			t.Fatalf("empty issue: %#v", issue)
		}
		if i < 5 && !unreadable && doc.PointerTo(issue.Span) != issue.Pointer {
			t.Fatalf("pointer %q, but %q holds the span in %q", issue.Pointer, doc.PointerTo(issue.Span), text)
		}
	}
}

// checkJSON compares with another reader of JSON. Only invalid text, depth and
// size are stricter here, and the byte order mark is not.
func checkJSON(t *testing.T, text []byte) {
	t.Helper()
	issue, unreadable := fault(policy.Parse(text))
	valid := json.Valid(bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF")))
	if valid == unreadable && (issue.Code == policy.CodeSyntax || issue.Code == "") {
		t.Fatalf("valid JSON: %v, but issue: %v in %q", valid, issue, text)
	}
}
