package aws

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sightline/snapshot"
)

// A fakeAWS answers by operation: the Action of a form, the X-Amz-Target, or
// for the rest method and path. What it does not know it refuses.
type fakeAWS struct {
	mu      sync.Mutex
	answers map[string]func(call int, r *http.Request, w http.ResponseWriter)
	calls   map[string]int
}

func newFake(t *testing.T) *fakeAWS {
	t.Helper()
	f := &fakeAWS{answers: make(map[string]func(int, *http.Request, http.ResponseWriter)), calls: make(map[string]int)}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_SESSION_TOKEN": "", "AWS_REGION": "us-east-1", "AWS_PROFILE": "", "AWS_CONFIG_FILE": "/dev/null",
		"AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_MAX_ATTEMPTS": "2", "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	f.text("GetCallerIdentity", `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/reader</Arn>`+
		`<UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
	return f
}

// text answers an operation always alike.
func (f *fakeAWS) text(operation, body string) {
	f.answers[operation] = func(_ int, _ *http.Request, w http.ResponseWriter) { fmt.Fprint(w, body) }
}

func (f *fakeAWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	name := r.PostForm.Get("Action")
	if name == "" {
		_, name, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	}
	if name == "" {
		name = r.Method + " " + r.URL.Path + "?" + strings.TrimSuffix(r.URL.RawQuery, "=")
	}
	f.mu.Lock()
	f.calls[name]++
	call, answer := f.calls[name], f.answers[name]
	f.mu.Unlock()
	if answer == nil {
		refuse(r, w)
		return
	}
	answer(call, r, w)
}

// collected runs a collection to its end.
func collected(t *testing.T, o Options) (*snapshot.Snapshot, error) {
	t.Helper()
	o.Now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	d, err := Collect(t.Context(), o)
	if err != nil {
		return nil, err
	}
	s, err := snapshot.NewBuilder(d).Build()
	if err != nil {
		t.Fatal(err)
	}
	return s, nil
}

func gapOf(s *snapshot.Snapshot, call string) *snapshot.Gap {
	for i := range s.Data().Gaps {
		if s.Data().Gaps[i].Call == call {
			return &s.Data().Gaps[i]
		}
	}
	return nil
}

// refuse denies in the form of the service that was asked.
func refuse(r *http.Request, w http.ResponseWriter) {
	const message = "not authorized to perform this"
	form := `<ErrorResponse><Error><Code>AccessDenied</Code><Message>` + message + `</Message></Error></ErrorResponse>`
	switch {
	case r.Header.Get("X-Amz-Target") != "":
		form = `{"__type":"AccessDeniedException","Message":"` + message + `"}`
	case strings.HasPrefix(r.URL.Path, "/clusters"):
		w.Header().Set("X-Amzn-ErrorType", "AccessDeniedException")
		form = `{"message":"` + message + `"}`
	case r.PostForm.Get("Version") == "2016-11-15":
		form = `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>` + message + `</Message></Error></Errors></Response>`
	case r.PostForm.Get("Action") == "" && !strings.HasPrefix(r.URL.Path, "/v2018"):
		form = `<Error><Code>AccessDenied</Code><Message>` + message + `</Message></Error>`
	}
	w.WriteHeader(http.StatusForbidden)
	fmt.Fprint(w, form)
}
