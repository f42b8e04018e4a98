package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestLogHasNoTokensOfMangledLinks: a link whose question mark was encoded has
// its token in the path.
func TestLogHasNoTokensOfMangledLinks(t *testing.T) {
	d := newDesk(t)
	token := d.sessions.FirstLink()
	for _, path := range []string{"/sign-in?token=", "/sign-in/", "//sign-in/", "/x/sign-in?token=", "/sign-in.css/", "/sign-in"} {
		d.do("GET", "/x", func(r *http.Request) { r.URL = &url.URL{Path: path + token} })
	}
	if log := d.log.String(); strings.Contains(log, token) || strings.Count(log, "path=/sign-in…") < 4 {
		t.Errorf("the log: %s", log)
	}
}

func TestLongPathsAreCut(t *testing.T) {
	d := newDesk(t)
	d.do("GET", "/"+strings.Repeat("ä", 5000))
	if log := d.log.String(); len(log) > 600 || !strings.Contains(log, "ä…") {
		t.Errorf("the log: %s", log)
	}
}
