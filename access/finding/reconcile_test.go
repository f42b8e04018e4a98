package finding

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// vendorRule archives what the vendor has, until its expiry.
func vendorRule(expires *time.Time) ArchiveRule {
	return ArchiveRule{
		Name: "vendor", Filter: Filter{"principal.AWS": {Eq: []string{vendor}}},
		Owner: "shop", Reason: "contract", Ticket: "T-1", Expires: expires,
	}
}

// once runs an analysis that found these, on day 0.
func once(found ...Candidate) []Finding {
	return keep(nil, Reconcile(Run{Analyzer: "a", Candidates: found, Scope: judged(), At: day(0)}))
}

func archived(expires *time.Time) []Finding {
	list := once(reading())
	t, err := Archive(list[0], Archiving{By: "ada", Reason: "meant", Expires: expires}, day(0))
	if err != nil {
		panic(err)
	}
	return []Finding{t.Finding}
}

func resolved() []Finding {
	list := once(reading())
	return keep(list, Reconcile(Run{Analyzer: "a", Previous: list, Scope: judged(), At: day(0)}))
}

func stale() []Finding {
	list := once(reading())
	return keep(list, Reconcile(Run{Analyzer: "a", Previous: list, Scope: refused(), At: day(0)}))
}

// The rows read as sentences: what was, what the analysis of day 9 said, and
// what became of it.
func TestReconcile(t *testing.T) {
	wider := with(reading(), func(c *Candidate) { c.Actions = []string{"s3:GetObject", "s3:PutObject"} })
	moved := with(reading(), func(c *Candidate) { c.Evidence = []Evidence{{Layer: "resource", File: "b.json", Line: 90}} })
	doubtful := with(reading(), func(c *Candidate) { c.Undetermined = "the work cap was reached" })
	internal := with(denied(), func(c *Candidate) { c.Error = ErrorInternal })
	forOther := with(denied(), func(c *Candidate) { c.Principal = map[string]string{"AWS": member} })
	for _, c := range []struct {
		sentence string
		previous []Finding
		found    []Candidate
		scope    Scope
		rules    []ArchiveRule
		want     []string // change status, and stale if it is; without Seen
	}{
		{"unknown + found → active", nil, []Candidate{reading()}, judged(), nil, []string{"created ACTIVE"}},
		{"unknown + found, though unjudged → active", nil, []Candidate{reading()}, refused(), nil, []string{"created ACTIVE"}},
		{"unknown + found + a rule matches → archived", nil, []Candidate{reading()}, judged(), []ArchiveRule{vendorRule(nil)}, []string{"created ARCHIVED"}},
		{"unknown + found + an expired rule matches → active", nil, []Candidate{reading()}, judged(), []ArchiveRule{vendorRule(until(day(9)))}, []string{"created ACTIVE"}},
		{"unknown + found twice → one finding", nil, []Candidate{reading(), moved}, judged(), nil, []string{"created ACTIVE"}},
		{"nothing + nothing → nothing", nil, nil, judged(), nil, nil},

		{"active + found → stays", once(reading()), []Candidate{reading()}, judged(), nil, nil},
		{"active + found + a rule was made since → stays active", once(reading()), []Candidate{reading()}, judged(), []ArchiveRule{vendorRule(nil)}, nil},
		{"active + found, its evidence elsewhere → the same finding, updated", once(reading()), []Candidate{moved}, judged(), nil, []string{"updated ACTIVE"}},
		{"active + found, no longer proved → the same finding, updated", once(reading()), []Candidate{doubtful}, judged(), nil, []string{"updated ACTIVE"}},
		{"active + found in another shape → resolved, and a new one", once(reading()), []Candidate{wider}, judged(), nil, []string{"created ACTIVE", "resolved RESOLVED"}},
		{"active + found in another shape + unjudged → both", once(reading()), []Candidate{wider}, refused(), nil, []string{"created ACTIVE", "stale ACTIVE stale"}},
		{"active + not found + judged → resolved", once(reading()), nil, judged(), nil, []string{"resolved RESOLVED"}},
		{"active + the resource is gone → resolved", once(reading()), nil, always(Judgement{Coverage: Gone}), nil, []string{"resolved RESOLVED"}},
		{"active + not found + a gap → stays active, stale", once(reading()), nil, refused(), nil, []string{"stale ACTIVE stale"}},
		{"active + not found + nobody says what was covered → stays active, stale", once(reading()), nil, nil, nil, []string{"stale ACTIVE stale"}},
		{"active + not found + another resource was read again → stays", once(reading()), nil, judged().Only("arn:aws:s3:::other"), nil, nil},
		{"active + not found + only this resource was read again → resolved", once(reading()), nil, judged().Only(bucketARN), nil, []string{"resolved RESOLVED"}},

		{"archived + found → stays archived", archived(nil), []Candidate{reading()}, judged(), nil, nil},
		{"archived + found in another shape → resolved, and a new active one", archived(nil), []Candidate{wider}, judged(), nil, []string{"created ACTIVE", "resolved RESOLVED"}},
		{"archived until later + found → stays archived", archived(until(day(10))), []Candidate{reading()}, judged(), nil, nil},
		{"archived until now + found → active again", archived(until(day(9))), []Candidate{reading()}, judged(), nil, []string{"unarchived ACTIVE"}},
		{"archived until now + a gap → active again, stale", archived(until(day(9))), nil, refused(), nil, []string{"unarchived ACTIVE stale"}},
		{"archived until now + untouched → active again", archived(until(day(9))), nil, judged().Only("arn:aws:s3:::other"), nil, []string{"unarchived ACTIVE"}},
		{"archived until now + not found + judged → resolved", archived(until(day(9))), nil, judged(), nil, []string{"resolved RESOLVED"}},
		{"archived + not found + judged → resolved", archived(nil), nil, judged(), nil, []string{"resolved RESOLVED"}},
		{"archived + not found + a gap → stays archived, stale", archived(nil), nil, refused(), nil, []string{"stale ARCHIVED stale"}},

		{"resolved + not found → stays", resolved(), nil, judged(), nil, nil},
		{"resolved + not found + a gap → stays", resolved(), nil, refused(), nil, nil},
		{"resolved + found → active again", resolved(), []Candidate{reading()}, judged(), nil, []string{"reopened ACTIVE"}},
		{"resolved + found + a rule matches → archived", resolved(), []Candidate{reading()}, judged(), []ArchiveRule{vendorRule(nil)}, []string{"reopened ARCHIVED"}},

		{"stale + found → stale no more", stale(), []Candidate{reading()}, judged(), nil, []string{"updated ACTIVE"}},
		{"stale + the same gap → stays", stale(), nil, refused(), nil, nil},
		{"stale + another gap → stale for that", stale(), nil, always(Judgement{Reason: "the account was not read"}), nil, []string{"stale ACTIVE stale"}},
		{"stale + not found + judged → resolved", stale(), nil, judged(), nil, []string{"resolved RESOLVED"}},

		{"unknown + an error → an error finding", nil, []Candidate{denied()}, refused(), nil, []string{"created ACTIVE"}},
		{"active + an error + said to be judged → stays active, stale, and an error finding", once(reading()), []Candidate{denied()}, judged(), nil, []string{"created ACTIVE", "stale ACTIVE stale"}},
		{"active + an error about another principal + judged → resolved, and an error finding", once(reading()), []Candidate{forOther}, judged(), nil, []string{"created ACTIVE", "resolved RESOLVED"}},
		{"an error + the access is found again → the error is resolved", once(denied()), []Candidate{reading()}, judged(), nil, []string{"created ACTIVE", "resolved RESOLVED"}},
		{"an error + judged, nothing found → the error is resolved", once(denied()), nil, judged(), nil, []string{"resolved RESOLVED"}},
		{"an error + a gap → the error stays, stale", once(denied()), nil, refused(), nil, []string{"stale ACTIVE stale"}},
		{"an error + the same error → stays", once(denied()), []Candidate{denied()}, refused(), nil, nil},
		{"an error + another error → resolved, and the other", once(denied()), []Candidate{internal}, refused(), nil, []string{"created ACTIVE", "resolved RESOLVED"}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			run := Run{Analyzer: "a", Previous: c.previous, Candidates: c.found, Scope: c.scope, Rules: c.rules, At: day(9)}
			changes := Reconcile(run)
			if got, want := distinct(worded(changes)), distinct(c.want); !reflect.DeepEqual(got, want) || len(c.want) != len(worded(changes)) {
				t.Fatalf("got %q, want %q", got, want)
			}
			run.Previous = keep(c.previous, changes)
			if again := Reconcile(run); len(again) > 0 {
				t.Errorf("the same run again gives %v", worded(again))
			}
			if run.At = day(9).Add(time.Hour); len(worded(Reconcile(run))) > 0 {
				t.Errorf("an hour later it gives %v", worded(Reconcile(run)))
			}
		})
	}
}

// worded leaves out what is no news.
func worded(changes []Transition) (out []string) {
	for _, t := range changes {
		if t.Change == Seen {
			continue
		}
		line := fmt.Sprintf("%s %s", t.Change, t.Finding.Status)
		if t.Finding.Stale != nil {
			line += " stale"
		}
		out = append(out, line)
	}
	return out
}

func TestTimesAndHistory(t *testing.T) {
	list := once(reading())
	run := func(n int, scope Scope, found ...Candidate) Finding {
		list = keep(list, Reconcile(Run{Analyzer: "a", Previous: list, Candidates: found, Scope: scope, At: day(n)}))
		return list[0]
	}
	if f := run(1, judged(), reading()); !f.AnalyzedAt.Equal(day(1)) || !f.UpdatedAt.Equal(day(0)) {
		t.Errorf("seen again: %s, %s", f.AnalyzedAt, f.UpdatedAt)
	}
	if f := run(2, refused()); !f.AnalyzedAt.Equal(day(1)) || !f.Stale.Since.Equal(day(2)) || f.Stale.Gap == nil || !strings.Contains(f.Stale.Reason, "s3:GetBucketPolicy") {
		t.Errorf("not judged: %+v", f.Stale)
	}
	if f := run(3, always(Judgement{Reason: "other"})); !f.Stale.Since.Equal(day(2)) || f.Stale.Reason != "other" || f.Stale.Gap != nil {
		t.Errorf("not judged for another reason: %+v", f.Stale)
	}
	run(4, judged())
	f := run(5, judged(), reading())
	want := []Event{
		{day(0), StatusNone, StatusActive, "found", "analyzer"},
		{day(4), StatusActive, StatusResolved, "the access is not found any more", "analyzer"},
		{day(5), StatusResolved, StatusActive, "found again", "analyzer"},
	}
	same(t, f.History, want)
	if !f.CreatedAt.Equal(day(0)) || !f.UpdatedAt.Equal(day(5)) {
		t.Error(f.CreatedAt, f.UpdatedAt)
	}
}

func TestARuleSaysWhyItArchived(t *testing.T) {
	rule := vendorRule(until(day(3)))
	list := keep(nil, Reconcile(Run{Analyzer: "a", Candidates: []Candidate{reading()}, Rules: []ArchiveRule{rule}, At: noon}))
	same(t, list[0].Archived, &Archiving{At: noon, Rule: "vendor", Reason: "contract", Owner: "shop", Ticket: "T-1", Expires: until(day(3))})
	if who := list[0].History[0].Who; who != "rule vendor" {
		t.Errorf("who is %q", who)
	}
	prolonged := vendorRule(until(day(30)))
	changes := Reconcile(Run{Analyzer: "a", Previous: list, Candidates: []Candidate{reading()}, Scope: judged(), Rules: []ArchiveRule{prolonged}, At: day(5)})
	if len(changes) != 1 || changes[0].Finding.Status != StatusArchived || !changes[0].Finding.Archived.Expires.Equal(day(30)) {
		t.Errorf("a prolonged rule: %+v", changes)
	}
}

func TestFindingsOfOtherAnalyzersAreLeftAlone(t *testing.T) {
	if changes := Reconcile(Run{Analyzer: "b", Previous: once(reading()), Scope: judged(), At: day(1)}); len(changes) > 0 {
		t.Errorf("%+v", changes)
	}
}

func TestHistoryIsLimited(t *testing.T) {
	list := once(reading())
	for n := range 2 * maxHistory {
		var found []Candidate
		if n%2 == 1 {
			found = []Candidate{reading()}
		}
		list = keep(list, Reconcile(Run{Analyzer: "a", Previous: list, Candidates: found, Scope: judged(), At: day(n + 1)}))
	}
	history := list[0].History
	if len(history) != maxHistory || !history[0].At.Equal(day(0)) || !history[maxHistory-1].At.Equal(day(2*maxHistory)) {
		t.Errorf("%d events from %s to %s", len(history), history[0].At, history[len(history)-1].At)
	}
}

func TestCount(t *testing.T) {
	list := once(reading(), denied())
	changes := Reconcile(Run{Analyzer: "a", Previous: list, Candidates: []Candidate{
		reading(), with(reading(), func(c *Candidate) { c.IsPublic = true }),
	}, Scope: judged(), At: day(1)})
	if got := Count(list, changes); got != (Counts{Active: 2, New: 1, Resolved: 1}) {
		t.Errorf("%+v", got)
	}
}

// A store keeps findings as JSON: what comes back must be what was kept, or the
// next run would see a change.
func TestJSONBringsTheFindingBack(t *testing.T) {
	c := with(reading(), func(c *Candidate) {
		first := 0
		c.Evidence[0].Statement = &first
		c.Condition = map[string]string{"aws:SourceIp": "198.51.100.0/24"}
		c.Unused = &Unused{LastAccessed: until(noon.In(time.FixedZone("", 3600)).Add(1234567)), Services: []UnusedService{{Namespace: "s3"}}}
		c.Internal = &Internal{PrincipalType: "IAM_ROLE"}
		c.Witness.Context = map[string][]string{}
	})
	list := keep(once(c), Reconcile(Run{Analyzer: "a", Previous: once(c), Scope: refused(), At: day(1)}))
	var back []Finding
	text, err := json.Marshal(list)
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	same(t, back, list)
	again := Reconcile(Run{Analyzer: "a", Previous: back, Candidates: []Candidate{c}, Scope: judged(), At: day(1)})
	if len(again) != 1 || again[0].Change != Updated {
		t.Errorf("%v", worded(again))
	}
}
