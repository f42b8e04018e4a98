package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"sightline/access/finding"
	"sightline/internal/sample"
	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
	"sightline/store/memory"
)

// A bench is a desk over a store in memory, with a clock of its own.
type bench struct {
	*testing.T
	*desk.Desk
	store store.Store
	now   time.Time
}

func newBench(t *testing.T) *bench {
	b := &bench{T: t, store: memory.New(), now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	b.Desk = desk.New(desk.Options{Store: b.store, Now: func() time.Time { return b.now }})
	return b
}

// ok takes what must not fail.
func (b *bench) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) analyze(s *snapshot.Snapshot) desk.Counts {
	b.Helper()
	b.now = b.now.Add(time.Hour)
	n, err := b.Analyze(b.Context(), s)
	b.ok(err)
	return n
}

func (b *bench) find(criteria ...string) []finding.Finding {
	b.Helper()
	f, err := finding.ParseFilter(criteria, finding.UseList)
	b.ok(err)
	page, err := b.Findings(b.Context(), desk.Query{Filter: f})
	b.ok(err)
	return page.Findings
}

func (b *bench) names() string {
	b.Helper()
	list, err := b.Analyzers(b.Context())
	b.ok(err)
	var names []string
	for i := range list {
		names = append(names, list[i].Name+" "+list[i].Zone.String())
	}
	return strings.Join(names, ", ")
}

const (
	owner   = "111122223333"
	partner = "444455556666"
)

// world is an account with a role that trusts a principal, unless its trust
// policy was refused.
func world(account, trusts string, change ...func(*snapshot.Data)) *snapshot.Snapshot {
	doc := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + trusts + `"},"Action":"sts:AssumeRole"}]}`
	b := snapshot.NewBuilder(snapshot.Data{
		TakenAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Sources: []snapshot.Source{{Name: "aws", Kind: snapshot.SourceAWS}},
		Accounts: []snapshot.Account{{ID: account, OrganizationKnown: true, Collected: []string{"AWS::IAM"}}},
	})
	role := snapshot.Identity{Kind: snapshot.KindRole, ARN: "arn:aws:iam::" + account + ":role/door", Name: "door", Account: account}
	role.Trust = &snapshot.Attachment{Name: "trust", Document: b.Document(doc)}
	b.Data().Identities = append(b.Data().Identities, role)
	for _, f := range change {
		f(b.Data())
	}
	s, err := b.Build()
	if err != nil {
		panic(err)
	}
	return s
}

// refused is the world in which nobody may read the role.
func refused(d *snapshot.Data) {
	d.Identities[0].Trust = nil
	d.Gaps = append(d.Gaps, snapshot.Gap{Account: owner, Call: "iam:GetRole", Reason: "AccessDenied", Layer: "resource", Subject: d.Identities[0].ARN, Type: snapshot.TypeRole})
}

func sampleOf(t *testing.T) *snapshot.Snapshot {
	t.Helper()
	s, err := sample.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFirstScanMakesAnAnalyzer(t *testing.T) {
	b := newBench(t)
	n := b.analyze(sampleOf(t))
	if n.Active == 0 || n.New != n.Active || n.Analyzers != 1 || b.names() != "external-o-4kq7x2m9pd organization:o-4kq7x2m9pd" {
		t.Errorf("%+v by %s", n, b.names())
	}
	if again := b.analyze(sampleOf(t)); again.New != 0 || again.Resolved != 0 || again.Active != n.Active {
		t.Errorf("the same again: %+v", again)
	}
}

// TestDefaultsCoverWhatNoneCovers: until a person makes an analyzer.
func TestDefaultsCoverWhatNoneCovers(t *testing.T) {
	b := newBench(t)
	both := world(owner, partner, func(d *snapshot.Data) {
		d.Accounts = append(d.Accounts, snapshot.Account{ID: "222233334444", Collected: []string{"AWS::IAM"}})
	})
	b.analyze(world(owner, partner))
	if got := b.names(); got != "external-111122223333 account:111122223333" {
		t.Error(got)
	}
	b.analyze(both)
	b.analyze(both)
	if got := b.names(); got != "external-111122223333 account:111122223333, external-222233334444 account:222233334444" {
		t.Error(got)
	}
	zone, _ := finding.ParseZone("account:" + owner)
	_, err := b.Create(b.Context(), finding.Analyzer{Name: "mine", Kind: finding.KindExternal, Zone: zone})
	b.ok(err)
	b.analyze(world("333344445555", partner))
	if strings.Contains(b.names(), "333344445555") {
		t.Error("a default analyzer beside one of a person:", b.names())
	}
	together := newBench(t)
	together.analyze(both)
	if got := together.names(); got != "external-111122223333-and-1-more accounts:111122223333,222233334444" {
		t.Error(got)
	}
}

// TestLife: found, archived, behind a gap, gone, and back.
func TestLife(t *testing.T) {
	b := newBench(t)
	if n := b.analyze(world(owner, partner)); n.New != 1 {
		t.Fatalf("%+v", n)
	}
	id := b.find()[0].ID
	_, err := b.Archive(b.Context(), []string{id[:6]}, finding.Archiving{By: "ann", Reason: "partner"})
	b.ok(err)
	if n := b.analyze(world(owner, partner)); n.Active != 0 || n.Archived != 1 {
		t.Errorf("archived: %+v", n)
	}
	if n := b.analyze(world(owner, partner, refused)); n.Resolved != 0 || n.Stale != 1 || n.Errors != 1 {
		t.Errorf("refused: %+v", n)
	}
	if f, err := b.Finding(b.Context(), id); err != nil || f.Status != finding.StatusArchived || f.Stale == nil {
		t.Errorf("refused: %+v, %v", f, err)
	}
	if n := b.analyze(world(owner, owner)); n.Resolved != 2 { // the error, too
		t.Errorf("gone: %+v", n)
	}
	if _, err := b.Archive(b.Context(), []string{id}, finding.Archiving{By: "ann"}); !errors.Is(err, finding.ErrResolved) {
		t.Error(err)
	}
	if n := b.analyze(world(owner, partner)); n.New != 1 {
		t.Errorf("back: %+v", n)
	}
	if f, _ := b.Finding(b.Context(), id); f.Status != finding.StatusActive || len(f.History) != 4 {
		t.Errorf("back: %+v", f)
	}
}

// TestZoneThatCannotBeResolved: nothing is judged, so nothing is resolved, and
// the analyzer says why.
func TestZoneThatCannotBeResolved(t *testing.T) {
	b := newBench(t)
	_, err := b.Create(b.Context(), finding.Analyzer{Name: "outside", Kind: finding.KindExternal, Zone: finding.Zone{Kind: finding.ZoneOrganization}})
	b.ok(err)
	n := b.analyze(sampleOf(t))
	lost := b.analyze(world(owner, partner))
	if n.Active == 0 || lost.Active != n.Active || lost.Resolved != 0 || lost.Stale != n.Active || lost.Analyzers != 0 {
		t.Errorf("%+v then %+v", n, lost)
	}
	a, err := b.Analyzer(b.Context(), "outside")
	if err != nil || a.Status != finding.AnalyzerFailed || !strings.Contains(a.StatusReason, "no organization") {
		t.Errorf("%+v, %v", a, err)
	}
	if b.analyze(sampleOf(t)); b.find("stale=true") != nil && len(b.find("stale=true")) > 0 {
		t.Error("still stale after the sample was read again")
	}
	if a, _ = b.Analyzer(b.Context(), a.ID); a.Status != finding.AnalyzerActive || a.StatusReason != "" || a.LastAnalyzedAt == nil {
		t.Errorf("%+v", a)
	}
}

// TestZoneThatIsNotInTheSnapshot: no finding there is none of an analysis.
func TestZoneThatIsNotInTheSnapshot(t *testing.T) {
	for zone, want := range map[string]finding.AnalyzerStatus{
		"account:" + owner:                    finding.AnalyzerActive,
		"accounts:" + owner + ",999999999999": finding.AnalyzerActive,
		"account:999999999999":                finding.AnalyzerFailed,
		"accounts:999999999999,888888888888":  finding.AnalyzerFailed,
		"organization:o-0000000000":           finding.AnalyzerFailed,
	} {
		b := newBench(t)
		z, err := finding.ParseZone(zone)
		b.ok(err)
		_, err = b.Create(b.Context(), finding.Analyzer{Name: "outside", Kind: finding.KindExternal, Zone: z})
		b.ok(err)
		b.analyze(world(owner, partner))
		if a, err := b.Analyzer(b.Context(), "outside"); err != nil || a.Status != want || (a.StatusReason == "") != (want == finding.AnalyzerActive) {
			t.Errorf("%s: %+v, %v", zone, a, err)
		}
	}

	b := newBench(t)
	found := b.analyze(world(owner, partner)) // by a default analyzer
	lost := b.analyze(world("222233334444", partner))
	if stale := b.find("stale=true"); found.Active != 1 || lost.Resolved != 0 || len(stale) != 1 || !strings.Contains(stale[0].Stale.Reason, "no account of the zone") {
		t.Errorf("%+v then %+v, stale %+v", found, lost, stale)
	}
	if n := b.analyze(world(owner, "123456789012", refused)); n.Resolved != 0 || n.Analyzers != 1 {
		t.Errorf("what was refused: %+v", n)
	}
}

// TestUnusedJudgesNothing, and says so.
func TestUnusedJudgesNothing(t *testing.T) {
	b := newBench(t)
	zone, _ := finding.ParseZone("account:" + owner)
	_, err := b.Create(b.Context(), finding.Analyzer{Name: "unused", Kind: finding.KindUnused, Zone: zone})
	b.ok(err)
	b.analyze(world(owner, partner))
	if a, _ := b.Analyzer(b.Context(), "unused"); a.Status != finding.AnalyzerDisabled || a.StatusReason == "" || a.UnusedAge != finding.DefaultUnusedAge || len(b.find()) != 0 {
		t.Errorf("%+v", a)
	}
}

// TestRescan reads one thing again, goes on from what was stored meanwhile, and
// leaves the findings about others alone.
func TestRescan(t *testing.T) {
	b := newBench(t)
	first, next := world(owner, partner), world(owner, owner)
	var from []string
	other := world(owner, "555566667777")
	b.Desk = desk.New(desk.Options{Store: b.store, Now: func() time.Time { return b.now }, Rescan: func(ctx context.Context, s *snapshot.Snapshot, _ string) (*snapshot.Snapshot, error) {
		if from = append(from, s.ID()); len(from) == 1 {
			_, err := desk.Save(ctx, b.store, other, b.now) // somebody else's scan
			return next, err
		}
		return next, nil
	}})
	_, err := desk.Save(b.Context(), b.store, first, b.now)
	b.ok(err)
	b.analyze(first)
	got, n, err := b.Rescan(b.Context(), first, "arn:aws:iam::"+owner+":role/door")
	if err != nil || got.ID() != next.ID() || n.Resolved != 1 || len(from) != 2 || from[1] != other.ID() {
		t.Errorf("%v %+v %v", err, n, from)
	}
	if latest, err := b.store.Snapshots().Latest(b.Context()); err != nil || latest.ID != next.ID() {
		t.Error(latest, err)
	}
	if _, _, err := b.Rescan(b.Context(), sampleOf(t), "arn:aws:s3:::x"); !errors.Is(err, desk.ErrCannotRescan) {
		t.Error(err)
	}
}

// TestTogether: people archive while analyses run; nothing that a person did is
// lost.
func TestTogether(t *testing.T) {
	b := newBench(t)
	s := sampleOf(t)
	n := b.analyze(s)
	done := make(chan error)
	go func() {
		for range 20 {
			if _, err := b.Analyze(t.Context(), s); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for _, f := range b.find() {
		if _, err := b.Archive(t.Context(), []string{f.ID}, finding.Archiving{By: "ann"}); err != nil {
			t.Error(err)
		}
	}
	b.ok(<-done)
	if got := len(b.find("status=ARCHIVED")); got != n.Active {
		t.Errorf("%d of %d are archived", got, n.Active)
	}
}
