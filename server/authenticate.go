package server

import (
	"errors"
	"net"
	"net/http"
	"strings"

	"sightline/server/api"
	"sightline/server/session"
)

// open lists the addresses for everybody.
func open(path string) bool {
	switch path {
	case "/healthz", "/readyz", "/sign-in", "/sign-in.css":
		return true
	default:
		return false
	}
}

// authenticated lets nobody through who is not signed in.
func (s *Server) authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if open(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		caller, err := s.caller(r)
		if err != nil {
			s.notSignedIn(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(session.WithCaller(r.Context(), caller)))
	})
}

var errNotSignedIn = errors.New("not signed in")

// caller finds who asks: a script by its token, a browser by its cookie.
func (s *Server) caller(r *http.Request) (session.Caller, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return session.Caller{}, errNotSignedIn
		}
		return session.Caller{}, s.Sessions.Bearer(strings.TrimSpace(token), remote(r))
	}
	for _, c := range r.CookiesNamed(s.cookie.Name) {
		if one, ok := s.Sessions.Check(c.Value); ok {
			return session.Caller{Session: c.Value, Expires: one.Expires}, nil
		}
	}
	return session.Caller{}, errNotSignedIn
}

func (s *Server) notSignedIn(w http.ResponseWriter, r *http.Request, err error) {
	status, text := http.StatusUnauthorized, "Not signed in: open the sign-in link that sightline serve printed, or send Authorization: Bearer with the token of --token-file."
	if errors.Is(err, session.ErrTooMany) {
		status, text = http.StatusTooManyRequests, "Too many sign-ins failed from this address; wait a minute."
		w.Header().Set("Retry-After", "60")
	}
	if navigates(r) {
		writeSignInPage(w, status, signInPage{next: r.URL.RequestURI()})
		return
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="sightline"`)
	}
	if strings.HasPrefix(r.URL.Path, api.Prefix) {
		api.WriteProblem(w, api.NewProblem(status, text))
		return
	}
	sayPlain(w, status, text)
}

// navigates tells whether a person looks at a page.
func navigates(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && !strings.HasPrefix(r.URL.Path, api.Prefix) &&
		strings.Contains(r.Header.Get("Accept"), "text/html")
}

// remote is the caller's address, without the port.
func remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
