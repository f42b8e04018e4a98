// Package memory is a store that ends with the process, for tests and for runs
// that should leave nothing behind. It keeps the laws of package store, but
// for durability.
package memory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"sightline/store"
)

var errClosed = errors.New("the store is closed")

// A Store keeps everything in memory. It is safe for concurrent use; New makes
// one.
type Store struct {
	kept    snapshots
	records *records
}

// New returns an empty store.
func New() *Store { return &Store{records: newRecords()} }

// Snapshots returns the part of the store that keeps snapshots.
func (s *Store) Snapshots() store.Snapshots { return &s.kept }

// Findings returns the part of the store that keeps findings.
func (s *Store) Findings() store.Findings { return findings{s.records} }

// Analyzers returns the part of the store that keeps analyzers.
func (s *Store) Analyzers() store.Analyzers { return analyzers{s.records} }

// Close drops everything that is kept.
func (s *Store) Close() error {
	s.records.close()
	s.kept.mu.Lock()
	defer s.kept.mu.Unlock()
	s.kept.closed, s.kept.entries = true, nil
	return nil
}

type snapshots struct {
	mu      sync.RWMutex
	closed  bool
	entries []entry // in the order saved, the latest at the end
}

// An entry's content is never written to once it is kept.
type entry struct {
	meta    store.Meta
	content []byte
}

func (s *snapshots) Save(ctx context.Context, meta store.Meta, r io.Reader) error {
	if err := meta.Check(); err != nil {
		return err
	}
	content, err := io.ReadAll(store.ReadUnder(ctx, r))
	if err != nil {
		return fmt.Errorf("save snapshot %s: read its content: %w", meta.ID, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return fmt.Errorf("save snapshot %s: %w", meta.ID, err)
	}
	s.remove(meta.ID)
	s.entries = append(s.entries, entry{meta.Kept(int64(len(content))), content})
	return nil
}

func (s *snapshots) Open(ctx context.Context, id string) (io.ReadCloser, store.Meta, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return nil, store.Meta{}, err
	}
	i := s.index(id)
	if i < 0 {
		return nil, store.Meta{}, store.NotFound(id)
	}
	r := store.ReadUnder(ctx, bytes.NewReader(s.entries[i].content))
	return &reader{r: r}, s.entries[i].meta.Clone(), nil
}

func (s *snapshots) Latest(ctx context.Context) (store.Meta, error) {
	list, err := s.List(ctx, 1)
	if err != nil {
		return store.Meta{}, err
	}
	if len(list) == 0 {
		return store.Meta{}, store.Empty()
	}
	return list[0], nil
}

func (s *snapshots) List(ctx context.Context, limit int) ([]store.Meta, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return nil, err
	}
	var list []store.Meta
	for _, e := range slices.Backward(s.entries) {
		if limit > 0 && len(list) == limit {
			break
		}
		list = append(list, e.meta.Clone())
	}
	return list, nil
}

func (s *snapshots) Delete(ctx context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	if !s.remove(id) {
		return store.NotFound(id)
	}
	return nil
}

func (s *snapshots) Resolve(ctx context.Context, prefix string) (store.Meta, error) {
	list, err := s.List(ctx, 0)
	if err != nil {
		return store.Meta{}, err
	}
	list = slices.DeleteFunc(list, func(m store.Meta) bool { return !strings.HasPrefix(m.ID, prefix) })
	return store.Choose(prefix, list)
}

// usable, index and remove need the lock.
func (s *snapshots) usable(ctx context.Context) error {
	if s.closed {
		return errClosed
	}
	return ctx.Err()
}

func (s *snapshots) index(id string) int {
	return slices.IndexFunc(s.entries, func(e entry) bool { return e.meta.ID == id })
}

func (s *snapshots) remove(id string) bool {
	i := s.index(id)
	if i < 0 {
		return false
	}
	s.entries = slices.Delete(s.entries, i, i+1)
	return true
}

// A reader refuses to be read once it is closed, as a file does.
type reader struct {
	r      io.Reader
	closed bool
}

func (r *reader) Read(p []byte) (int, error) {
	if r.closed {
		return 0, errors.New("read of a snapshot that was closed")
	}
	return r.r.Read(p)
}

func (r *reader) Close() error {
	r.closed = true
	return nil
}

var (
	_ store.Store     = (*Store)(nil)
	_ store.Snapshots = (*snapshots)(nil)
)
