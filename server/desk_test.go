package server_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/server"
	table "sightline/server/desk"
	"sightline/server/pipeline"
	"sightline/server/session"
	"sightline/snapshot"
	"sightline/store"
	"sightline/store/memory"
)

const (
	home   = "127.0.0.1:8080"
	bearer = "0123456789abcdef0123456789abcdef"
)

// A desk is a server over the sample and a store in memory, and a browser.
type desk struct {
	t        testing.TB
	server   *server.Server
	sessions *session.Sessions
	pipeline *pipeline.Pipeline
	store    store.Store
	log      logbook
	cookie   *http.Cookie
	// collect is what a scan reads.
	collect func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error)
}

// A logbook is a log that many write to.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func readSample(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) {
	return sample.Snapshot()
}

// options are those of a server on home.
func (d *desk) options() server.Options {
	log := slog.New(slog.NewTextHandler(&d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d.store = memory.New()
	d.pipeline = pipeline.New(pipeline.Options{
		Store: d.store, Desk: table.New(table.Options{Store: d.store, Now: time.Now}), Now: time.Now, Log: log,
		Source: pipeline.Source{Name: "sample", Sample: true, Collect: func(ctx context.Context, report func(pipeline.Progress)) (*snapshot.Snapshot, error) {
			return d.collect(ctx, report)
		}},
		Ask: func(s *snapshot.Snapshot) *permission.Asker {
			return permission.New(s, eval.NewWith(authz.DefaultFacts()), catalog.Embedded())
		},
	})
	d.sessions = session.New(session.Options{Now: time.Now, Bearer: bearer})
	return server.Options{
		Pipeline: d.pipeline, Sessions: d.sessions, Listen: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080},
		UI: fstest.MapFS{
			"index.html": {Data: []byte("<!doctype html><title>app</title>")}, "BUILD": {Data: []byte("x")},
			"assets/app.js": {Data: []byte("let a")}, "assets/app.js.gz": {Data: []byte("gzipped")},
		},
		Version: "test", Now: time.Now, Log: log,
	}
}

// newDesk has no snapshot yet and nobody signed in.
func newDesk(t testing.TB, change ...func(*server.Options)) *desk {
	t.Helper()
	d := &desk{t: t, collect: readSample}
	o := d.options()
	for _, f := range change {
		f(&o)
	}
	s, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	d.server = s
	t.Cleanup(func() {
		if err := d.pipeline.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return d
}

// stocked has the sample loaded and a browser signed in.
func stocked(t testing.TB, change ...func(*server.Options)) *desk {
	t.Helper()
	d := newDesk(t, change...)
	d.scan("done")
	d.signIn()
	return d
}

func (d *desk) scan(state string) {
	d.t.Helper()
	run, err := d.pipeline.Scan()
	if err != nil {
		d.t.Fatal(err)
	}
	d.ended(run.ID, state)
}

func (d *desk) ended(id, state string) {
	d.t.Helper()
	for range 5000 {
		run, err := d.pipeline.Find(id)
		if err != nil {
			d.t.Fatal(err)
		}
		if run.State.Over() {
			if string(run.State) != state {
				d.t.Fatalf("the scan ended %s (%s), want %s", run.State, run.Error, state)
			}
			return
		}
		time.Sleep(time.Millisecond)
	}
	d.t.Fatal("the scan does not end")
}

func (d *desk) signIn() {
	d.t.Helper()
	a := d.do("GET", "/sign-in?token="+d.sessions.FirstLink())
	if a.Code != http.StatusSeeOther || len(a.Result().Cookies()) != 1 {
		d.t.Fatalf("signing in: %d %s", a.Code, a.Body)
	}
	d.cookie = a.Result().Cookies()[0]
}

// do sends a request as the browser, or what change makes of it.
func (d *desk) do(method, address string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://"+home+address, nil)
	if d.cookie != nil {
		r.AddCookie(d.cookie)
	}
	for _, f := range change {
		f(r)
	}
	w := httptest.NewRecorder()
	d.server.ServeHTTP(w, r)
	return w
}

// get must give a status.
func (d *desk) get(status int, address string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	d.t.Helper()
	a := d.do("GET", address, change...)
	if a.Code != status {
		d.t.Fatalf("GET %s: %d %s, want %d", address, a.Code, a.Body, status)
	}
	return a
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func host(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }

// query writes a question.
func query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return "/api/v1/" + path + "?" + q.Encode()
}

// refusing is a source that fails.
func refusing(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) {
	return nil, errors.New("AWS does not accept the credentials")
}

// waiting is a source that reads until it is stopped.
func waiting(ctx context.Context, _ func(pipeline.Progress)) (*snapshot.Snapshot, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
