package store

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotFound is matched, through errors.Is, by the errors for a snapshot that
// is not in the store.
var ErrNotFound = errors.New("no such snapshot")

// ErrAmbiguous is matched, through errors.Is, by the error for a prefix with
// which the ids of several snapshots begin.
var ErrAmbiguous = errors.New("several snapshots")

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
	for _, m := range candidates {
		if m.ID == prefix {
			return m, nil
		}
	}
	switch {
	case prefix == "" || len(candidates) == 0:
		return Meta{}, NotFound(prefix)
	case len(candidates) == 1:
		return candidates[0], nil
	}
	return Meta{}, ambiguous(prefix, candidates)
}

func ambiguous(prefix string, candidates []Meta) error {
	const shown = 4
	var ids []string
	for _, m := range candidates[:min(shown, len(candidates))] {
		ids = append(ids, m.ID)
	}
	if len(candidates) > shown {
		ids = append(ids, "…")
	}
	return &lookupError{ErrAmbiguous, fmt.Sprintf("%d snapshots begin with %q: %s; give more of the id",
		len(candidates), shorten(prefix), strings.Join(ids, ", "))}
}

func shorten(id string) string {
	if len(id) > MaxIDLength {
		return id[:MaxIDLength] + "…"
	}
	return id
}
