package check_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"sightline/iam/check"
	"sightline/iam/policy"
)

// FuzzChecks: whatever stands in two documents, every check answers, in time,
// and the two engines agree.
func FuzzChecks(f *testing.F) {
	for _, name := range []string{"no-new-access", "equivalent"} {
		text, err := os.ReadFile(corpus + "/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		var list []struct{ Existing, New, A, B json.RawMessage }
		if err := json.Unmarshal(text, &list); err != nil {
			f.Fatal(err)
		}
		for _, c := range list {
			f.Add([]byte(string(c.Existing)+string(c.A)), []byte(string(c.New)+string(c.B)))
		}
	}
	f.Add([]byte(`{"Statement":[{"Effect":"x"}]}`), []byte(`{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":[]},"Action":[],"Condition":{"Null":{"":[]}}}}`))
	f.Add([]byte("{"), []byte(`[{"Statement":7}]`))
	f.Fuzz(func(t *testing.T, a, b []byte) { answerAll(t, policy.Parse(a), policy.Parse(b)) })
}

func answerAll(t *testing.T, a, b *policy.Document) {
	start := time.Now()
	for _, kind := range []check.Kind{check.Identity, check.Resource} {
		o := check.Options{Kind: kind, Work: 100_000}
		agree(t, ptr(check.NoNewAccess(a, b, o)), a, b)
		agree(t, ptr(check.AccessNotGranted(a, []string{"s3:*", "*:a"}, []string{"arn:aws:s3:::*"}, o)), a)
		agree(t, ptr(check.NoPublicAccess(b, "AWS::S3::Bucket", o)), b)
		c := check.Compare(a, b, o)
		agree(t, &check.Answer{Message: c.Message}, a, b)
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("%v\n%s\n%s", d, a.Raw, b.Raw)
	}
}

func ptr[T any](v T) *T { return &v }

// TestHardPatternsEnd asks about patterns made to blow automata up. They end
// within the cap of work, with an answer or without.
func TestHardPatternsEnd(t *testing.T) {
	stars := func(n int, shift string) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("arn:aws:s3:::*%s%c*%s*a?????????????????????*%d", shift, 'a'+i%26, strings.Repeat("ab*", i%7), i))
		}
		return list
	}
	doc := func(statements int, each int, effect, shift string) *policy.Document {
		var list []any
		for i := range statements {
			list = append(list, map[string]any{"Effect": effect, "Action": fmt.Sprintf("s3:*a?????%d*", i%10), "Resource": stars(each, fmt.Sprintf("%s%d", shift, i))})
		}
		list = append(list, map[string]any{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::*b?????????????????????"})
		return parsed(map[string]any{"Version": "2012-10-17", "Statement": list})
	}
	for _, size := range [][2]int{{1, 60}, {20, 5}, {30, 1}} {
		start := time.Now()
		got := check.NoNewAccess(doc(size[0], size[1], "Allow", "x"), doc(size[0], size[1], "Allow", "y"), check.Options{})
		denied := check.NoNewAccess(doc(size[0], size[1], "Deny", "x"), doc(size[0], size[1], "Deny", "y"), check.Options{})
		t.Logf("%d statements of %d patterns: %s and %s in %v", size[0], size[1], got.Result, denied.Result, time.Since(start))
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%v", d)
		}
	}
}
