package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sightline/access/permission"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/internal/sample"
	"sightline/server/pipeline"
	"sightline/server/session"
	"sightline/snapshot"
	"sightline/store/memory"
)

// onSample is the API over the sample.
func onSample(t *testing.T) (*api, *http.ServeMux) {
	t.Helper()
	p := pipeline.New(pipeline.Options{
		Store: memory.New(), Now: time.Now,
		Source: pipeline.Source{Name: "sample", Collect: func(context.Context, func(pipeline.Progress)) (*snapshot.Snapshot, error) { return sample.Snapshot() }},
		Ask: func(s *snapshot.Snapshot) *permission.Asker {
			return permission.New(s, eval.New(), catalog.Embedded())
		},
	})
	run, err := p.Scan()
	for err == nil && !run.State.Over() {
		time.Sleep(time.Millisecond)
		run, err = p.Find(run.ID)
	}
	if err != nil || run.Error != "" {
		t.Fatal(err, run.Error)
	}
	mux := http.NewServeMux()
	a, err := newAPI(mux, Options{Pipeline: p, Sessions: session.New(session.Options{Now: time.Now}), Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return a, mux
}

// TestLookupsDoNotWait: while as many questions as may are worked on, whatever
// is quick to say is said.
func TestLookupsDoNotWait(t *testing.T) {
	a, mux := onSample(t)
	for range maxQuestions {
		a.questions <- struct{}{}
	}
	ask := func(address string) *httptest.ResponseRecorder {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/api/v1/"+address, nil))
		return w
	}
	for _, address := range []string{
		"search?q=a", "principals", "resources", "gaps", "status", "can?principal=alice&action=s3:GetObject", "explain?principal=alice&action=s3:GetObject",
	} {
		if w := ask(address); w.Code != http.StatusOK {
			t.Errorf("%s waits: %d %s", address, w.Code, w.Body)
		}
	}
	for _, address := range []string{"who-can?action=*&resource=*", "what-can?principal=alice", "reach?from=alice", "paths?from=alice"} {
		if w := ask(address); w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s takes a place that is not there: %d", address, w.Code)
		}
	}
}

// TestQuestionsEndWithTheirAsker: what nobody waits for is not worked out.
func TestQuestionsEndWithTheirAsker(t *testing.T) {
	a, _ := onSample(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	p := a.Pipeline.Picture()
	if _, err := whoCan(gone, p, &whoCanIn{Action: "*", Resource: "*"}); err == nil {
		t.Error("who-can goes on")
	}
	if _, err := whatCan(gone, p, &whatCanIn{Principal: "alice"}); err == nil {
		t.Error("what-can goes on")
	}
	if _, err := reachFrom(gone, p, &reachIn{From: "alice"}); err == nil {
		t.Error("reach goes on")
	}
	for _, in := range []pathsIn{{From: "alice"}, {To: "arn:aws:s3:::kestrel-data-lake"}, {From: "alice", To: "arn:aws:s3:::kestrel-data-lake"}} {
		if _, err := paths(gone, p, &in); err == nil {
			t.Errorf("paths %s %s goes on", in.From, in.To)
		}
	}
}

// TestTooMany: the limit ends the question, not only its answer.
func TestTooMany(t *testing.T) {
	stop := untilListed(t.Context())
	if err := stop(maxListed); err != nil {
		t.Error(err)
	}
	if err := stop(maxListed + 1); err == nil || !strings.Contains(err.Error(), "more than 1000000 actions") {
		t.Error(err)
	}
}
