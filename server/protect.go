package server

import (
	"net/http"
	"strings"

	"sightline/server/api"
)

// policy lets pages load nothing from elsewhere and no script that stands in
// a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// protected wraps the routes, from the outside in. Headers come before
// anything that may refuse, so that refusals carry them too.
func (s *Server) protected(next http.Handler) http.Handler {
	next = s.counted(next)
	next = s.authenticated(next)
	next = s.sameOrigin(next)
	next = limited(next)
	next = s.forThisHost(next)
	next = withHeaders(next)
	next = s.logged(next)
	return s.recovered(next)
}

func withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store") // pages say otherwise of themselves
		next.ServeHTTP(w, r)
	})
}

func (s *Server) forThisHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.hosts.admit(r) {
			refuse(w, r, http.StatusMisdirectedRequest, "This server is not asked under this name. If the name is right, start it with --public-url.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limited bounds what a request may bring.
func limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.RawQuery) > maxQuery {
			refuse(w, r, http.StatusRequestURITooLong, "The question is longer than 16 KiB; shorten it.")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

func (s *Server) sameOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := s.origins.Check(r); err != nil {
			refuse(w, r, http.StatusForbidden, "Requests that change something are taken from this server's own pages only.")
			return
		}
		if strings.HasPrefix(r.URL.Path, api.Prefix) && foreign(r) {
			refuse(w, r, http.StatusForbidden, "The API answers this server's own pages and programs, not the pages of other sites.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// foreign tells whether the browser says that another site's page sent the
// request. Programs say nothing.
func foreign(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}

// refuse answers with a sentence, in JSON for programs.
func refuse(w http.ResponseWriter, r *http.Request, status int, text string) {
	if strings.HasPrefix(r.URL.Path, api.Prefix) {
		api.WriteProblem(w, api.NewProblem(status, text))
		return
	}
	sayPlain(w, status, text)
}

func sayPlain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
