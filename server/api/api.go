// Package api is the HTTP API, version 1, over a pipeline: docs/formats/api.md
// is its description for people, /api/openapi.json the one for programs. It
// translates between HTTP and the packages below, and decides nothing.
//
// Who may ask is settled before a request comes here, by package server.
package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sightline/server/pipeline"
	"sightline/server/session"
)

// Prefix is where the API lives.
const Prefix = "/api/"

// AnswerTime is how long a question may take.
const AnswerTime = 60 * time.Second

// Options of the API. All are needed.
type Options struct {
	Pipeline *pipeline.Pipeline
	Sessions *session.Sessions
	Cookie   session.Cookie
	// Address is where browsers find the server, such as http://127.0.0.1:8080.
	Address string
	Version string
	Now     func() time.Time
	Log     *slog.Logger
}

type api struct {
	Options
	huma huma.API
	// lookups have places of their own, so that questions that take long do not
	// keep them waiting.
	lookups, questions places
}

// How many lookups, and how many questions that take long, are worked on at
// once.
const (
	maxLookups   = 32
	maxQuestions = 4
)

// New adds the API's routes to a mux.
func New(mux *http.ServeMux, o Options) error {
	_, err := newAPI(mux, o)
	return err
}

func newAPI(mux *http.ServeMux, o Options) (*api, error) {
	a := &api{Options: o, lookups: make(places, maxLookups), questions: make(places, maxQuestions)}
	a.huma = humago.New(mux, configuration(o.Version))
	a.huma.UseMiddleware(wellFormed)
	a.asked()
	a.pictures()
	a.existing()
	a.directory()
	a.scans()
	a.analyzers()
	a.rules()
	a.findings()
	a.session()
	text, err := a.description()
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, _ = w.Write(text)
	})
	mux.HandleFunc(Prefix, elsewhere(mux))
	return a, nil
}

// elsewhere answers for addresses and methods that are none.
func elsewhere(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowed := ""
		for _, method := range [...]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != Prefix {
				allowed += ", " + method
			}
		}
		if allowed == "" {
			WriteProblem(w, NewProblem(http.StatusNotFound, "The API has no such address; /api/openapi.json lists those it has."))
			return
		}
		w.Header().Set("Allow", allowed[2:])
		WriteProblem(w, NewProblem(http.StatusMethodNotAllowed, "This address takes "+allowed[2:]+" and not "+r.Method+"."))
	}
}

func (a *api) description() ([]byte, error) {
	tidy(a.huma.OpenAPI())
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}

// reply is the answer of one operation.
type reply[T any] struct {
	Body T
}

// nothing is the input of an operation without parameters.
type nothing struct{}
