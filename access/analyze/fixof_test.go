package analyze_test

import (
	"strings"
	"testing"
	"time"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/policy"
	"sightline/internal/sample"
	"sightline/snapshot"
)

func outside(t *testing.T) (*snapshot.Snapshot, *finding.Analyzer, []finding.Candidate) {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	zone, _ := finding.ParseZone("organization")
	a, err := finding.New(finding.Analyzer{Name: "outside", Kind: finding.KindExternal, Zone: zone}, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	r, err := analyze.Outside(s, &a)
	if err != nil {
		t.Fatal(err)
	}
	return s, &a, r.Candidates
}

// TestEveryFindingOfTheSampleHasAFix: a document or a command, and a proof.
func TestEveryFindingOfTheSampleHasAFix(t *testing.T) {
	s, a, candidates := outside(t)
	for _, c := range candidates {
		f := finding.Describe(a, c)
		fix, err := analyze.FixOf(s, a, &f)
		if c.Error != "" || strings.Contains(c.Resource, "aws-reserved") {
			if err == nil {
				t.Errorf("%s: what cannot be fixed has a fix", c.Resource)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %v: %v", c.Resource, c.Principal, err)
			continue
		}
		if len(fix.Commands) == 0 || !strings.HasPrefix(fix.Commands[0], "aws ") || len(fix.Proof) == 0 {
			t.Errorf("%s: %+v", c.Resource, fix)
		}
		if len(fix.Lost) > 0 {
			t.Errorf("%s: the best fix loses %v", c.Resource, fix.Lost)
		}
		t.Logf("%s %v: %s\n  %s\n  %s", c.Resource, c.Principal, fix.Description, strings.Join(fix.Commands, "\n  "), strings.Join(fix.Proof, "\n  "))
	}
}

func TestPreview(t *testing.T) {
	s, a, _ := outside(t)
	const bucket = "arn:aws:s3:::kestrel-shipping-labels"
	kinds := func(text string) (out []string) {
		list, err := analyze.PreviewOf(s, a, bucket, policy.Parse([]byte(text)), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			out = append(out, p.ChangeType)
		}
		return out
	}
	same := analyze.PolicyOf(s, bucket)
	wider := strings.Replace(same, `"s3:GetObject"`, `["s3:GetObject","s3:PutObject"]`, 1)
	for _, row := range []struct{ name, text, want string }{
		{"the policy as it is", same, "UNCHANGED"},
		{"one action more", wider, "CHANGED"},
		{"nobody", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`, "GONE"},
		{"somebody else", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"s3:GetObject","Resource":"` + bucket + `/*"}]}`, "NEW GONE"},
	} {
		if got := strings.Join(kinds(row.text), " "); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	if _, err := analyze.PreviewOf(s, a, bucket, policy.Parse([]byte("{")), nil); err == nil {
		t.Error("a broken policy was previewed")
	}
}
