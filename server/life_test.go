package server_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sightline/server"
	"sightline/server/pipeline"
	"sightline/store"
	"sightline/store/memory"
)

// TestRun: a server listens, polls, and ends with what runs in it.
func TestRun(t *testing.T) {
	before := runtime.NumGoroutine()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, func(o *server.Options) { o.Listen, o.Poll = l.Addr().(*net.TCPAddr), 5*time.Millisecond })
	d.collect = waiting
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.server.Run(ctx, l) }()
	c := &http.Client{Transport: &http.Transport{}}
	a, err := c.Get("http://" + l.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(a.Body); err != nil || string(body) != "ok\n" {
		t.Errorf("%s, %v", body, err)
	}
	a.Body.Close()
	for range 2000 {
		if len(d.pipeline.Scans()) > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("does not end")
	}
	scans := d.pipeline.Scans()
	if len(scans) != 1 || scans[0].State != "cancelled" {
		t.Errorf("scans %+v", scans)
	}
	if _, err := c.Get("http://" + l.Addr().String() + "/healthz"); err == nil {
		t.Error("still answers")
	}
	c.CloseIdleConnections()
	for range 2000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	stack := make([]byte, 1<<20)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stack[:runtime.Stack(stack, true)])
}

// TestReady: why there is nothing yet is said as it is.
func TestReady(t *testing.T) {
	d := newDesk(t)
	says := func(words string) {
		t.Helper()
		if body := d.get(http.StatusServiceUnavailable, "/readyz").Body.String(); !strings.Contains(body, words) {
			t.Errorf("%s, want %s", body, words)
		}
	}
	says("no scan has begun")
	d.collect = refusing
	d.scan("failed")
	says("the last scan failed")
	d.collect = waiting
	if _, err := d.pipeline.Scan(); err != nil {
		t.Fatal(err)
	}
	says("the first scan runs")
}

// TestShutDown: an answer that is not ready is given up, and the end is a good
// one.
func TestShutDown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	st := &slowStore{Store: memory.New(), asked: make(chan struct{}), answer: make(chan struct{})}
	defer close(st.answer)
	d := newDesk(t, func(o *server.Options) {
		o.Listen = l.Addr().(*net.TCPAddr)
		o.Pipeline = pipeline.New(pipeline.Options{Store: st, Now: time.Now})
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.server.Run(ctx, l) }()
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+l.Addr().String()+"/api/v1/gaps?snapshot=a", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+bearer)
	go func() {
		<-st.asked
		stop()
	}()
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if body, err := io.ReadAll(a.Body); err != nil || a.StatusCode != http.StatusServiceUnavailable || !strings.Contains(string(body), "The server is shutting down.") {
		t.Errorf("%d %s, %v", a.StatusCode, body, err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ends with %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("does not end")
	}
}

// A slowStore says when it is asked, and answers when it is told to.
type slowStore struct {
	store.Store
	asked, answer chan struct{}
}

func (s *slowStore) Snapshots() store.Snapshots { return &slowSnapshots{s.Store.Snapshots(), s} }

type slowSnapshots struct {
	store.Snapshots
	s *slowStore
}

func (s *slowSnapshots) Resolve(context.Context, string) (store.Meta, error) {
	close(s.s.asked)
	<-s.s.answer
	return store.Meta{}, store.ErrNotFound
}

// TestPanics: whatever panics, the client gets a code and the log the rest.
func TestPanics(t *testing.T) {
	d := stocked(t)
	d.pipeline.Picture().Asker.Catalog = nil // whatever needs it panics, in the goroutine that answers
	a := d.get(http.StatusInternalServerError, query("who-can", "action", "*", "resource", "*"))
	checkProblem(t, "a panic", a.Body.Bytes(), http.StatusInternalServerError)
	code := a.Header().Get("X-Request-Id")
	if !strings.Contains(a.Body.String(), code) || strings.Contains(a.Body.String(), "nil pointer") || strings.Contains(a.Body.String(), ".go") {
		t.Errorf("the client sees %s", a.Body)
	}
	if log := d.log.String(); !strings.Contains(log, "code="+code) || !strings.Contains(log, "nil pointer") {
		t.Errorf("the log: %s", log)
	}
	if a.Header().Get("Content-Security-Policy") == "" {
		t.Error("without a policy")
	}
	d.get(http.StatusOK, "/api/v1/status")
}

// TestLogHasNoQueries: names and tokens stay out of the log.
func TestLogHasNoQueries(t *testing.T) {
	d := stocked(t)
	d.get(http.StatusOK, query("what-can", "principal", "alice"))
	d.do("GET", "/sign-in?token=secret-token")
	for _, word := range []string{"alice", "secret-token", "token=", d.cookie.Value, bearer} {
		if strings.Contains(d.log.String(), word) {
			t.Errorf("the log has %q", word)
		}
	}
	if !strings.Contains(d.log.String(), "path=/api/v1/what-can") {
		t.Error("the log lacks the request")
	}
}

// FuzzQueries: no question makes the server fail.
func FuzzQueries(f *testing.F) {
	paths := []string{"can", "who-can", "what-can", "reach", "paths", "explain", "search", "principals", "resources", "gaps", "status", "snapshots", "documents/x", "scans/1"}
	for i := range paths {
		for _, q := range []string{
			"principal=alice&action=s3:GetObject&resource=*", "action=*&resource=*", "principal=*&service=s3", "from=alice&to=*&level=read&open=n1&limit=3",
			"q=a&limit=1&offset=0", "snapshot=latest", "principal=arn:aws:iam::999999999999:root&action=sts:AssumeRole&resource=arn:aws:iam::222233334444:role/payments-reader",
			"from=222233334444&to=arn:aws:s3:::kestrel-data-lake", "context=aws:a=b&absent=aws:c", "q=%00%ff", "a;b", "%",
		} {
			f.Add(uint8(i), q)
		}
	}
	d := stocked(f)
	f.Fuzz(func(t *testing.T, path uint8, q string) {
		a := d.do("GET", "/api/v1/x", func(r *http.Request) {
			r.URL = &url.URL{Path: "/api/v1/" + paths[int(path)%len(paths)], RawQuery: q}
		})
		if a.Code >= http.StatusInternalServerError {
			t.Errorf("%s?%s: %d %s", paths[int(path)%len(paths)], q, a.Code, a.Body)
		}
		if a.Code >= http.StatusBadRequest {
			checkProblem(t, q, a.Body.Bytes(), a.Code)
		}
	})
}

// TestManyAtOnce asks while scans replace the picture; the race detector looks
// on.
func TestManyAtOnce(t *testing.T) {
	d := stocked(t)
	want := d.get(http.StatusOK, query("reach", "from", "i-0a1b2c3d4e5f60718")).Body.String()
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			for range 4 {
				if got := d.do("GET", query("reach", "from", "i-0a1b2c3d4e5f60718")).Body.String(); got != want {
					t.Errorf("another answer: %.300s", got)
				}
				for _, address := range []string{query("paths", "from", "alice"), query("what-can", "principal", "alice"), "/api/v1/status", "/metrics"} {
					if a := d.do("GET", address); a.Code != http.StatusOK {
						t.Errorf("%s: %d %s", address, a.Code, a.Body)
					}
				}
				_, _ = d.pipeline.Scan()
			}
		})
	}
	group.Wait()
}

// TestTLS: cookies of a server with TLS are for TLS alone.
func TestTLS(t *testing.T) {
	known := httptest.NewTLSServer(nil) // for its certificate
	settings, c := known.TLS.Clone(), known.Client()
	known.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, func(o *server.Options) { o.Listen, o.TLS = l.Addr().(*net.TCPAddr), settings })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.server.Run(ctx, l) }()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	a, err := c.Get("https://" + l.Addr().String() + "/sign-in?token=" + d.sessions.FirstLink())
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	if cookies := a.Cookies(); a.StatusCode != http.StatusSeeOther || len(cookies) != 1 || !cookies[0].Secure || !strings.HasPrefix(cookies[0].Name, "__Host-sightline-") {
		t.Errorf("%d %v", a.StatusCode, cookies)
	}
	c.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
