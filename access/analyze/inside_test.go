package analyze_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/snapshot"
)

func sampleInside(t *testing.T) (*snapshot.Snapshot, analyze.Result) {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var all finding.Inclusion
	for i := range s.Data().Accounts {
		all.Accounts = append(all.Accounts, s.Data().Accounts[i].ID)
	}
	return s, insideOf(t, s, "organization", all)
}

// has tells whether somebody has an action on a resource, in whatever shape.
func has(r *analyze.Result, resource, principal, action string) bool {
	return slices.ContainsFunc(r.Candidates, func(c finding.Candidate) bool {
		return c.Resource == resource && (c.Principal["AWS"] == principal || c.Principal == nil) && (c.Error != "" || slices.Contains(c.Actions, action))
	})
}

// inSnapshot gives the resource that an ARN of the expected answers lies in.
func inSnapshot(s *snapshot.Snapshot, arn string) string {
	if s.Identity(arn) != nil {
		return arn
	}
	r := s.Resource(arn)
	switch {
	case r == nil:
		return ""
	case r.Underlying != "":
		return r.Underlying // access points are judged with their bucket
	default:
		return r.ARN
	}
}

func isPerson(arn string) bool {
	return strings.Contains(arn, ":user/") || strings.Contains(arn, ":role/")
}

// TestInsideSample holds internal access of the sample organization against its
// answers derived by hand.
func TestInsideSample(t *testing.T) {
	s, r := sampleInside(t)
	expected, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, c := range expected.WhoCan {
		resource := inSnapshot(s, c.Question.Resource)
		if resource == "" || resource != c.Question.Resource && !strings.HasPrefix(c.Question.Resource, resource+"/") {
			continue
		}
		for _, p := range c.Expect.Principals {
			if isPerson(p) {
				asked++
				if !has(&r, resource, p, c.Question.Action) {
					t.Errorf("%s has no %s on %s: %s", p, c.Question.Action, resource, c.Reason)
				}
			}
		}
		for _, p := range c.Expect.Not {
			if isPerson(p) && !has(&r, resource, "", "") {
				asked++
				if has(&r, resource, p, c.Question.Action) {
					t.Errorf("%s has %s on %s: %s", p, c.Question.Action, resource, c.Reason)
				}
			}
		}
	}
	for _, c := range expected.Can {
		resource := inSnapshot(s, c.Question.Resource)
		if has(&r, resource, "", "") {
			continue // an error of the resource
		}
		p, err := s.FindPrincipal(c.Question.Principal)
		if err != nil || resource == "" || s.Identity(p.ARN) == nil {
			continue
		}
		got := has(&r, resource, p.ARN, c.Question.Action)
		switch {
		case c.Expect.Decision == "Allowed" && !got:
			t.Errorf("%s has no %s on %s: %s", p.ARN, c.Question.Action, resource, c.Reason)
		case c.Expect.Decision != "Allowed" && c.Expect.Decision != "Unknown" && got && resource == c.Question.Resource && len(c.Question.Context)+len(c.Question.Absent) == 0:
			t.Errorf("%s has %s on %s: %s", p.ARN, c.Question.Action, resource, c.Reason)
		default:
			asked++
		}
	}
	t.Logf("%d candidates, %d answers", len(r.Candidates), asked)
	if asked < 100 {
		t.Errorf("only %d answers were asked", asked)
	}
}

// replayed asks eval for a witness, with what follows from the snapshot.
func replayed(t *testing.T, s *snapshot.Snapshot, c *finding.Candidate) authz.Decision {
	t.Helper()
	w := c.Witness
	p, err := s.FindPrincipal(w.Principal)
	if err != nil {
		t.Fatalf("%s: %v", w.Principal, err)
	}
	p.OpenSession = false
	stack, info, err := s.StackFor(p, w.Resource)
	if err != nil {
		t.Fatal(err)
	}
	req := &authz.Request{Principal: p, Action: w.Action, Resource: w.Resource, ResourceAccount: info.ResourceAccount}
	for key, values := range w.Context {
		if len(values) == 1 {
			req.Context.Set(key, values[0])
		} else {
			req.Context.SetMulti(key, values...)
		}
	}
	s.ContextFor(p, w.Resource, &req.Context)
	return eval.Evaluate(stack, req).Decision
}

// Every access that is not in doubt has a request that eval allows, and a
// reason.
func TestInsideWitnesses(t *testing.T) {
	s, r := sampleInside(t)
	tally := make(map[string]int)
	for i := range r.Candidates {
		c := &r.Candidates[i]
		switch {
		case c.Error != "":
			tally["error"]++
		case c.Undetermined != "":
			tally["undetermined: "+c.Undetermined]++
		case c.Witness == nil || len(c.Evidence) == 0 || len(c.Actions) == 0:
			t.Errorf("%+v", c)
		default:
			tally["proved"]++
			if got := replayed(t, s, c); got != authz.Allowed {
				t.Errorf("%s: %s by %s on %s, %v", got, c.Witness.Action, c.Witness.Principal, c.Witness.Resource, c.Witness.Context)
			}
		}
	}
	for _, what := range slices.Sorted(maps.Keys(tally)) {
		t.Log(tally[what], what)
	}
}

// The one gap of the sample is an error of its resource, and what it hides is
// not judged.
func TestInsideSampleGap(t *testing.T) {
	s, r := sampleInside(t)
	for i := range s.Data().Gaps {
		g := &s.Data().Gaps[i]
		var about []finding.Candidate
		for _, c := range r.Candidates {
			if c.Resource == g.Subject {
				about = append(about, c)
			}
		}
		if len(about) != 1 || about[0].Error != finding.ErrorAccessDenied || about[0].Type != finding.TypeInternalAccess {
			t.Errorf("%s: %+v", g.Subject, about)
		}
		f := &finding.Finding{Candidate: finding.Candidate{Type: finding.TypeInternalAccess, Resource: g.Subject, ResourceType: "AWS::KMS::Key", Account: g.Account}}
		if j := r.Scope(f); j.Coverage != finding.Unjudged {
			t.Errorf("%s is judged: %+v", g.Subject, j)
		}
	}
}
