package sample_test

import (
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/internal/sample"
)

func expected(t *testing.T) sample.Expected {
	t.Helper()
	e, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEnoughExpectations(t *testing.T) {
	e := expected(t)
	if len(e.Can) < 60 || len(e.WhoCan) < 10 || len(e.Reach) < 6 {
		t.Errorf("%d can, %d who-can, %d reach", len(e.Can), len(e.WhoCan), len(e.Reach))
	}
	for _, c := range e.Can {
		if c.Question.Verb != "can" || !strings.HasSuffix(c.Reason, ".") {
			t.Errorf("%+v: verb or reason is missing", c.Question)
		}
	}
	for _, c := range e.WhoCan {
		if c.Question.Verb != "who-can" || len(c.Expect.Principals) == 0 || len(c.Expect.Not) == 0 {
			t.Errorf("%+v: verb, principals or exclusions are missing", c.Question)
		}
	}
	for _, c := range e.Reach {
		if c.Question.Verb != "reach" || len(c.Expect.Reaches) == 0 || len(c.Expect.NotReaches) == 0 {
			t.Errorf("%+v: verb, targets or exclusions are missing", c.Question)
		}
	}
}

// The expectations must show every decision, and every layer that the sample
// has as the one that decides.
func TestExpectationsCoverDecisionsAndLayers(t *testing.T) {
	seen := make(map[string]int)
	for _, c := range expected(t).Can {
		seen[c.Expect.Decision]++
		seen[c.Expect.Decision+" "+string(c.Expect.DecidedBy)]++
	}
	for _, want := range []string{
		"Allowed", "ExplicitlyDenied", "ImplicitlyDenied", "Unknown",
		"Allowed identity", "Allowed resource", "Allowed grant", "Allowed acl",
		"ExplicitlyDenied rcp", "ExplicitlyDenied scp", "ExplicitlyDenied resource",
		"ExplicitlyDenied identity", "ExplicitlyDenied boundary",
		"ImplicitlyDenied scp", "ImplicitlyDenied resource", "ImplicitlyDenied identity",
		"ImplicitlyDenied boundary", "ImplicitlyDenied publicAccessBlock",
	} {
		if seen[want] == 0 {
			t.Errorf("no expectation is %s", want)
		}
	}
}

func TestExpectationsSpeakOfEveryAccount(t *testing.T) {
	asked := make(map[string]int)
	for _, c := range expected(t).Can {
		p, err := authz.ParsePrincipal(c.Question.Principal, c.Question.Action)
		if err != nil {
			t.Errorf("%v", err)
		}
		asked[p.Account]++
	}
	for _, a := range data(t).Accounts {
		if asked[a.ID] < 5 {
			t.Errorf("account %s (%s) asks in %d questions", a.ID, a.Name, asked[a.ID])
		}
	}
}

// What the expectations name in the sample's accounts must exist.
func TestExpectationsNameWhatExists(t *testing.T) {
	s := build(t)
	e := expected(t)
	check := func(arn string) {
		parts := strings.SplitN(arn, ":", 6)
		if len(parts) == 6 && parts[2] == "iam" && s.Account(parts[4]) != nil &&
			(strings.HasPrefix(parts[5], "user/") || strings.HasPrefix(parts[5], "role/")) && s.Identity(arn) == nil {
			t.Errorf("%s does not exist", arn)
		}
	}
	for _, c := range e.Can {
		check(c.Question.Principal)
		if p, _, ok := strings.Cut(c.Question.Resource, ":::"); ok && p == "arn:aws:s3" && s.Resource(c.Question.Resource) == nil {
			t.Errorf("%s is in no bucket of the sample", c.Question.Resource)
		}
	}
	for _, c := range e.WhoCan {
		for _, arn := range append(c.Expect.Principals, c.Expect.Not...) {
			check(arn)
		}
	}
	for _, c := range e.Reach {
		for _, arn := range append(c.Expect.Reaches, c.Expect.NotReaches...) {
			check(arn)
			if !strings.Contains(arn, ":iam:") && s.Resource(arn) == nil {
				t.Errorf("%s does not exist", arn)
			}
		}
	}
}
