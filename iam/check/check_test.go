package check_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sightline/iam/check"
	"sightline/iam/policy"
	"sightline/internal/casefile"
)

const corpus = "../../testdata/conformance/reason"

func cases(t *testing.T, name string) []casefile.Case {
	t.Helper()
	f, err := os.Open(filepath.Join(corpus, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := casefile.Read(name, f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func kind(policyType string) check.Kind {
	if policyType == casefile.ResourcePolicy {
		return check.Resource
	}
	return check.Identity
}

func compare(t *testing.T, c casefile.Case, a check.Answer, want casefile.Result) {
	t.Helper()
	statements := []int{}
	for _, r := range a.Reasons {
		statements = append(statements, r.StatementIndex)
	}
	if string(a.Result) != want.Result || !slices.Equal(statements, want.Statements) {
		t.Errorf("%s: %s %v, want %s %v\n%s\n%s %+v", c.Name, a.Result, statements, want.Result, want.Statements, c.About, a.Message, a.Reasons)
	}
}

// TestOwnCases are the cases that this project added.
func TestOwnCases(t *testing.T) {
	for _, c := range cases(t, "../../reasoning/model.json") {
		if q := c.Reasoning.AccessNotGranted; q != nil {
			compare(t, c, check.AccessNotGranted(q.Policy.Document, q.Access.Actions, q.Access.Resources, check.Options{Kind: kind(q.PolicyType)}), q.Expect)
			continue
		}
		if q := c.Reasoning.NoPublicAccess; q != nil {
			compare(t, c, check.NoPublicAccess(q.Policy.Document, q.ResourceType, check.Options{}), q.Expect)
			continue
		}
		q := c.Reasoning.NoNewAccess
		compare(t, c, check.NoNewAccess(q.Existing.Document, q.New.Document, check.Options{Kind: kind(q.PolicyType)}), q.Expect)
	}
}

func TestNoNewAccess(t *testing.T) {
	for _, c := range cases(t, "no-new-access.json") {
		q := c.Reasoning.NoNewAccess
		compare(t, c, check.NoNewAccess(q.Existing.Document, q.New.Document, check.Options{Kind: kind(q.PolicyType)}), q.Expect)
	}
}

func TestAccessNotGranted(t *testing.T) {
	for _, c := range cases(t, "access-not-granted.json") {
		q := c.Reasoning.AccessNotGranted
		compare(t, c, check.AccessNotGranted(q.Policy.Document, q.Access.Actions, q.Access.Resources, check.Options{Kind: kind(q.PolicyType)}), q.Expect)
	}
}

func TestCompare(t *testing.T) {
	for _, c := range cases(t, "equivalent.json") {
		q := c.Reasoning.Equivalent
		got := check.Compare(q.A.Document, q.B.Document, check.Options{Kind: kind(q.PolicyType)})
		if string(got.Result) != string(q.Expect.Result) {
			t.Errorf("%s: %s, want %s\n%s\n%s", c.Name, got.Result, q.Expect.Result, c.About, got.Message)
		}
	}
}

func TestNoPublicAccess(t *testing.T) {
	for _, c := range cases(t, "no-public-access.json") {
		q := c.Reasoning.NoPublicAccess
		compare(t, c, check.NoPublicAccess(q.Policy.Document, q.ResourceType, check.Options{}), q.Expect)
	}
}

func TestResourceTypes(t *testing.T) {
	if list := check.ResourceTypes(); len(list) != 26 || !slices.IsSorted(list) {
		t.Errorf("%d types, want 26, sorted", len(list))
	}
}

func TestKnownOnly(t *testing.T) {
	d := func(action string) *policy.Document {
		return policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":` + action + `,"Resource":"*"}]}`))
	}
	old, fresh := d(`["s3:ListBucket","s3:ListBucketMultipartUploads","s3:ListBucketVersions"]`), d(`"s3:ListBucket*"`)
	if a := check.NoNewAccess(old, fresh, check.Options{}); a.Result != check.Fail {
		t.Errorf("over all names: %s", a.Result)
	}
	if a := check.NoNewAccess(old, fresh, check.Options{KnownOnly: true}); a.Result != check.Pass {
		t.Errorf("over known names: %s %+v", a.Result, a.Reasons)
	}
}
