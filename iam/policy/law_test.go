package policy_test

import (
	"bytes"
	"testing"

	"sightline/iam/policy"
)

// broken tells whether anything in the document is not understood.
func broken(d *policy.Document) bool {
	for _, s := range d.Statements {
		if len(s.Broken) > 0 {
			return true
		}
	}
	return d.Broken
}

// checkLaws demands parse∘print∘parse = parse, and print∘parse = identity on
// canonical text.
func checkLaws(t *testing.T, text []byte) {
	t.Helper()
	doc := policy.Parse(text)
	printed := policy.Print(doc)
	again := policy.Parse(printed)
	if !policy.Equal(doc, again) {
		t.Fatalf("print changes the document\ntext: %q\nprinted: %s\nissues: %v", text, printed, again.Issues)
	}
	if second := policy.Print(again); !bytes.Equal(printed, second) {
		t.Fatalf("print is not canonical\nfirst: %s\nsecond: %s", printed, second)
	}
}
