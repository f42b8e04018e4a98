package job_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sightline/server/job"
)

type detail struct{ Step int }

type report = func(func(*detail))

func newRunner() *job.Runner[detail] { return job.New[detail](job.Options{Now: time.Now}) }

// start must succeed.
func start(t *testing.T, r *job.Runner[detail], w job.Work[detail]) job.Run[detail] {
	t.Helper()
	run, err := r.Start("it", w)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func find(t *testing.T, r *job.Runner[detail], id string) job.Run[detail] {
	t.Helper()
	run, err := r.Run(id)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestStates(t *testing.T) {
	boom := errors.New("boom")
	for _, c := range []struct {
		name  string
		work  job.Work[detail]
		state job.State
		text  string
	}{
		{"done", func(_ context.Context, tell report) error { tell(func(d *detail) { d.Step = 7 }); return nil }, job.Done, ""},
		{"failed", func(context.Context, report) error { return boom }, job.Failed, "boom"},
		{"a panic is a failure", func(context.Context, report) error { panic("oh") }, job.Failed, "an internal error; it is in the log"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRunner()
				run := start(t, r, c.work)
				if run.State != job.Queued || !run.FinishedAt.IsZero() {
					t.Errorf("begins as %+v", run)
				}
				synctest.Wait()
				run = find(t, r, run.ID)
				if run.State != c.state || run.Error != c.text || run.FinishedAt.IsZero() {
					t.Errorf("ended as %+v", run)
				}
				if c.state == job.Done && run.Detail.Step != 7 {
					t.Errorf("reported %+v", run.Detail)
				}
				if r.Ended()[c.state] != 1 {
					t.Errorf("counted %v", r.Ended())
				}
			})
		})
	}
}

func untilStopped(ctx context.Context, _ report) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRunner()
		first := start(t, r, untilStopped)
		if _, err := r.Start("second", untilStopped); !errors.Is(err, job.ErrBusy) {
			t.Errorf("a second one gave %v", err)
		}
		synctest.Wait()
		if run := find(t, r, first.ID); run.State != job.Running {
			t.Errorf("is %s", run.State)
		}
		if err := r.Cancel(first.ID); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if run := find(t, r, first.ID); run.State != job.Cancelled || run.Error == "" {
			t.Errorf("ended as %+v", run)
		}
		start(t, r, func(context.Context, report) error { return nil })
		synctest.Wait()
		if err := r.Cancel(first.ID); err != nil || find(t, r, first.ID).State != job.Cancelled {
			t.Errorf("cancelling what has ended changes nothing: %v", err)
		}
		if err := r.Cancel("99"); !errors.Is(err, job.ErrNoRun) {
			t.Errorf("no such run gave %v", err)
		}
	})
}

func TestHistoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRunner()
		for range 60 {
			start(t, r, func(context.Context, report) error { return nil })
			synctest.Wait()
		}
		runs := r.Runs()
		if len(runs) != 50 || runs[0].ID != "60" || runs[49].ID != "11" || r.Ended()[job.Done] != 60 {
			t.Errorf("%d runs, %s to %s, %v", len(runs), runs[0].ID, runs[len(runs)-1].ID, r.Ended())
		}
		if _, err := r.Run("1"); !errors.Is(err, job.ErrNoRun) {
			t.Errorf("a forgotten run gave %v", err)
		}
	})
}

func TestEvery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var calls atomic.Int32
		go newRunner().Every(ctx, 15*time.Minute, func() { calls.Add(1) })
		time.Sleep(time.Hour + time.Minute)
		synctest.Wait()
		if calls.Load() != 4 {
			t.Errorf("called %d times in an hour", calls.Load())
		}
		stop()
		time.Sleep(time.Hour)
		synctest.Wait()
		if calls.Load() != 4 {
			t.Error("called after the end")
		}
	})
}

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRunner()
		run := start(t, r, untilStopped)
		if err := r.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if find(t, r, run.ID).State != job.Cancelled {
			t.Error("closing cancels what runs")
		}
		if _, err := r.Start("late", untilStopped); !errors.Is(err, job.ErrClosed) {
			t.Errorf("starting after the end gave %v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r, deaf := newRunner(), make(chan struct{})
		start(t, r, func(context.Context, report) error { <-deaf; return nil })
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := r.Close(ctx); err == nil {
			t.Error("a work that does not stop is told of")
		}
		close(deaf)
	})
}
