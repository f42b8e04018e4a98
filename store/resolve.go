package store

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotFound is matched, through errors.Is, by the errors for what is not in
// the store.
var ErrNotFound = errors.New("not in the store")

// ErrAmbiguous is matched, through errors.Is, by the error for a prefix with
// which several ids begin.
var ErrAmbiguous = errors.New("several ids begin so")

// ErrConflict is matched, through errors.Is, by the errors for what was changed
// in the store since it was read.
var ErrConflict = errors.New("changed meanwhile")

// ErrExists is matched, through errors.Is, by the errors for an id or a name that
// is taken.
var ErrExists = errors.New("taken already")

// lookupError has a text for people and a kind for errors.Is.
type lookupError struct {
	kind error
	text string
}

func (e *lookupError) Error() string { return e.text }
func (e *lookupError) Unwrap() error { return e.kind }

// NotFound returns the error for an id or prefix that no snapshot has.
func NotFound(id string) error {
	return &lookupError{ErrNotFound, fmt.Sprintf(
		"the store has no snapshot %q: `sightline snapshot list` shows those it has", shorten(id))}
}

// Empty returns the error of Latest in a store without snapshots.
func Empty() error {
	return &lookupError{ErrNotFound, "the store has no snapshot yet: `sightline scan` makes one"}
}

// Choose picks the snapshot that prefix names out of the candidates, which are
// all the snapshots whose ids begin with it. Backends implement Resolve by it.
func Choose(prefix string, candidates []Meta) (Meta, error) {
	return choose(prefix, candidates, "snapshots", func(m Meta) string { return m.ID }, NotFound)
}

// ChooseFinding is Choose for findings.
func ChooseFinding(prefix string, candidates []Finding) (Finding, error) {
	return choose(prefix, candidates, "findings", func(f Finding) string { return f.ID }, NoFinding)
}

func choose[T any](prefix string, candidates []T, what string, id func(T) string, none func(string) error) (T, error) {
	var zero T
	for _, c := range candidates {
		if id(c) == prefix {
			return c, nil
		}
	}
	switch {
	case prefix == "" || len(candidates) == 0:
		return zero, none(prefix)
	case len(candidates) == 1:
		return candidates[0], nil
	}
	ids := make([]string, len(candidates))
	for i, c := range candidates {
		ids[i] = id(c)
	}
	return zero, ambiguous(prefix, what, ids)
}

func ambiguous(prefix, what string, ids []string) error {
	const shown = 4
	list := ids
	if len(ids) > shown {
		list = append(append([]string(nil), ids[:shown]...), "…")
	}
	return &lookupError{ErrAmbiguous, fmt.Sprintf("%d %s begin with %q: %s; give more of the id",
		len(ids), what, shorten(prefix), strings.Join(list, ", "))}
}

func shorten(id string) string {
	if len(id) > MaxIDLength {
		return id[:MaxIDLength] + "…"
	}
	return id
}
