package reach_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/internal/sample"
	"sightline/snapshot"
)

// TestTakingAwayNeverAdds: a Deny statement added to any identity, resource or
// organization policy, or a boundary set where there was none, adds no path and
// makes none better.
func TestTakingAwayNeverAdds(t *testing.T) {
	before := reachAll(t, sampleData(t))
	changed := 0
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 7))
		data := sampleData(t)
		b := snapshot.NewBuilder(data)
		what := takeAway(b, r)
		after := reachAll(t, *b.Data())
		for key, v := range after {
			if old, ok := before[key]; !ok || rank(v) < rank(old) {
				t.Errorf("seed %d: %s: %s is %q after, %q before", seed, what, key, v, old)
			}
		}
		for key, v := range before {
			if after[key] != v {
				changed++
			}
		}
	}
	if changed == 0 {
		t.Error("nothing that was taken away made a difference: the law was not tried")
	}
}

func rank(v permission.Verdict) int {
	return map[permission.Verdict]int{permission.Allowed: 1, permission.Conditional: 2, permission.Undetermined: 3}[v]
}

// takeAway changes one thing of the sample and says what.
func takeAway(b *snapshot.Builder, r *rand.Rand) string {
	d := b.Data()
	actions := []string{"s3:*", "sts:AssumeRole", "dynamodb:GetItem", "*", "s3:GetObject", "secretsmanager:*"}
	action := actions[r.IntN(len(actions))]
	text := document(deny(action, "*"))
	switch r.IntN(4) {
	case 0:
		arn := "arn:aws:iam::222233334444:policy/only"
		d.Policies = append(d.Policies, snapshot.Managed{ARN: arn, Attachment: b.Attach("only", document(allow(action, "*")), "", 0)})
		for i := range d.Identities {
			if id := &d.Identities[i]; id.Boundary == "" && id.Kind != snapshot.KindGroup && r.IntN(2) == 0 {
				id.Boundary = arn
			}
		}
		return "boundaries that leave " + action
	case 1:
		for i := range d.Organizations {
			d.Organizations[i].SCPs = append(d.Organizations[i].SCPs, snapshot.OrgPolicy{
				ID:         "p-more",
				Attachment: b.Attach("more", document(deny(action, "*")), "", 0), Targets: []string{d.Organizations[i].Root},
			})
		}
		return "an SCP that denies " + action
	case 2:
		for i := range d.Organizations {
			d.Organizations[i].RCPs = append(d.Organizations[i].RCPs, snapshot.OrgPolicy{
				ID:         "p-rmore",
				Attachment: b.Attach("rmore", document(deny(action, "*", `"Principal":"*"`)), "", 0), Targets: []string{d.Organizations[i].Root},
			})
		}
		return "an RCP that denies " + action
	default:
		for i := range d.Identities {
			if id := &d.Identities[i]; r.IntN(2) == 0 {
				id.Inline = append(id.Inline, b.Attach("more", text, "", 0))
			}
		}
		return "inline Denies of " + action
	}
}

// reachAll asks from a dozen starts and gives verdicts by start and target.
func reachAll(t *testing.T, data snapshot.Data) map[string]permission.Verdict {
	t.Helper()
	s, err := snapshot.NewBuilder(data).Build()
	if err != nil {
		t.Fatal(err)
	}
	k := sampleAsker(t)
	x := reach.New(permission.New(s, k.Engine, k.Catalog), reach.Options{})
	expected, err := sample.ExpectedAnswers()
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]permission.Verdict)
	for _, c := range expected.Reach {
		answer, err := x.From(c.Question.From, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range answer.Paths {
			out[fmt.Sprintf("%s to %s", c.Question.From, p.Target)] = p.Verdict
		}
	}
	return out
}

func sampleData(t *testing.T) snapshot.Data {
	t.Helper()
	data, err := sample.Data()
	if err != nil {
		t.Fatal(err)
	}
	return data
}
