package permission_test

import (
	"slices"
	"testing"

	"sightline/access/permission"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
)

func sampleAsker(t *testing.T) *permission.Asker {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return permission.New(s, eval.New(), catalog.Embedded())
}

// Who must give every answer about the sample that was derived by hand.
func TestWhoOnTheSample(t *testing.T) {
	k := sampleAsker(t)
	expected, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range expected.WhoCan {
		actions, err := permission.ParseActions(c.Question.Action)
		if err != nil {
			t.Fatal(err)
		}
		holders, err := k.Who(actions, c.Question.Resource, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range holders {
			got = append(got, h.Principal)
		}
		for _, want := range c.Expect.Principals {
			if !slices.Contains(got, want) {
				t.Errorf("who-can %s %s: lacks %s, has %v (%s)", c.Question.Action, c.Question.Resource, want, got, c.Reason)
			}
		}
		for _, not := range c.Expect.Not {
			if slices.Contains(got, not) {
				t.Errorf("who-can %s %s: has %s (%s)", c.Question.Action, c.Question.Resource, not, c.Reason)
			}
		}
	}
}
