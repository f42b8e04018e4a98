package reach

import (
	"fmt"
	"slices"
	"testing"

	"sightline/access/permission"
	"sightline/snapshot"
)

// Inward finds exactly the moves that Outward's rules derive from every start.
func TestInwardIsOutwardTurnedRound(t *testing.T) {
	for name, k := range map[string]*permission.Asker{"sample": sampleWorld(t), "generated": generatedWorld(t)} {
		x := New(k, Options{})
		var forward, backward []string
		for _, a := range x.starts() {
			for _, rule := range moves() {
				steps, err := rule.derive(x, a)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range steps {
					if x.snap.Identity(s.to.shown) != nil {
						forward = append(forward, moveText(a.key, s.to.key, kindName(rule.kind), &s.evidence))
					}
				}
			}
		}
		for i := range x.snap.Identities() {
			if x.snap.Identities()[i].Kind != snapshot.KindRole {
				continue
			}
			steps, err := x.Inward(x.snap.Identities()[i].ARN)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range steps {
				backward = append(backward, moveText(s.From.Key, s.To.Key, s.Kind, &s.Evidence))
			}
		}
		slices.Sort(forward)
		slices.Sort(backward)
		if !slices.Equal(forward, backward) {
			t.Errorf("%s: %d moves forward, %d backward", name, len(forward), len(backward))
			for _, m := range forward {
				if !slices.Contains(backward, m) {
					t.Errorf("only forward: %s", m)
				}
			}
			for _, m := range backward {
				if !slices.Contains(forward, m) {
					t.Errorf("only backward: %s", m)
				}
			}
		}
		t.Logf("%s: %d moves", name, len(forward))
	}
}

func moveText(from, to, kind string, e *Evidence) string {
	return fmt.Sprint(from, " ", kind, " ", to, " ", e.Verdict, " ", e.Through, " ", e.Asked)
}
