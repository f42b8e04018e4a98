package aws

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// A call is one operation of a client as a method value.
type call[I, O any] func(context.Context, *I) (*O, error)

// bind takes the options off a client's method, and gives up on it once it has
// failed again and again: ten thousand buckets would each wait for the end of
// all retries.
func bind[I, O, P any](method func(context.Context, *I, ...func(*P)) (*O, error)) call[I, O] {
	b := &breaker{}
	return func(ctx context.Context, in *I) (*O, error) {
		if err := b.broken(); err != nil {
			return nil, err
		}
		out, err := method(ctx, in)
		b.note(err)
		return out, err
	}
}

// A givenUpError stands for a call that was not made.
type givenUpError struct{ last error }

func (e *givenUpError) Error() string {
	return "given up after several calls without an answer: " + e.last.Error()
}

func (e *givenUpError) Unwrap() error { return e.last }

// mostFailures is how many calls of one operation may fail in a row for want
// of an answer, each after its retries.
const mostFailures = 3

// A breaker counts the failures in a row that say nothing of what was asked
// for: no answer in time, throttled to the end, the service down.
type breaker struct {
	mu    sync.Mutex
	count int
	last  error
}

func (b *breaker) broken() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.count < mostFailures {
		return nil
	}
	return &givenUpError{b.last}
}

func (b *breaker) note(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil || !unanswered(err) {
		b.count = 0
		return
	}
	b.count, b.last = b.count+1, err
}

// A token leads to the next page; nil or empty ends a list.
type token = *string

// maxPages limits a list; the longest, of a million entries in pages of 50, has
// fewer.
const maxPages = 100_000

// errEndless: a service that names a page again would be asked forever.
var errEndless = errors.New("the answer names a page that was read already, so the list does not end")

// errNoList: an answer without the list that was asked for is none. AWS sends
// an empty list where there is nothing.
var errNoList = errors.New("the answer holds no list where AWS always sends one")

// pages asks until there is no further page. take adds what a page holds and
// returns the token of the next; set puts it into the request.
func pages[I, O any](ctx context.Context, ask call[I, O], in *I, take func(*O) (token, error), set func(*I, token)) error {
	asked := make(map[string]bool)
	for {
		out, err := ask(ctx, in)
		if err != nil {
			return err
		}
		next, err := take(out)
		if err != nil {
			return err
		}
		if next == nil || *next == "" {
			return nil
		}
		if asked[*next] || len(asked) >= maxPages {
			return errEndless
		}
		asked[*next] = true
		set(in, next)
	}
}

// listed checks that a list was sent.
func listed[T any](list []T) error {
	if list == nil {
		return errNoList
	}
	return nil
}

// more is the token of an answer that says by a flag whether more follows.
func more(truncated bool, next token) (token, error) {
	if !truncated {
		return nil, nil
	}
	if next == nil || *next == "" {
		return nil, fmt.Errorf("the answer says that more follows and not where")
	}
	return next, nil
}
