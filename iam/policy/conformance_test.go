package policy_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sightline/iam/policy"
)

// Every document of the conformance corpus parses without anything Broken, and
// its canonical text says the same.
func TestConformanceDocuments(t *testing.T) {
	files, err := filepath.Glob("../../testdata/conformance/evaluate/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conformance files: %v", err)
	}
	documents := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []struct {
			Name     string
			Policies json.RawMessage
		}
		if err := json.Unmarshal(text, &cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range cases {
			for _, doc := range documentsIn(t, c.Policies) {
				documents++
				checkSound(t, c.Name, doc)
			}
		}
	}
	if documents < 500 {
		t.Errorf("only %d documents found", documents)
	}
}

func checkSound(t *testing.T, name string, text []byte) {
	t.Helper()
	doc := policy.Parse(text)
	if broken(doc) {
		t.Errorf("%s: broken: %v", name, doc.Issues)
	}
	for _, issue := range doc.Issues {
		if issue.Code != policy.CodeEmptyElement {
			t.Errorf("%s: %s", name, policy.FormatIssue("", issue, text))
		}
	}
	checkLaws(t, text)
}

// documentsIn collects the value of every member named "document".
func documentsIn(t *testing.T, raw json.RawMessage) (found []json.RawMessage) {
	t.Helper()
	var members map[string]json.RawMessage
	var items []json.RawMessage
	switch {
	case json.Unmarshal(raw, &members) == nil:
		for name, member := range members {
			if name == "document" {
				found = append(found, member)
				continue
			}
			items = append(items, member)
		}
	case json.Unmarshal(raw, &items) != nil:
		return nil
	}
	for _, item := range items {
		found = append(found, documentsIn(t, item)...)
	}
	return found
}
