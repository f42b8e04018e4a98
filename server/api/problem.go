package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sightline/access/answer"
	"sightline/server/job"
	"sightline/server/pipeline"
	"sightline/snapshot"
	"sightline/store"
)

// A ProblemError is an error as RFC 9457 has it. Detail is a sentence that says
// what happened and what to do.
type ProblemError struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// NewProblem titles a problem by its status.
func NewProblem(status int, detail string) *ProblemError {
	return &ProblemError{status, http.StatusText(status), detail}
}

// Error is the sentence.
func (p *ProblemError) Error() string { return p.Detail }

// GetStatus is for huma.
func (p *ProblemError) GetStatus() int { return p.Status }

// ContentType is for huma.
func (p *ProblemError) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// WriteProblem answers with a problem.
func WriteProblem(w http.ResponseWriter, p *ProblemError) {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = writeJSON(w, p)
}

// inSentences words what huma found wrong with a request.
func inSentences(_ huma.Context, _ string, v any) (any, error) {
	e, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if len(e.Errors) == 0 {
		return NewProblem(e.Status, firstUpper(e.Detail)+"."), nil
	}
	var words []string
	for _, one := range e.Errors[:min(3, len(e.Errors))] {
		words = append(words, wordsOf(one))
	}
	return NewProblem(e.Status, firstUpper(strings.Join(words, "; "))+"; docs/formats/api.md and /api/openapi.json describe what is taken."), nil
}

func wordsOf(e *huma.ErrorDetail) string {
	_, name, ok := strings.Cut(e.Location, ".")
	switch {
	case !ok:
		return shortened(e.Message)
	case strings.HasPrefix(e.Message, "required"):
		return fmt.Sprintf("parameter %s is missing", name)
	case strings.HasPrefix(e.Message, "unknown"):
		return fmt.Sprintf("this address takes no parameter %s", quoted(name))
	default:
		return fmt.Sprintf("parameter %s: %s", name, shortened(e.Message))
	}
}

// problemOf says what an error of the packages below means to a client.
func problemOf(err error) error {
	var (
		problem   *ProblemError
		principal *snapshot.UnknownPrincipalError
		ambiguous *snapshot.AmbiguousPrincipalError
		resource  *answer.UnknownResourceError
	)
	switch {
	case errors.As(err, &problem):
		return problem
	case errors.Is(err, pipeline.ErrNoSnapshot):
		return NewProblem(http.StatusConflict, "There is no snapshot yet: wait for the scan, or begin one with POST /api/v1/scans.")
	case errors.Is(err, job.ErrBusy):
		return NewProblem(http.StatusConflict, "A scan is running already: wait for it, or stop it with DELETE /api/v1/scans/ID.")
	case errors.Is(err, pipeline.ErrNoSource):
		return NewProblem(http.StatusConflict, "There is nothing to scan: set AWS credentials, or name a file with --from, and start the server again.")
	case errors.Is(err, job.ErrClosed):
		return NewProblem(http.StatusServiceUnavailable, "The server is shutting down.")
	case errors.Is(err, job.ErrNoRun):
		return NewProblem(http.StatusNotFound, "There is no scan of that id: GET /api/v1/scans lists those since the server started.")
	case errors.As(err, &principal) && strings.HasPrefix(principal.Why, "a group "):
		return NewProblem(http.StatusUnprocessableEntity, sentence(err))
	case errors.Is(err, store.ErrNotFound), errors.As(err, &principal), errors.As(err, &resource):
		return NewProblem(http.StatusNotFound, sentence(err))
	case errors.Is(err, store.ErrAmbiguous), errors.As(err, &ambiguous):
		return NewProblem(http.StatusBadRequest, sentence(err))
	default:
		return NewProblem(http.StatusBadRequest, sentence(err))
	}
}

// pictureProblem says why a snapshot cannot be shown.
func (a *api) pictureProblem(err error) error {
	switch {
	case errors.Is(err, pipeline.ErrNoSnapshot), errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrAmbiguous):
		return problemOf(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return NewProblem(http.StatusServiceUnavailable, "The request was given up before it was answered.")
	default:
		a.Log.Error("a snapshot cannot be opened", "error", err.Error())
		return NewProblem(http.StatusInternalServerError, "The store could not be read; the reason is in the log.")
	}
}

// sentence makes one of an error's text.
func sentence(err error) string {
	text := firstUpper(shortened(err.Error()))
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

func quoted(text string) string { return shortened(strconv.Quote(text)) }

func firstUpper(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// maxWords limits what is repeated of a request, in bytes.
const maxWords = 600

func shortened(text string) string {
	if len(text) <= maxWords {
		return text
	}
	return strings.ToValidUTF8(text[:maxWords/2], "") + " … " + strings.ToValidUTF8(text[len(text)-maxWords/2:], "")
}
