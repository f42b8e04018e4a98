package store

import (
	"context"
	"io"
)

// A Store is an open backend. It is safe for concurrent use.
type Store interface {
	Snapshots() Snapshots
	Findings() Findings
	Analyzers() Analyzers
	// Close ends the use of the store. Later calls fail. Closing twice is
	// harmless.
	Close() error
}

// Snapshots keeps snapshots under their ids, in the order in which they were
// saved. All methods are safe for concurrent use, and all obey ctx.
//
// The order is that of successful Saves, and not of TakenAt: what was saved
// last is what Latest answers with, also if it shows an older state of the
// world, so that "scan, then ask" always asks what was just scanned.
type Snapshots interface {
	// Save stores the content that r gives until io.EOF. Nobody sees any of it
	// before all of it is stored, and when Save returns nil it is durable. If
	// r or Save fails, or ctx ends, the store is as it was before.
	//
	// Saving an id again replaces its Meta and content and makes it the
	// latest, so saving the same snapshot twice is harmless.
	//
	// Backends may keep other writers waiting while r is read, so r should be
	// a buffer or a file and not a slow connection.
	Save(ctx context.Context, meta Meta, r io.Reader) error

	// Open returns the content of the snapshot with this whole id, and its
	// Meta. The caller closes the reader. The reader gives what was stored
	// when Open was called, also if the snapshot is deleted or saved again
	// meanwhile; it fails rather than end early if content is missing or
	// damaged, and it fails once ctx has ended. ErrNotFound.
	Open(ctx context.Context, id string) (io.ReadCloser, Meta, error)

	// Latest returns the snapshot that was saved last. ErrNotFound if the
	// store has none.
	Latest(ctx context.Context) (Meta, error)

	// List returns the snapshots, last saved first, at most limit of them;
	// a limit of 0 means all.
	List(ctx context.Context, limit int) ([]Meta, error)

	// Delete removes a snapshot by its whole id. ErrNotFound.
	Delete(ctx context.Context, id string) error

	// Resolve returns the snapshot whose id is, or alone begins with, prefix.
	// ErrNotFound if there is none, also for an empty prefix; ErrAmbiguous if
	// several begin with it and none is it.
	Resolve(ctx context.Context, prefix string) (Meta, error)
}

// ReadUnder returns a reader of r that fails with ctx's error once ctx has
// ended. Backends read what they save through it.
func ReadUnder(ctx context.Context, r io.Reader) io.Reader {
	return contextReader{ctx, r}
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
