package session_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sightline/server/session"
)

// clock is a time that the test moves.
type clock struct{ now time.Time }

func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

func newSessions(bearer string) (*clock, *session.Sessions) {
	c := &clock{time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	return c, session.New(session.Options{Now: func() time.Time { return c.now }, Bearer: bearer})
}

func signIn(t *testing.T, s *session.Sessions) string {
	t.Helper()
	value, _, err := s.SignIn(s.FirstLink(), "here")
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestLinkWorksOnce(t *testing.T) {
	_, s := newSessions("")
	token := s.FirstLink()
	if _, _, err := s.SignIn(token, "here"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.SignIn(token, "here"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("the second use gave %v", err)
	}
}

func TestLinksExpire(t *testing.T) {
	c, s := newSessions("")
	first := s.FirstLink()
	late, expires := s.Link()
	if expires != c.now.Add(15*time.Minute) {
		t.Errorf("a later link expires %v", expires)
	}
	c.pass(15 * time.Minute)
	if _, _, err := s.SignIn(late, "here"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("an expired link gave %v", err)
	}
	c.pass(100 * 24 * time.Hour)
	if _, _, err := s.SignIn(first, "here"); err != nil {
		t.Errorf("the first link lives until it is used: %v", err)
	}
}

func TestSessionSlidesAndEnds(t *testing.T) {
	c, s := newSessions("")
	used, unused := signIn(t, s), signIn(t, s)
	for range 13 { // 6.5 days in steps of 12 hours less a minute
		c.pass(12*time.Hour - time.Minute)
		if _, ok := s.Check(used); !ok {
			t.Fatalf("the session in use ended at %v", c.now)
		}
	}
	if _, ok := s.Check(unused); ok {
		t.Error("a session that nobody used for 12 hours lives")
	}
	c.pass(time.Hour)
	one, _ := s.Check(used)
	if left := one.Expires.Sub(c.now); left >= 12*time.Hour {
		t.Errorf("a session ends after 7 days, used or not; %v are left", left)
	}
	c.pass(12*time.Hour - time.Minute)
	if _, ok := s.Check(used); ok {
		t.Error("a session lives longer than 7 days")
	}
}

func TestEnd(t *testing.T) {
	_, s := newSessions("")
	one, other := signIn(t, s), signIn(t, s)
	s.End(one)
	s.End("nobody's")
	if _, ok := s.Check(one); ok {
		t.Error("an ended session lives")
	}
	if _, ok := s.Check(other); !ok {
		t.Error("ending one session ended another")
	}
}

func TestFailuresAreLimited(t *testing.T) {
	c, s := newSessions(strings.Repeat("b", 32))
	token := s.FirstLink()
	for i := range 10 {
		if _, _, err := s.SignIn(fmt.Sprint(i), "there"); !errors.Is(err, session.ErrSpent) {
			t.Fatalf("failure %d gave %v", i, err)
		}
	}
	if _, _, err := s.SignIn("wrong", "there"); !errors.Is(err, session.ErrTooMany) {
		t.Errorf("after ten failures a wrong token waits: %v", err)
	}
	if err := s.Bearer("wrong", "there"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("links that failed hold up scripts: %v", err)
	}
	if err := s.Bearer(strings.Repeat("b", 32), "there"); err != nil {
		t.Errorf("the right token of scripts waits: %v", err)
	}
	if _, _, err := s.SignIn(token, "there"); err != nil {
		t.Errorf("the right link waits: %v", err)
	}
	if _, _, err := s.SignIn("wrong", "here"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("others do not wait: %v", err)
	}
	c.pass(7 * time.Second)
	if _, _, err := s.SignIn("wrong", "there"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("waiting helps: %v", err)
	}
}

func TestFailuresOfBearersAreLimited(t *testing.T) {
	_, s := newSessions(strings.Repeat("b", 32))
	for range 10 {
		if err := s.Bearer("wrong", "there"); !errors.Is(err, session.ErrSpent) {
			t.Fatal(err)
		}
	}
	if err := s.Bearer("wrong", "there"); !errors.Is(err, session.ErrTooMany) {
		t.Errorf("the eleventh: %v", err)
	}
	if err := s.Bearer(strings.Repeat("b", 32), "there"); err != nil {
		t.Errorf("the right one waits: %v", err)
	}
	if _, _, err := s.SignIn("wrong", "there"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("scripts that failed hold up browsers: %v", err)
	}
}

func TestFailuresOfNobodyDoNotCount(t *testing.T) {
	_, s := newSessions("")
	for range 100 {
		if _, _, err := s.SignIn("wrong", ""); !errors.Is(err, session.ErrSpent) {
			t.Fatal(err)
		}
	}
}

func TestManyCallersFail(t *testing.T) {
	_, s := newSessions("")
	for i := range 10_000 {
		_, _, _ = s.SignIn("wrong", fmt.Sprint(i))
	}
	if _, _, err := s.SignIn(s.FirstLink(), "0"); err != nil {
		t.Error(err)
	}
}

func TestBearer(t *testing.T) {
	_, s := newSessions(strings.Repeat("b", 32))
	if err := s.Bearer(strings.Repeat("b", 31), "here"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("a wrong token gave %v", err)
	}
	_, none := newSessions("")
	if err := none.Bearer("", "here"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("without a token file the empty token gave %v", err)
	}
}

func TestLinksAndSessionsAreBounded(t *testing.T) {
	_, s := newSessions("")
	oldest := s.FirstLink()
	for range 16 {
		s.Link()
	}
	if _, _, err := s.SignIn(oldest, "here"); !errors.Is(err, session.ErrSpent) {
		t.Errorf("16 links are kept; the oldest gave %v", err)
	}
	first := signIn(t, s)
	for range 1000 {
		signIn(t, s)
	}
	if _, ok := s.Check(first); ok {
		t.Error("more than 1000 sessions are kept")
	}
}

func TestCookie(t *testing.T) {
	plain, secure := session.CookieFor("8080", false), session.CookieFor("8443", true)
	for _, c := range []struct {
		got    *http.Cookie
		name   string
		secure bool
	}{{plain.Carry("v"), "sightline-8080", false}, {secure.Carry("v"), "__Host-sightline-8443", true}} {
		if c.got.Name != c.name || c.got.Secure != c.secure || !c.got.HttpOnly || c.got.SameSite != http.SameSiteLaxMode || c.got.Path != "/" || c.got.Domain != "" {
			t.Errorf("%v", c.got)
		}
	}
	if gone := plain.Drop(); gone.MaxAge >= 0 || gone.Value != "" {
		t.Errorf("%v", gone)
	}
}
