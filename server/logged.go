package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"sightline/server/api"
)

// A record is what is noted of one request.
type record struct {
	http.ResponseWriter
	id     string
	status int
	bytes  int64
	route  string // the pattern that matched
}

func (r *record) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *record) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *record) Unwrap() http.ResponseWriter { return r.ResponseWriter }

type recordKey struct{}

// recovered keeps a panic from the client: it gets a code, the log the rest.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &record{ResponseWriter: w, id: rand.Text()[:12]}
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(value)
			}
			value, stack := api.Origin(value, debug.Stack())
			s.Log.Error("panic", "code", rec.id, "method", r.Method, "path", shownPath(r.URL.Path), "panic", fmt.Sprint(value), "stack", string(stack))
			s.counts.add(rec.route, http.StatusInternalServerError)
			if rec.status == 0 {
				refuse(rec, r, http.StatusInternalServerError, "Something went wrong inside; the log has it under the code "+rec.id+".")
			}
		}()
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), recordKey{}, rec)))
	})
}

// logged writes one line a request. Queries are left out: they hold tokens and
// names.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec, _ := r.Context().Value(recordKey{}).(*record)
		began := s.Now()
		w.Header().Set("X-Request-Id", rec.id)
		next.ServeHTTP(w, r)
		s.counts.add(rec.route, rec.status)
		line := s.Log.Debug
		if strings.HasPrefix(r.URL.Path, api.Prefix) && !polled(rec.route) || rec.status >= http.StatusBadRequest {
			line = s.Log.Info
		}
		line("request", "id", rec.id, "method", r.Method, "path", shownPath(r.URL.Path), "status", rec.status,
			"bytes", rec.bytes, "took", s.Now().Sub(began).String(), "from", remote(r))
	})
}

// maxLoggedPath is in bytes.
const maxLoggedPath = 200

// shownPath is what of a path may stand in the log: a sign-in link that was
// mangled on its way may have its token in the path.
func shownPath(path string) string {
	if before, _, ok := strings.Cut(path, "/sign-in"); ok {
		path = before + "/sign-in…"
	}
	if len(path) > maxLoggedPath {
		path = strings.ToValidUTF8(path[:maxLoggedPath], "") + "…"
	}
	return path
}

// polled lists what pages ask again and again.
func polled(route string) bool {
	switch route {
	case "GET /api/v1/status", "GET /api/v1/scans", "GET /api/v1/scans/{id}", "GET /api/v1/session":
		return true
	default:
		return false
	}
}

// counted notes which route a request took.
func (s *Server) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if rec, ok := r.Context().Value(recordKey{}).(*record); ok {
				rec.route = r.Pattern
			}
		}()
		next.ServeHTTP(w, r)
	})
}
