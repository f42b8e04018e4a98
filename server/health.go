package server

import "net/http"

// health says that the process lives.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) { sayPlain(w, http.StatusOK, "ok") }

// ready says whether there is something to answer from.
func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if s.Pipeline.Picture() == nil {
		sayPlain(w, http.StatusServiceUnavailable, "No snapshot is loaded yet: the first scan has not ended, or it failed.")
		return
	}
	sayPlain(w, http.StatusOK, "ready")
}
