package api

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"

	"github.com/danielgtaylor/huma/v2"

	"sightline/access/permission"
	"sightline/server/job"
	"sightline/server/pipeline"
)

// InSnapshot is the parameter of everything that is answered from a snapshot;
// huma sees exported types alone.
type InSnapshot struct {
	Snapshot string `query:"snapshot" maxLength:"128" doc:"id of a snapshot, or the beginning of one; absent or latest: the latest"`
}

func (s InSnapshot) which() string { return s.Snapshot }

// get registers an operation that looks something up in a picture.
func get[I interface{ which() string }, O any](a *api, path, name, summary string, f func(p *pipeline.Picture, in *I) (O, error)) {
	register(a, a.lookups, path, name, summary, func(_ context.Context, p *pipeline.Picture, in *I) (O, error) { return f(p, in) })
}

// ponder registers one that may take long. It stops when ctx ends.
func ponder[I interface{ which() string }, O any](a *api, path, name, summary string, f func(ctx context.Context, p *pipeline.Picture, in *I) (O, error)) {
	register(a, a.questions, path, name, summary, f)
}

func register[I interface{ which() string }, O any](a *api, at places, path, name, summary string, f func(ctx context.Context, p *pipeline.Picture, in *I) (O, error)) {
	huma.Register(a.huma, operation(http.MethodGet, path, name, summary), func(ctx context.Context, in *I) (*reply[O], error) {
		out, err := within(ctx, at, func(ctx context.Context) (out O, err error) {
			p, err := a.Pipeline.PictureOf(ctx, (*in).which())
			if err != nil {
				return out, a.pictureProblem(err)
			}
			return f(ctx, p, in)
		})
		if err != nil {
			return nil, problemOf(err)
		}
		return &reply[O]{out}, nil
	})
}

func operation(method, path, name, summary string) huma.Operation {
	return huma.Operation{Method: method, Path: "/api/v1" + path, OperationID: name, Summary: summary}
}

// A panicked is the panic of a question, carried to who asked.
type panicked struct {
	value any
	stack []byte
}

// places limit how many questions are worked on at once.
type places chan struct{}

// within answers in the time there is, which ends early if the asker goes away
// or the server shuts down. The place is free again when the question has
// really ended, which may be later than its answer was given up.
func within[T any](ctx context.Context, at places, ask func(context.Context) (T, error)) (out T, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, AnswerTime, errTooLong)
	if err := at.take(ctx); err != nil {
		cancel()
		return out, err
	}
	type result struct {
		out   T
		err   error
		panic *panicked
	}
	answered := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if value := recover(); value != nil {
				r.panic = &panicked{value, debug.Stack()}
			}
			<-at
			answered <- r
		}()
		r.out, r.err = ask(ctx)
	}()
	defer cancel()
	select {
	case r := <-answered:
		if r.panic != nil {
			panic(r.panic)
		}
		if r.err != nil && ctx.Err() != nil {
			return out, gaveUp(ctx)
		}
		return r.out, r.err
	case <-ctx.Done():
		return out, gaveUp(ctx)
	}
}

// take waits for a place.
func (p places) take(ctx context.Context) error {
	if ctx.Err() != nil {
		return gaveUp(ctx)
	}
	select {
	case p <- struct{}{}:
		return nil
	case <-ctx.Done():
	}
	if errors.Is(context.Cause(ctx), errTooLong) {
		return NewProblem(http.StatusServiceUnavailable, "The server is busy with other questions, and no place was free for this one within 60 seconds; try again later.")
	}
	return gaveUp(ctx)
}

var errTooLong = errors.New("the time is over")

// gaveUp says why there is no answer: the time is over, the server ends, or
// the asker has gone.
func gaveUp(ctx context.Context) error {
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errTooLong):
		return NewProblem(http.StatusServiceUnavailable, "The answer took longer than 60 seconds and was given up; narrow the question: a single action, a service, one resource.")
	case errors.Is(cause, job.ErrClosed):
		return problemOf(job.ErrClosed)
	default:
		return NewProblem(http.StatusServiceUnavailable, "The request was given up before it was answered.")
	}
}

// until stops a question when ctx ends.
func until(ctx context.Context) permission.Stop { return func(int) error { return ctx.Err() } }

// Origin tells where a panic of a question came from.
func Origin(value any, here []byte) (any, []byte) {
	if p, ok := value.(*panicked); ok {
		return p.value, p.stack
	}
	return value, here
}
