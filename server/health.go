package server

import "net/http"

// health says that the process lives.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) { sayPlain(w, http.StatusOK, "ok") }

// ready says whether there is something to answer from.
func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if s.Pipeline.Picture() == nil {
		sayPlain(w, http.StatusServiceUnavailable, "No snapshot is loaded yet: "+s.whyNone())
		return
	}
	sayPlain(w, http.StatusOK, "ready")
}

func (s *Server) whyNone() string {
	runs := s.Pipeline.Scans()
	switch {
	case len(runs) == 0:
		return "the store is empty or still being read, and no scan has begun; begin one on the page Discovery or with POST /api/v1/scans."
	case !runs[0].State.Over():
		return "the first scan runs."
	default:
		return "the last scan " + string(runs[0].State) + "; begin another on the page Discovery or with POST /api/v1/scans."
	}
}
