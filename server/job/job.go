// Package job runs work in the background, whatever it is: one piece at a
// time, with a state that others can look at, a history, a way to stop it, and
// repetition.
//
//	r := job.New[Detail](job.Options{Now: time.Now})
//	run, err := r.Start("prod", func(ctx context.Context, report func(func(*Detail))) error { … })
//	r.Close(ctx)
package job

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"time"
)

// A State is how far a run is.
type State string

// The states.
const (
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Over tells whether a run has ended.
func (s State) Over() bool { return s == Done || s == Failed || s == Cancelled }

// ErrBusy says that something runs already, ErrClosed that nothing will.
var (
	ErrBusy   = errors.New("a scan is running already")
	ErrClosed = errors.New("the server is shutting down")
	ErrNoRun  = errors.New("no such scan")
)

// A Run is one piece of work. D is what the work reports of itself; a report
// replaces its lists rather than change them, so that copies stay true.
type Run[D any] struct {
	ID         string
	Name       string
	State      State
	StartedAt  time.Time
	FinishedAt time.Time // zero until it has ended
	Error      string
	Detail     D
}

// A Work does something. It obeys ctx and changes its detail through report.
type Work[D any] func(ctx context.Context, report func(func(*D))) error

// history is how many runs are remembered.
const history = 50

// Options of a Runner.
type Options struct {
	Now func() time.Time
	// Panicked is told of a work that panicked; may be nil.
	Panicked func(name string, value any, stack []byte)
}

// A Runner runs one work at a time. Safe for concurrent use; New makes it.
type Runner[D any] struct {
	options Options

	mu     sync.Mutex
	runs   []*Run[D] // oldest first
	number int
	ended  map[State]int
	cancel context.CancelFunc // of the current run; nil if none
	closed bool
	done   sync.WaitGroup
}

// New returns a Runner that has run nothing.
func New[D any](o Options) *Runner[D] { return &Runner[D]{options: o, ended: make(map[State]int)} }

// Start begins a work and returns at once. Errors: ErrBusy, ErrClosed.
func (r *Runner[D]) Start(name string, work Work[D]) (Run[D], error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
		return Run[D]{}, ErrClosed
	case r.cancel != nil:
		return Run[D]{}, ErrBusy
	}
	r.number++
	run := &Run[D]{ID: strconv.Itoa(r.number), Name: name, State: Queued, StartedAt: r.options.Now()}
	r.runs = append(r.runs, run)
	if len(r.runs) > history {
		r.runs = slices.Delete(r.runs, 0, len(r.runs)-history)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	r.done.Go(func() {
		defer cancel()
		r.do(ctx, run, work)
	})
	return *run, nil
}

func (r *Runner[D]) do(ctx context.Context, run *Run[D], work Work[D]) {
	r.change(func() { run.State = Running })
	err := r.guarded(ctx, run, work)
	r.change(func() {
		run.FinishedAt, r.cancel = r.options.Now(), nil
		switch {
		case err == nil:
			run.State = Done
		case ctx.Err() != nil:
			run.State, run.Error = Cancelled, "cancelled; nothing was stored"
		default:
			run.State, run.Error = Failed, err.Error()
		}
		r.ended[run.State]++
	})
}

// guarded turns a panic into a failure: the process lives on.
func (r *Runner[D]) guarded(ctx context.Context, run *Run[D], work Work[D]) (err error) {
	defer func() {
		if value := recover(); value != nil {
			if r.options.Panicked != nil {
				r.options.Panicked(run.Name, value, debug.Stack())
			}
			err = fmt.Errorf("an internal error; it is in the log")
		}
	}()
	return work(ctx, func(f func(*D)) { r.change(func() { f(&run.Detail) }) })
}

func (r *Runner[D]) change(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

// Runs lists what was run, newest first.
func (r *Runner[D]) Runs() []Run[D] {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Run[D], 0, len(r.runs))
	for _, run := range slices.Backward(r.runs) {
		out = append(out, *run)
	}
	return out
}

// Ended counts what was run, by how it ended; also what is forgotten.
func (r *Runner[D]) Ended() map[State]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.ended)
}

// Run finds one. The error is ErrNoRun.
func (r *Runner[D]) Run(id string) (Run[D], error) {
	for _, run := range r.Runs() {
		if run.ID == id {
			return run, nil
		}
	}
	return Run[D]{}, ErrNoRun
}

// Cancel asks a run to stop; one that has ended stays as it is. The error is
// ErrNoRun.
func (r *Runner[D]) Cancel(id string) error {
	run, err := r.Run(id)
	if err != nil || run.State.Over() {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancel != nil && r.runs[len(r.runs)-1].ID == id {
		r.cancel()
	}
	return nil
}

// Every calls f after each interval until ctx ends. It blocks.
func (r *Runner[D]) Every(ctx context.Context, interval time.Duration, f func()) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			f()
		}
	}
}

// Close stops what runs and waits for it, as long as ctx lives.
func (r *Runner[D]) Close(ctx context.Context) error {
	r.change(func() {
		r.closed = true
		if r.cancel != nil {
			r.cancel()
		}
	})
	ended := make(chan struct{})
	go func() {
		r.done.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("a scan did not stop in time: %w", context.Cause(ctx))
	}
}
