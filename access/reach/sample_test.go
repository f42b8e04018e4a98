package reach_test

import (
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
)

// TestSample holds the answers against those that were derived by hand.
func TestSample(t *testing.T) {
	k := sampleAsker(t)
	expected, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range expected.Reach {
		t.Run(c.Question.From, func(t *testing.T) {
			answer, err := reach.From(k, c.Question.From, "", reach.Options{})
			if err != nil {
				t.Fatal(err)
			}
			targets := make(map[string]reach.Path)
			for _, p := range answer.Paths {
				targets[p.Target] = p
			}
			for _, want := range c.Expect.Reaches {
				if _, ok := targets[want]; !ok {
					t.Errorf("no path to %s (%s)", want, c.Reason)
				}
			}
			for _, not := range c.Expect.NotReaches {
				if p, ok := targets[not]; ok {
					t.Errorf("a path to %s (%s):\n%s", not, c.Reason, drawPath(p))
				}
			}
		})
	}
}

func sampleAsker(t testing.TB) *permission.Asker {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.New(), catalog.Embedded())
}
