// Package server is the life of the process that answers over HTTP: which
// address goes where, who is let in, what every answer carries, and how it
// ends. It knows neither collectors nor the store's backend; cli wires them.
//
//	s, err := server.New(server.Options{…})
//	err = s.Run(ctx, listener)
package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"sightline/server/api"
	"sightline/server/job"
	"sightline/server/pipeline"
	"sightline/server/session"
)

// Limits of a connection.
const (
	headerTime  = 10 * time.Second
	readTime    = 30 * time.Second
	writeTime   = api.AnswerTime + 30*time.Second
	idleTime    = 2 * time.Minute
	maxHeader   = 64 << 10
	maxBody     = 1 << 20
	maxQuery    = 16 << 10
	drainWithin = 10 * time.Second
	// followTime is how soon a scan of another process is shown.
	followTime = 5 * time.Second
)

// Options of a Server. All but PublicURL, TLS, Poll and UI are needed.
type Options struct {
	Pipeline *pipeline.Pipeline
	Sessions *session.Sessions
	// Listen is the address that is listened on, with the real port.
	Listen *net.TCPAddr
	// PublicURL is where browsers find the server if that is elsewhere:
	// https://sightline.example.com.
	PublicURL string
	TLS       *tls.Config // nil: plain HTTP
	// Poll is the time between scans; 0 for none but those asked for.
	Poll time.Duration
	// UI are the pages; nil for none.
	UI      fs.FS
	Version string
	Now     func() time.Time
	Log     *slog.Logger
}

// Address is where browsers find the server.
func (o *Options) Address() (string, error) {
	public, err := readPublicURL(o.PublicURL)
	return addressOf(o.Listen, o.TLS != nil, public), err
}

// A Server answers requests. New makes it.
type Server struct {
	Options
	address string
	cookie  session.Cookie
	hosts   hosts
	origins *http.CrossOriginProtection
	counts  counts
	handler http.Handler
}

// New makes a server. The error is about the options.
func New(o Options) (*Server, error) {
	s := &Server{Options: o, origins: http.NewCrossOriginProtection()}
	public, err := readPublicURL(o.PublicURL)
	if err != nil {
		return nil, err
	}
	s.address, s.hosts = addressOf(o.Listen, o.TLS != nil, public), hostsOf(o.Listen, o.TLS != nil, public)
	if err := s.origins.AddTrustedOrigin(s.address); err != nil {
		return nil, fmt.Errorf("--public-url %s: %w", o.PublicURL, err)
	}
	s.cookie = session.CookieFor(strconv.Itoa(o.Listen.Port), strings.HasPrefix(s.address, "https://"))
	mux, err := s.routes()
	if err != nil {
		return nil, err
	}
	s.handler = s.protected(mux)
	return s, nil
}

func (s *Server) routes() (*http.ServeMux, error) {
	mux := http.NewServeMux()
	err := api.New(mux, api.Options{
		Pipeline: s.Pipeline, Sessions: s.Sessions, Cookie: s.cookie, Address: s.address,
		Version: s.Version, Now: s.Now, Log: s.Log,
	})
	if err != nil {
		return nil, err
	}
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("GET /sign-in", s.signIn)
	mux.HandleFunc("GET /sign-in.css", signInStyle)
	pages, err := newPages(s.UI)
	if err != nil {
		return nil, err
	}
	mux.Handle("/", pages)
	return mux, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Run answers until ctx ends; then it stops a scan that runs and gives up the
// answers that are not ready. The listener is closed.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	asking, giveUp := context.WithCancelCause(context.Background())
	defer giveUp(nil)
	h := &http.Server{
		Handler: s, TLSConfig: s.TLS, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
		BaseContext:       func(net.Listener) context.Context { return asking },
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
	failed := make(chan error, 1)
	go func() {
		if s.TLS != nil {
			failed <- h.ServeTLS(l, "", "")
		} else {
			failed <- h.Serve(l)
		}
	}()
	var polled sync.WaitGroup
	polling, stop := context.WithCancel(ctx)
	polled.Go(func() { s.Pipeline.Follow(polling, followTime) })
	if s.Poll > 0 {
		polled.Go(func() { s.Pipeline.Every(polling, s.Poll) })
	}
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	giveUp(job.ErrClosed)
	stop()
	polled.Wait()
	return errors.Join(err, s.drain(h))
}

// drain ends what runs, within the time there is.
func (s *Server) drain(h *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	err := s.Pipeline.Close(ctx)
	if late := h.Shutdown(ctx); late != nil {
		_ = h.Close()
		err = errors.Join(err, fmt.Errorf("some requests were not finished in time: %w", late))
	}
	return err
}
