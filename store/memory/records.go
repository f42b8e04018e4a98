package memory

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"sightline/store"
)

// records hold analyzers and findings together: one falls with the other.
type records struct {
	mu        sync.RWMutex
	closed    bool
	analyzers map[string]store.Analyzer
	findings  map[string]store.Finding
}

func newRecords() *records {
	return &records{analyzers: make(map[string]store.Analyzer), findings: make(map[string]store.Finding)}
}

func (r *records) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed, r.analyzers, r.findings = true, nil, nil
}

// usable needs the lock.
func (r *records) usable(ctx context.Context) error {
	if r.closed {
		return errClosed
	}
	return ctx.Err()
}

// read runs do with the lock of readers.
func (r *records) read(ctx context.Context, do func() error) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if err := r.usable(ctx); err != nil {
		return err
	}
	return do()
}

// write runs do with the lock of writers.
func (r *records) write(ctx context.Context, do func() error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.usable(ctx); err != nil {
		return err
	}
	return do()
}

type analyzers struct{ *records }

func (k analyzers) Save(ctx context.Context, a store.Analyzer) (kept store.Analyzer, err error) {
	if err := a.Check(); err != nil {
		return kept, err
	}
	err = k.write(ctx, func() error {
		if err := k.admits(a); err != nil {
			return err
		}
		kept = a.Kept()
		k.analyzers[a.ID] = kept.Clone()
		return nil
	})
	return kept, err
}

// admits says why an analyzer cannot be saved now.
func (k analyzers) admits(a store.Analyzer) error {
	former, known := k.analyzers[a.ID]
	named, taken := k.named(a.Name)
	switch {
	case taken && named.ID != a.ID, known && a.Version == 0:
		return store.AnalyzerExists(a.Name)
	case former.Version != a.Version:
		return store.AnalyzerChanged(a.Name)
	}
	return nil
}

func (k analyzers) named(name string) (store.Analyzer, bool) {
	for _, a := range k.analyzers {
		if a.Name == name {
			return a, true
		}
	}
	return store.Analyzer{}, false
}

func (k analyzers) Get(ctx context.Context, id string) (store.Analyzer, error) {
	return k.one(ctx, id, func() (store.Analyzer, bool) { a, ok := k.analyzers[id]; return a, ok })
}

func (k analyzers) Named(ctx context.Context, name string) (store.Analyzer, error) {
	return k.one(ctx, name, func() (store.Analyzer, bool) { return k.named(name) })
}

func (k analyzers) one(ctx context.Context, what string, find func() (store.Analyzer, bool)) (a store.Analyzer, err error) {
	err = k.read(ctx, func() error {
		found, ok := find()
		if !ok {
			return store.NoAnalyzer(what)
		}
		a = found.Clone()
		return nil
	})
	return a, err
}

func (k analyzers) List(ctx context.Context) (list []store.Analyzer, err error) {
	err = k.read(ctx, func() error {
		for _, a := range k.analyzers {
			list = append(list, a.Clone())
		}
		return nil
	})
	slices.SortFunc(list, func(a, b store.Analyzer) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

func (k analyzers) Delete(ctx context.Context, id string) error {
	return k.write(ctx, func() error {
		if _, ok := k.analyzers[id]; !ok {
			return store.NoAnalyzer(id)
		}
		delete(k.analyzers, id)
		k.deleteOf(id)
		return nil
	})
}

// deleteOf needs the lock of writers.
func (r *records) deleteOf(analyzer string) int {
	had := len(r.findings)
	maps.DeleteFunc(r.findings, func(_ string, f store.Finding) bool { return f.Analyzer == analyzer })
	return had - len(r.findings)
}

var _ store.Analyzers = analyzers{}
