package api

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"

	"github.com/danielgtaylor/huma/v2"

	"sightline/server/pipeline"
)

// InSnapshot is the parameter of everything that is answered from a snapshot;
// huma sees exported types alone.
type InSnapshot struct {
	Snapshot string `query:"snapshot" maxLength:"128" doc:"id of a snapshot, or the beginning of one; absent or latest: the latest"`
}

func (s InSnapshot) which() string { return s.Snapshot }

// get registers an operation that answers from a picture.
func get[I interface{ which() string }, O any](a *api, path, name, summary string, f func(p *pipeline.Picture, in *I) (O, error)) {
	huma.Register(a.huma, operation(http.MethodGet, path, name, summary), func(ctx context.Context, in *I) (*reply[O], error) {
		p, err := a.Pipeline.PictureOf(ctx, (*in).which())
		if err != nil {
			return nil, a.pictureProblem(err)
		}
		out, err := within(ctx, a, func() (O, error) { return f(p, in) })
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

// within answers in the time there is. A question cannot be interrupted: one
// that takes too long keeps its place until it ends, and only so many run.
func within[T any](ctx context.Context, a *api, ask func() (T, error)) (out T, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, AnswerTime, errTooLong)
	defer cancel()
	select {
	case a.slots <- struct{}{}:
	case <-ctx.Done():
		return out, tooLong(ctx)
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
			<-a.slots
			answered <- r
		}()
		r.out, r.err = ask()
	}()
	select {
	case r := <-answered:
		if r.panic != nil {
			panic(r.panic)
		}
		return r.out, r.err
	case <-ctx.Done():
		return out, tooLong(ctx)
	}
}

var errTooLong = errors.New("the time is over")

func tooLong(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), errTooLong) {
		return NewProblem(http.StatusServiceUnavailable, "The answer took longer than 60 seconds and was given up; narrow the question: a single action, a service, one resource.")
	}
	return NewProblem(http.StatusServiceUnavailable, "The request was given up before it was answered.")
}

// Origin tells where a panic of a question came from.
func Origin(value any, here []byte) (any, []byte) {
	if p, ok := value.(*panicked); ok {
		return p.value, p.stack
	}
	return value, here
}
