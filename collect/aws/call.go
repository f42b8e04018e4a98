package aws

import (
	"context"
	"errors"
	"fmt"
)

// A call is one operation of a client as a method value.
type call[I, O any] func(context.Context, *I) (*O, error)

// bind takes the options off a client's method.
func bind[I, O, P any](method func(context.Context, *I, ...func(*P)) (*O, error)) call[I, O] {
	return func(ctx context.Context, in *I) (*O, error) { return method(ctx, in) }
}

// A token leads to the next page; nil or empty ends a list.
type token = *string

// errEndless: a service that gives the same page again would be asked forever.
var errEndless = errors.New("the answer names the same page as the one before, so the list does not end")

// errNoList: an answer without the list that was asked for is none. AWS sends
// an empty list where there is nothing.
var errNoList = errors.New("the answer holds no list where AWS always sends one")

// pages asks until there is no further page. take adds what a page holds and
// returns the token of the next; set puts it into the request.
func pages[I, O any](ctx context.Context, ask call[I, O], in *I, take func(*O) (token, error), set func(*I, token)) error {
	last := ""
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
		if *next == last {
			return errEndless
		}
		last = *next
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
