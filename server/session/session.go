// Package session says who is signed in: one-time links that open a session,
// sessions that a cookie carries, and the bearer token of scripts.
//
//	s := session.New(session.Options{Now: time.Now})
//	token := s.FirstLink()
//	value, signedIn, err := s.SignIn(token, "127.0.0.1")
//	signedIn, ok := s.Check(value)
//
// Secrets have 32 random bytes, are kept as SHA-256 alone and are compared in
// constant time. Everything is in memory: a restart signs everybody out and
// prints a new link.
package session

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"sync"
	"time"
)

// How long things live.
const (
	LinkLife = 15 * time.Minute   // a link made later; the first lives until it is used
	Idle     = 12 * time.Hour     // a session that nobody uses
	Longest  = 7 * 24 * time.Hour // any session
)

// Limits of what is kept; the oldest makes room.
const (
	maxLinks    = 16
	maxSessions = 1000
)

// What can be wrong with a sign-in.
var (
	ErrSpent   = errors.New("this sign-in link was used before, has expired, or is not one of this server")
	ErrTooMany = errors.New("too many sign-ins failed; wait a minute")
)

// Options of Sessions.
type Options struct {
	Now func() time.Time
	// Bearer is a token for scripts, of at least 32 characters; empty for none.
	Bearer string
}

// Sessions is the whole of what is known about who is signed in. Safe for
// concurrent use; New makes it.
type Sessions struct {
	now     func() time.Time
	bearer  digest
	scripts bool

	mu       sync.Mutex
	links    []link
	sessions []session
	// Failures of links do not hold up scripts, nor the other way round.
	failedLinks, failedBearers failures
}

// A Session is one browser that is signed in.
type Session struct {
	// Expires is when it ends if nobody uses it again.
	Expires time.Time
}

type digest [sha256.Size]byte

type link struct {
	token   digest
	expires time.Time // zero: lives until used
}

type session struct {
	value         digest
	started, used time.Time
}

// New returns Sessions without links.
func New(o Options) *Sessions {
	return &Sessions{now: o.Now, bearer: sha256.Sum256([]byte(o.Bearer)), scripts: o.Bearer != "", failedLinks: newFailures(), failedBearers: newFailures()}
}

// FirstLink makes the link that is printed at start: it lives until it is used.
func (s *Sessions) FirstLink() (token string) { return s.addLink(time.Time{}) }

// Link makes a further one, for another browser.
func (s *Sessions) Link() (token string, expires time.Time) {
	expires = s.now().Add(LinkLife)
	return s.addLink(expires), expires
}

func (s *Sessions) addLink(expires time.Time) string {
	token, d := secret()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
	if len(s.links) == maxLinks {
		s.links = append(s.links[:0], s.links[1:]...)
	}
	s.links = append(s.links, link{d, expires})
	return token
}

// SignIn spends a link's token and opens a session; value is what the cookie
// carries. From is the caller's address: one that fails often has to wait
// before it is told so again; a right token never waits. Empty: a failure is
// nobody's and is not counted. Errors: ErrSpent, ErrTooMany.
func (s *Sessions) SignIn(token, from string) (value string, opened Session, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	s.forget()
	at, d := -1, sha256.Sum256([]byte(token))
	for i := range s.links {
		if equal(s.links[i].token, d) {
			at = i
		}
	}
	if at < 0 {
		return "", Session{}, s.failedLinks.fail(from, now)
	}
	s.links = append(s.links[:at], s.links[at+1:]...)
	value, d = secret()
	if len(s.sessions) == maxSessions {
		s.sessions = append(s.sessions[:0], s.sessions[1:]...)
	}
	s.sessions = append(s.sessions, session{d, now, now})
	return value, Session{s.sessions[len(s.sessions)-1].expires()}, nil
}

// Check finds the session of a cookie's value and keeps it alive.
func (s *Sessions) Check(value string) (Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
	i := s.find(value)
	if i < 0 {
		return Session{}, false
	}
	s.sessions[i].used = s.now()
	return Session{s.sessions[i].expires()}, true
}

// End signs a browser out.
func (s *Sessions) End(value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(value); i >= 0 {
		s.sessions = append(s.sessions[:i], s.sessions[i+1:]...)
	}
}

// Bearer tells whether a token is that of scripts. Errors as of SignIn.
func (s *Sessions) Bearer(token, from string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !equal(sha256.Sum256([]byte(token)), s.bearer) || !s.scripts {
		return s.failedBearers.fail(from, s.now())
	}
	return nil
}

func (s *Sessions) find(value string) int {
	at, d := -1, sha256.Sum256([]byte(value))
	for i := range s.sessions {
		if equal(s.sessions[i].value, d) {
			at = i
		}
	}
	return at
}

// forget drops what has expired.
func (s *Sessions) forget() {
	now := s.now()
	links, sessions := s.links[:0], s.sessions[:0]
	for _, l := range s.links {
		if l.expires.IsZero() || now.Before(l.expires) {
			links = append(links, l)
		}
	}
	for _, one := range s.sessions {
		if now.Before(one.expires()) {
			sessions = append(sessions, one)
		}
	}
	s.links, s.sessions = links, sessions
}

func (s *session) expires() time.Time {
	idle, longest := s.used.Add(Idle), s.started.Add(Longest)
	if longest.Before(idle) {
		return longest
	}
	return idle
}

func equal(a, b digest) bool { return subtle.ConstantTimeCompare(a[:], b[:]) == 1 }

// secret makes a text of 32 random bytes and its digest.
func secret() (string, digest) {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails; it ends the program instead
	text := base64.RawURLEncoding.EncodeToString(raw[:])
	return text, sha256.Sum256([]byte(text))
}
