package sample_test

import (
	"slices"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/snapshot"
)

// The evaluator must give every answer that was derived by hand.
func TestCanAnswers(t *testing.T) {
	s, engine := build(t), eval.New()
	for _, c := range expected(t).Can {
		got := ask(t, s, engine, &c.Question)
		want := c.Expect
		wrong := got.Decision.String() != want.Decision ||
			want.DecidedBy != "" && got.DecidedBy != want.DecidedBy ||
			want.Decision == "Unknown" && !slices.Equal(got.MissingContext, want.MissingContext)
		if wrong {
			t.Errorf("can %s %s %s %v absent %v:\n got  %s by %q, missing %v\n want %s by %q, missing %v\n because %s",
				c.Question.Principal, c.Question.Action, c.Question.Resource, c.Question.Context, c.Question.Absent,
				got.Decision, got.DecidedBy, got.MissingContext, want.Decision, want.DecidedBy, want.MissingContext, c.Reason)
		}
	}
}

func ask(t *testing.T, s *snapshot.Snapshot, engine *eval.Engine, q *sample.CanQuestion) authz.Explanation {
	t.Helper()
	p, err := authz.ParsePrincipal(q.Principal, q.Action)
	if err != nil {
		t.Fatal(err)
	}
	p.OpenSession = p.Kind == authz.KindRole
	stack, info, err := s.StackFor(p, q.Resource)
	if err != nil {
		t.Fatal(err)
	}
	req := authz.Request{Principal: p, Action: q.Action, Resource: q.Resource, ResourceAccount: info.ResourceAccount}
	req.Context.Default = authz.Undetermined
	q.AddTo(&req.Context)
	s.ContextFor(p, q.Resource, &req.Context)
	return engine.Compile(stack).Explain(&req)
}

// With an open context the evaluator must not deny who can under some
// condition, and must deny who cannot under any.
func TestWhoCanAgreesWithCan(t *testing.T) {
	s, engine := build(t), eval.New()
	for _, c := range expected(t).WhoCan {
		check := func(principals []string, possible bool) {
			for _, p := range principals {
				if outsideAccount(t, s, p, c.Question.Action) {
					continue
				}
				q := sample.CanQuestion{Principal: p, Action: c.Question.Action, Resource: c.Question.Resource}
				d := ask(t, s, engine, &q).Decision
				if got := d == authz.Allowed || d == authz.Unknown; got != possible {
					t.Errorf("who-can %s %s: %s is %s; %s", q.Action, q.Resource, p, d, c.Reason)
				}
			}
		}
		check(c.Expect.Principals, true)
		check(c.Expect.Not, false)
	}
}

// outsideAccount: a whole account stands for all its identities, while its
// root user, whom "can" would ask about, may not assume roles.
func outsideAccount(t *testing.T, s *snapshot.Snapshot, principal, action string) bool {
	t.Helper()
	p, err := authz.ParsePrincipal(principal, action)
	if err != nil {
		t.Fatal(err)
	}
	return p.Kind == authz.KindRoot && s.Account(p.Account) == nil
}
