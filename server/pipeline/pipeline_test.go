package pipeline_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/server/desk"
	"sightline/server/job"
	"sightline/server/pipeline"
	"sightline/snapshot"
	"sightline/store"
	"sightline/store/memory"
)

type collect = func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error)

// world makes a snapshot of one account with one user; the name tells worlds
// apart.
func world(name string) *snapshot.Snapshot {
	b := snapshot.NewBuilder(snapshot.Data{
		TakenAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Sources: []snapshot.Source{{Name: name, Kind: "test"}},
		Accounts:   []snapshot.Account{{ID: "111122223333"}},
		Identities: []snapshot.Identity{{Kind: snapshot.KindUser, ARN: "arn:aws:iam::111122223333:user/" + name, Name: name, Account: "111122223333"}},
	})
	s, err := b.Build()
	if err != nil {
		panic(err)
	}
	return s
}

func giving(s *snapshot.Snapshot) collect {
	return func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { return s, nil }
}

func newPipeline(st store.Store, c collect) *pipeline.Pipeline {
	return pipeline.New(pipeline.Options{
		Store: st, Now: time.Now, Source: pipeline.Source{Name: "test", Collect: c},
		Ask: func(s *snapshot.Snapshot) *permission.Asker {
			return permission.New(s, eval.NewWith(authz.DefaultFacts()), catalog.Embedded())
		},
	})
}

// scan runs one to its end.
func scan(t *testing.T, p *pipeline.Pipeline) pipeline.Scan {
	t.Helper()
	run, err := p.Scan()
	if err != nil {
		t.Fatal(err)
	}
	return ended(t, p, run.ID)
}

func ended(t *testing.T, p *pipeline.Pipeline, id string) pipeline.Scan {
	t.Helper()
	for range 5000 {
		run, err := p.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		if run.State.Over() {
			return run
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the scan does not end")
	return pipeline.Scan{}
}

func stored(t *testing.T, p *pipeline.Pipeline) int {
	t.Helper()
	list, err := p.Snapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestScanOfTheSample(t *testing.T) {
	p := newPipeline(memory.New(), func(_ context.Context, report func(pipeline.Progress)) (*snapshot.Snapshot, error) {
		report(pipeline.Progress{Done: 1, Total: 2, Parts: []pipeline.Part{{Account: "111122223333", Service: "iam", State: "done"}}})
		return sample.Snapshot()
	})
	if p.Picture() != nil {
		t.Error("there is a picture before the first scan")
	}
	if _, err := p.PictureOf(t.Context(), ""); !errors.Is(err, pipeline.ErrNoSnapshot) {
		t.Errorf("no snapshot gave %v", err)
	}
	run := scan(t, p)
	picture := p.Picture()
	if run.State != job.Done || run.Detail.Stage != pipeline.Store || run.Detail.Snapshot != picture.Snapshot.ID() ||
		run.Detail.Gaps != 1 || run.Detail.Progress.Total != 2 {
		t.Errorf("%+v", run)
	}
	list, err := p.Snapshots(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if list[0].ID != picture.Meta.ID || list[0].Size != picture.Meta.Size || !list[0].Sample || !list[0].SavedAt.Equal(picture.Meta.SavedAt) {
		t.Errorf("stored %+v, shown %+v", list[0], picture.Meta)
	}
}

// TestAnalysesAreAStage after storing: the job says what they found.
func TestAnalysesAreAStage(t *testing.T) {
	st := memory.New()
	p := pipeline.New(pipeline.Options{
		Store: st, Now: time.Now, Desk: desk.New(desk.Options{Store: st, Now: time.Now}),
		Source: pipeline.Source{Name: "test", Collect: func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { return sample.Snapshot() }},
		Ask: func(s *snapshot.Snapshot) *permission.Asker {
			return permission.New(s, eval.NewWith(authz.DefaultFacts()), catalog.Embedded())
		},
	})
	run := scan(t, p)
	if run.State != job.Done || run.Detail.Stage != pipeline.Analyze || run.Detail.Findings == nil || run.Detail.Findings.New == 0 {
		t.Errorf("%+v", run)
	}
	if page, err := p.Desk().Findings(t.Context(), desk.Query{}); err != nil || page.Total != run.Detail.Findings.Active {
		t.Errorf("%d findings, %v", page.Total, err)
	}
	// A rescan stores a snapshot beside the pipeline, which Refresh shows.
	if _, err := desk.Save(t.Context(), st, world("later"), time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := p.Refresh(t.Context()); err != nil || p.Picture().Snapshot.ID() != world("later").ID() {
		t.Error(err, p.Picture().Meta)
	}
}

func TestFailureKeepsTheLastSnapshot(t *testing.T) {
	next := giving(world("first"))
	p := newPipeline(memory.New(), func(ctx context.Context, report func(pipeline.Progress)) (*snapshot.Snapshot, error) {
		return next(ctx, report)
	})
	scan(t, p)
	before := p.Picture()
	for _, c := range []collect{
		func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) {
			return nil, errors.New("refused")
		},
		func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { panic("oh") },
		func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { return nil, nil },
	} {
		next = c
		if run := scan(t, p); run.State != job.Failed || run.Error == "" {
			t.Errorf("%+v", run)
		}
		if p.Picture() != before || stored(t, p) != 1 {
			t.Error("a failed scan changed what is shown or stored")
		}
	}
	next = giving(world("second"))
	if run := scan(t, p); run.State != job.Done || p.Picture() == before || stored(t, p) != 2 {
		t.Errorf("the next scan: %+v", run)
	}
}

// stubborn fails to save, or waits until the scan is cancelled.
type stubborn struct {
	store.Store
	save func(ctx context.Context) error
}

type stubbornSnapshots struct {
	store.Snapshots
	save func(ctx context.Context) error
}

func (s stubborn) Snapshots() store.Snapshots {
	return stubbornSnapshots{s.Store.Snapshots(), s.save}
}

func (s stubbornSnapshots) Save(ctx context.Context, _ store.Meta, r io.Reader) error {
	_, _ = io.CopyN(io.Discard, r, 10)
	return s.save(ctx)
}

func TestSaveFails(t *testing.T) {
	p := newPipeline(stubborn{memory.New(), func(context.Context) error { return errors.New("the disk is full") }}, giving(world("first")))
	if run := scan(t, p); run.State != job.Failed || run.Error != "the disk is full" || p.Picture() != nil {
		t.Errorf("%+v", run)
	}
}

func TestCancelStoresNothing(t *testing.T) {
	waits := func(begun chan struct{}) func(context.Context) error {
		return func(ctx context.Context) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		}
	}
	for _, stage := range []pipeline.Stage{pipeline.Collect, pipeline.Store} {
		begun := make(chan struct{})
		wait := waits(begun)
		var st store.Store = memory.New()
		c := giving(world("first"))
		if stage == pipeline.Collect {
			c = func(ctx context.Context, _ func(pipeline.Progress)) (*snapshot.Snapshot, error) {
				_ = wait(ctx)
				return world("first"), nil // a collector that does not notice
			}
		} else {
			st = stubborn{st, wait}
		}
		p := newPipeline(st, c)
		run, err := p.Scan()
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		if _, err := p.Scan(); !errors.Is(err, job.ErrBusy) {
			t.Errorf("a second scan gave %v", err)
		}
		if err := p.Cancel(run.ID); err != nil {
			t.Error(err)
		}
		if run = ended(t, p, run.ID); run.State != job.Cancelled || run.Detail.Stage != stage && stage == pipeline.Store {
			t.Errorf("%+v", run)
		}
		if p.Picture() != nil || stored(t, p) != 0 {
			t.Errorf("cancelled while in %s, and something was stored or shown", stage)
		}
	}
}

func TestOlderSnapshots(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	i := 0
	st := memory.New()
	p := newPipeline(st, func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) {
		i++
		return world(names[i-1]), nil
	})
	for range names {
		scan(t, p)
	}
	for range 2 {
		for _, name := range names {
			want := world(name).ID()
			got, err := p.PictureOf(t.Context(), want[:12])
			if err != nil || got.Snapshot.ID() != want || got.Meta.ID != want {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	again, _ := p.PictureOf(t.Context(), world("d").ID())
	if twice, _ := p.PictureOf(t.Context(), world("d").ID()); twice != again {
		t.Error("the picture used last is made anew")
	}
	if latest, _ := p.PictureOf(t.Context(), world("e").ID()); latest != p.Picture() {
		t.Error("the latest by its id is another picture")
	}
	if _, err := p.PictureOf(t.Context(), "ffff"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such snapshot gave %v", err)
	}
	fresh := newPipeline(st, nil)
	if err := fresh.Load(t.Context()); err != nil || fresh.Picture().Snapshot.ID() != world("e").ID() {
		t.Errorf("loading the latest: %v", err)
	}
	if _, err := fresh.Scan(); !errors.Is(err, pipeline.ErrNoSource) {
		t.Errorf("scanning nothing gave %v", err)
	}
	if err := newPipeline(memory.New(), nil).Load(t.Context()); err != nil {
		t.Errorf("an empty store is no error: %v", err)
	}
}

func TestExplorersAreLentToOne(t *testing.T) {
	p := newPipeline(memory.New(), giving(world("a")))
	scan(t, p)
	p.Picture().Explore(func(one *reach.Explorer) {
		p.Picture().Explore(func(other *reach.Explorer) {
			if one == other {
				t.Error("two questions share an explorer")
			}
		})
	})
}

func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var scans atomic.Int32
		p := newPipeline(memory.New(), func(ctx context.Context, _ func(pipeline.Progress)) (*snapshot.Snapshot, error) {
			scans.Add(1)
			time.Sleep(20 * time.Minute) // longer than the interval: every second one is left out
			return world("a"), ctx.Err()
		})
		ctx, stop := context.WithCancel(t.Context())
		go p.Every(ctx, 15*time.Minute)
		time.Sleep(2*time.Hour + time.Minute)
		if n := scans.Load(); n != 4 {
			t.Errorf("%d scans in two hours", n)
		}
		stop()
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// What a scan on the command line stores is shown without a restart; a scan of
// the server's own that runs meanwhile stores the later snapshot.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := memory.New()
		other := newPipeline(st, func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { return world("b"), nil })
		p := newPipeline(st, func(ctx context.Context, _ func(pipeline.Progress)) (*snapshot.Snapshot, error) {
			time.Sleep(4 * time.Second)
			return world("a"), ctx.Err()
		})
		ctx, stop := context.WithCancel(t.Context())
		go p.Follow(ctx, 5*time.Second)
		time.Sleep(6 * time.Second)
		if p.Picture() != nil {
			t.Error("a picture of an empty store")
		}
		scan(t, other)
		time.Sleep(6 * time.Second)
		if p.Picture() == nil || p.Picture().Snapshot.ID() != world("b").ID() {
			t.Error("what another process stored is not shown")
		}
		scan(t, p)
		time.Sleep(6 * time.Second)
		if p.Picture().Snapshot.ID() != world("a").ID() {
			t.Error("the server's own snapshot, which is the later one, is not shown")
		}
		stop()
		for _, one := range []*pipeline.Pipeline{p, other} {
			if err := one.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
}

// A stored snapshot that cannot be opened is told, and the one before it shown.
func TestLoadPastABrokenSnapshot(t *testing.T) {
	st := memory.New()
	good := newPipeline(st, func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { return world("good"), nil })
	scan(t, good)
	meta := store.Meta{ID: "broken", SavedAt: time.Now().Add(time.Hour)}
	if err := st.Snapshots().Save(t.Context(), meta, strings.NewReader("no snapshot")); err != nil {
		t.Fatal(err)
	}
	p := newPipeline(st, nil)
	if err := p.Load(t.Context()); err == nil {
		t.Error("the broken snapshot is no error")
	}
	if p.Picture() == nil || p.Picture().Snapshot.ID() != world("good").ID() || p.Broken() == nil || p.Broken().ID != "broken" {
		t.Errorf("shown %v, broken %v", p.Picture(), p.Broken())
	}
}
