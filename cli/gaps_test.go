package cli

import (
	"fmt"
	"strings"
	"testing"
)

// A role without one permission is refused for each of ten thousand buckets:
// that is one line. What left two layers open is told once.
func TestManyGapsOfOneCall(t *testing.T) {
	var gaps []gapEntry
	for i := range 10_000 {
		gaps = append(gaps, gapEntry{
			Account: "111122223333", Call: "s3:GetBucketAcl", Subject: fmt.Sprintf("arn:aws:s3:::b%d", i), Reason: "refused", MissingAction: "s3:GetBucketAcl",
		})
	}
	lost := gapEntry{Account: "444455556666", Call: "iam:GetAccountAuthorizationDetails", Reason: "refused", Layer: "identity"}
	gaps = append(gaps, lost)
	lost.Layer = "resource"
	gaps = append(gaps, lost)
	var out strings.Builder
	w := &table{}
	writeGaps(w, gaps)
	if err := w.flush(&out); err != nil {
		t.Fatal(err)
	}
	want := "10001 gaps: what was refused or failed\n" +
		"  s3:GetBucketAcl in account 111122223333: 10000 times, such as s3:GetBucketAcl on arn:aws:s3:::b0 in account 111122223333: refused (needs s3:GetBucketAcl)\n" +
		"  iam:GetAccountAuthorizationDetails in account 444455556666: refused\n"
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
}
