package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/server/pipeline"
	"sightline/server/session"
	"sightline/store"
)

// maxDeskBody limits what is sent about analyzers, rules and findings.
const maxDeskBody = 1 << 20

// atDesk registers an operation on analyzers and findings. Those that analyse
// have the places of questions that take long.
func atDesk[I, O any](a *api, at places, op huma.Operation, f func(ctx context.Context, d *desk.Desk, in *I) (O, error)) {
	op.MaxBodyBytes = maxDeskBody
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*reply[O], error) {
		out, err := within(ctx, at, func(ctx context.Context) (out O, err error) {
			d := a.Pipeline.Desk()
			if d == nil {
				return out, NewProblem(http.StatusConflict, "This server has no analyzers.")
			}
			return f(ctx, d, in)
		})
		if err != nil {
			return nil, a.deskProblem(err)
		}
		return &reply[O]{out}, nil
	})
}

func created(op huma.Operation) huma.Operation {
	op.DefaultStatus = http.StatusCreated
	return op
}

// deskProblem says what an error of the desk means to a client.
func (a *api) deskProblem(err error) error {
	var (
		problem *ProblemError
		invalid *finding.InvalidError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.As(err, &invalid):
		return NewProblem(http.StatusUnprocessableEntity, sentence(err))
	case errors.Is(err, finding.ErrResolved), errors.Is(err, desk.ErrDeclared), errors.Is(err, desk.ErrCannotRescan),
		errors.Is(err, store.ErrExists), errors.Is(err, store.ErrConflict):
		return NewProblem(http.StatusConflict, sentence(err))
	case errors.Is(err, pipeline.ErrNoSnapshot), errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrAmbiguous):
		return problemOf(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return NewProblem(http.StatusServiceUnavailable, "The request was given up before it was answered.")
	default:
		a.Log.Error("analyzers or findings", "error", err.Error())
		return NewProblem(http.StatusInternalServerError, "This could not be done; the reason is in the log.")
	}
}

// whoAsks names the caller in the history of findings. There are no names of
// people yet: whoever has a link is signed in.
func whoAsks(ctx context.Context) string {
	if session.CallerOf(ctx).Session != "" {
		return "a person in the browser"
	}
	return "a program with the token"
}
