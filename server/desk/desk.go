package desk

import (
	"context"
	"errors"
	"time"

	"sightline/iam/catalog"
	"sightline/snapshot"
	"sightline/store"
)

// Options of a Desk. Store and Now are needed.
type Options struct {
	Store store.Store
	Now   func() time.Time
	// Rescan reads one resource or role again and gives the snapshot that has it
	// as it is now; nil: nothing can be read again.
	Rescan func(ctx context.Context, s *snapshot.Snapshot, arn string) (*snapshot.Snapshot, error)
	// Catalog gives the access levels behind severities; nil: the embedded one.
	Catalog *catalog.Catalog
}

// A Desk works with analyzers and findings. Safe for concurrent use; New makes
// it, and it needs no end.
type Desk struct {
	options Options
}

// New returns a Desk.
func New(o Options) *Desk {
	if o.Catalog == nil {
		o.Catalog = catalog.Embedded()
	}
	return &Desk{o}
}

// ErrDeclared is matched, through errors.Is, by the error for changing an
// analyzer by hand that the configuration declares.
var ErrDeclared = errors.New("declared in the configuration")

// ErrCannotRescan is matched, through errors.Is, by the error for what cannot be
// read again by itself.
var ErrCannotRescan = errors.New("cannot be rescanned")

// A kindError has a text for people and a kind for errors.Is.
type kindError struct {
	kind error
	text string
}

func (e *kindError) Error() string { return e.text }
func (e *kindError) Unwrap() error { return e.kind }

// attempts is how often something is read and decided again before giving up:
// each time somebody else was faster.
const attempts = 50

// again repeats what others got in the way of.
func again(ctx context.Context, try func() error) (err error) {
	for range attempts {
		if err = try(); !errors.Is(err, store.ErrConflict) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return err
}
