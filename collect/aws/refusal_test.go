package aws

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Whatever keeps a collection from beginning is one clear line.
func TestNothingToCollect(t *testing.T) {
	deny := func(code string) func(int, *http.Request, http.ResponseWriter) {
		return func(_ int, _ *http.Request, w http.ResponseWriter) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `<ErrorResponse><Error><Code>%s</Code><Message>told so</Message></Error></ErrorResponse>`, code)
		}
	}
	for name, c := range map[string]struct {
		prepare func(*testing.T, *fakeAWS)
		options Options
		want    string
	}{
		"expired credentials": {
			func(_ *testing.T, f *fakeAWS) { f.answers["GetCallerIdentity"] = deny("ExpiredToken") }, Options{}, "the AWS credentials have expired",
		},
		"unknown key": {
			func(_ *testing.T, f *fakeAWS) { f.answers["GetCallerIdentity"] = deny("InvalidClientTokenId") }, Options{}, "does not accept the credentials",
		},
		"unreachable endpoint": {
			func(t *testing.T, _ *fakeAWS) { t.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1") }, Options{}, "http://127.0.0.1:1 (AWS_ENDPOINT_URL): sts:GetCallerIdentity: cannot reach 127.0.0.1:1: connection refused",
		},
		"an endpoint that is a web site": {
			func(_ *testing.T, f *fakeAWS) { f.text("GetCallerIdentity", "<html>Welcome</html>") }, Options{}, "answered with a web page",
		},
		"no credentials": {
			func(t *testing.T, _ *fakeAWS) {
				t.Setenv("AWS_ACCESS_KEY_ID", "")
				t.Setenv("AWS_SECRET_ACCESS_KEY", "")
			}, Options{}, "no AWS credentials found",
		},
		"a profile that is not there": {
			func(t *testing.T, _ *fakeAWS) { t.Setenv("AWS_PROFILE", "nobody") }, Options{}, "nobody",
		},
		"no permission at all": {
			func(*testing.T, *fakeAWS) {}, Options{Regions: []string{"eu-west-1"}}, "nothing could be read from AWS: all of organizations:DescribeOrganization",
		},
		"an organization that may not be read": {
			func(*testing.T, *fakeAWS) {}, Options{Organization: true}, "--organization needs credentials of the management account",
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			c.prepare(t, f)
			_, err := collected(t, c.options)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 1200 {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestHasCredentials(t *testing.T) {
	newFake(t)
	if !HasCredentials(t.Context()) {
		t.Error("keys in the environment are none")
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	if HasCredentials(t.Context()) {
		t.Error("credentials out of nothing")
	}
}

// The first call's name in the table is what gaps say; actions are IAM's.
func TestCallsAreNamedOnce(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range Calls() {
		service, _, ok := strings.Cut(c.Name, ":")
		if !ok || seen[c.Name] || c.Reads == "" || c.Lost == "" || c.Per == "" {
			t.Errorf("%+v", c)
		}
		if c.Action != "" && !strings.HasPrefix(c.Action, strings.TrimSuffix(service, "control")+":") {
			t.Errorf("%s needs %s?", c.Name, c.Action)
		}
		seen[c.Name] = true
	}
}
