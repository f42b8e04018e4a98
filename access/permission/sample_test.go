package permission_test

import (
	"errors"
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

// TestStop: a question that is stopped ends at once with the error it was
// stopped with, and was told how much it had found.
func TestStop(t *testing.T) {
	k := sampleAsker(t)
	enough := errors.New("enough")
	all, err := permission.ParseActions("*")
	if err != nil {
		t.Fatal(err)
	}
	alice, err := k.Snapshot.FindPrincipal("alice")
	if err != nil {
		t.Fatal(err)
	}
	for name, ask := range map[string]func(permission.Stop) error{
		"who": func(s permission.Stop) error {
			_, err := k.WhoUntil(all, "arn:aws:s3:::kestrel-data-lake", nil, s)
			return err
		},
		"anywhere": func(s permission.Stop) error { _, err := k.WhoUntil(all, "*", nil, s); return err },
		"grants":   func(s permission.Stop) error { _, err := k.GrantsUntil(alice, permission.Filter{}, nil, s); return err },
	} {
		asked, most := 0, 0
		if err := ask(func(listed int) error { asked++; most = max(most, listed); return nil }); err != nil || asked < 10 || most == 0 {
			t.Errorf("%s: asked %d times, told of %d actions: %v", name, asked, most, err)
		}
		asked = 0
		if err := ask(func(int) error {
			if asked++; asked == 3 {
				return enough
			}
			return nil
		}); !errors.Is(err, enough) || asked != 3 {
			t.Errorf("%s goes on: asked %d times, %v", name, asked, err)
		}
	}
}
