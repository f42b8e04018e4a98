package session

import (
	"time"

	"golang.org/x/time/rate"
)

// An address may fail so often at once, and again after so long.
const (
	maxFailures = 10
	forgiveOne  = 6 * time.Second
)

// maxAddresses limits of how many callers failures are kept.
const maxAddresses = 4096

// failures are the sign-ins that failed, by address. Secrets of 32 random bytes
// need no such limit against guessing: it keeps noise down and says that
// something is wrong. So it never holds up who brings the right one, or
// anybody could lock out others of his address.
type failures struct {
	byAddress map[string]*rate.Limiter
}

func newFailures() failures { return failures{make(map[string]*rate.Limiter)} }

func (f *failures) mayTry(from string, now time.Time) bool {
	l := f.byAddress[from]
	return l == nil || l.TokensAt(now) >= 1
}

// fail counts a failure and says what it is called.
func (f *failures) fail(from string, now time.Time) error {
	switch {
	case from == "":
		return ErrSpent
	case !f.mayTry(from, now):
		return ErrTooMany
	}
	f.failed(from, now)
	return ErrSpent
}

func (f *failures) failed(from string, now time.Time) {
	l := f.byAddress[from]
	if l == nil {
		if len(f.byAddress) >= maxAddresses {
			f.forgive(now)
		}
		l = rate.NewLimiter(rate.Every(forgiveOne), maxFailures)
		f.byAddress[from] = l
	}
	l.AllowN(now, 1)
}

// forgive makes room for many: first those who waited long enough, then
// anybody. Who has so many addresses is not held up by this limit anyway.
func (f *failures) forgive(now time.Time) {
	for from, l := range f.byAddress {
		if l.TokensAt(now) >= maxFailures {
			delete(f.byAddress, from)
		}
	}
	for from := range f.byAddress {
		if len(f.byAddress) <= maxAddresses*3/4 {
			return
		}
		delete(f.byAddress, from)
	}
}
