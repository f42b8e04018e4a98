package finding

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

// A history drives random analyses over few resources, and remembers what was
// said, so that laws can be asked after each step.
type history struct {
	r    *rand.Rand
	list []Finding
	rule []ArchiveRule
	now  time.Time
}

func resourceOf(n int) string { return fmt.Sprintf("arn:aws:s3:::bucket-%d", n) }

// randomFound draws candidates of five buckets in few shapes.
func (h *history) randomFound() (out []Candidate) {
	for n := range 5 {
		for range h.r.IntN(3) {
			c := with(reading(), func(c *Candidate) {
				c.Resource, c.IsPublic = resourceOf(n), h.r.IntN(2) == 0
				c.Actions = [][]string{{"s3:GetObject"}, {"s3:PutObject"}, {"s3:GetObject", "s3:PutObject"}}[h.r.IntN(3)]
				c.Evidence = []Evidence{{File: "a.json", Line: h.r.IntN(4)}}
			})
			if h.r.IntN(6) == 0 {
				c = with(denied(), func(c *Candidate) { c.Resource = resourceOf(n) })
			}
			out = append(out, c)
		}
	}
	return out
}

// randomScope judges each bucket at random, and gives the same answer always.
func (h *history) randomScope() (Scope, map[string]Coverage) {
	said := make(map[string]Coverage)
	for n := range 5 {
		said[resourceOf(n)] = []Coverage{Judged, Judged, Gone, Unjudged, Untouched}[h.r.IntN(5)]
	}
	return func(f *Finding) Judgement { return Judgement{Coverage: said[f.Resource]} }, said
}

// person archives or unarchives something at random.
func (h *history) person() {
	if len(h.list) == 0 || h.r.IntN(2) == 0 {
		return
	}
	f := h.list[h.r.IntN(len(h.list))]
	by := Archiving{By: "ada"}
	if h.r.IntN(2) == 0 {
		by.Expires = until(h.now.Add(time.Duration(1+h.r.IntN(50)) * time.Hour))
	}
	t, err := Archive(f, by, h.now)
	if h.r.IntN(3) == 0 {
		t, err = Unarchive(f, "ada", "", h.now)
	}
	if err == nil {
		h.list = keep(h.list, []Transition{t})
	}
}

// TestLawsOfReconcile asks the laws of the status machine of random lives.
func TestLawsOfReconcile(t *testing.T) {
	for seed := range uint64(300) {
		h := &history{r: rand.New(rand.NewPCG(seed, 1)), now: noon}
		h.rule = []ArchiveRule{{Name: "public", Filter: Filter{"isPublic": {Eq: []string{"true"}}}, Expires: until(day(2))}}
		for range 12 {
			h.now = h.now.Add(time.Duration(h.r.IntN(20)) * time.Hour)
			h.person()
			scope, said := h.randomScope()
			run := Run{Analyzer: "a", Previous: h.list, Candidates: h.randomFound(), Scope: scope, Rules: h.rule, At: h.now}
			changes := Reconcile(run)
			lawOfOrder(t, h, run, changes)
			after := keep(h.list, changes)
			lawOfMissingData(t, h.list, after, run.Candidates, said)
			lawOfWhatIsFound(t, after, run.Candidates)
			lawOfLoss(t, h.list, after)
			lawOfHistory(t, after)
			run.Previous = after
			if again := Reconcile(run); len(again) > 0 {
				t.Fatalf("the same run again changes %v", worded(again))
			}
			if h.list = after; t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
}

// lawOfOrder: the order of what is given does not matter.
func lawOfOrder(t *testing.T, h *history, run Run, want []Transition) {
	run.Candidates = append([]Candidate(nil), run.Candidates...)
	run.Previous = append([]Finding(nil), run.Previous...)
	h.r.Shuffle(len(run.Candidates), func(i, j int) {
		run.Candidates[i], run.Candidates[j] = run.Candidates[j], run.Candidates[i]
	})
	h.r.Shuffle(len(run.Previous), func(i, j int) { run.Previous[i], run.Previous[j] = run.Previous[j], run.Previous[i] })
	if got := Reconcile(run); !reflect.DeepEqual(got, want) {
		t.Error("another order gives another result")
	}
}

// lawOfMissingData: what was not judged is not resolved, but an error that
// another error replaced.
func lawOfMissingData(t *testing.T, before, after []Finding, found []Candidate, said map[string]Coverage) {
	failed := make(map[string]bool)
	for _, c := range found {
		failed[c.Resource] = failed[c.Resource] || c.Error != ""
	}
	for i := range before {
		was, is := before[i], after[i]
		known := said[was.Resource] == Judged || said[was.Resource] == Gone
		if was.live() && is.Status == StatusResolved && (!known || failed[was.Resource] && was.Error == "") {
			t.Errorf("%s of %s was resolved although %s was not judged", was.Error, was.ID, was.Resource)
		}
	}
}

// lawOfWhatIsFound: every candidate is a live finding afterwards, under its id.
func lawOfWhatIsFound(t *testing.T, after []Finding, found []Candidate) {
	live := make(map[string]Finding)
	for _, f := range after {
		if f.live() {
			live[f.ID] = f
		}
	}
	for _, c := range found {
		f, ok := live[ID("a", c)]
		if !ok || f.Stale != nil || f.Resource != c.Resource || f.IsPublic != c.IsPublic {
			t.Errorf("found, and not kept as it was found: %+v", c)
		}
	}
}

// lawOfLoss: no finding vanishes, and none changes what it is.
func lawOfLoss(t *testing.T, before, after []Finding) {
	if len(after) < len(before) {
		t.Fatal("findings vanished")
	}
	for i := range before {
		was, is := before[i], after[i]
		if was.ID != is.ID || !was.CreatedAt.Equal(is.CreatedAt) || len(is.History) < len(was.History) ||
			!reflect.DeepEqual(was.History, is.History[:len(was.History)]) || ID("a", is.Candidate) != is.ID {
			t.Errorf("%s is not what it was", was.ID)
		}
	}
}

// lawOfHistory: the events lead from nothing to the status, and archived is
// what has an archiving.
func lawOfHistory(t *testing.T, after []Finding) {
	for _, f := range after {
		at := StatusNone
		for _, e := range f.History {
			if e.From != at || e.Who == "" || e.Why == "" {
				t.Errorf("%s: %+v", f.ID, f.History)
			}
			at = e.To
		}
		if at != f.Status || (f.Status == StatusArchived) != (f.Archived != nil) || f.UpdatedAt.Before(f.CreatedAt) {
			t.Errorf("%s is %s after %+v", f.ID, f.Status, f.History)
		}
	}
}
