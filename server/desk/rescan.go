package desk

import (
	"context"
	"errors"
	"fmt"

	"sightline/snapshot"
	"sightline/store"
)

// Rescan reads one resource or role again, stores the snapshot that has it, and
// lets every analyzer look at it alone. s is the latest snapshot; if another was
// stored meanwhile, that one is gone on from. Errors: ErrCannotRescan, and those
// of reading; then nothing changed. Where the error comes later it says so.
func (d *Desk) Rescan(ctx context.Context, s *snapshot.Snapshot, arn string) (*snapshot.Snapshot, Counts, error) {
	if why := s.CannotRescan(); why != "" {
		return nil, Counts{}, &kindError{ErrCannotRescan, why}
	}
	if d.options.Rescan == nil {
		return nil, Counts{}, &kindError{ErrCannotRescan, "nothing here can ask AWS about one resource: run scan"}
	}
	next, err := d.reread(ctx, s, arn)
	if err != nil {
		return nil, Counts{}, err
	}
	n, err := d.analyzeOnly(ctx, next, arn)
	if err != nil {
		// No error of ctx any more: who is told of an interruption takes it that
		// nothing was stored.
		return nil, n, errors.New("snapshot " + next.ID() + " is stored, but the analyzers did not come to an end: " + err.Error())
	}
	return next, n, nil
}

// reread reads and stores; from anew if somebody stored another snapshot
// meanwhile, which must not be lost behind this one.
func (d *Desk) reread(ctx context.Context, s *snapshot.Snapshot, arn string) (next *snapshot.Snapshot, err error) {
	for range attempts {
		if s, err = d.latest(ctx, s); err != nil {
			return nil, err
		}
		if next, err = d.options.Rescan(ctx, s, arn); err != nil {
			return nil, err
		}
		now, err := d.latest(ctx, s)
		if err != nil {
			return nil, err
		}
		if now == s {
			_, err := Save(ctx, d.options.Store, next, d.options.Now())
			return next, err
		}
	}
	return nil, fmt.Errorf("%s: other scans kept getting in the way: try again", arn)
}

// latest is s, if it is what was stored last or nothing is stored.
func (d *Desk) latest(ctx context.Context, s *snapshot.Snapshot) (*snapshot.Snapshot, error) {
	meta, err := d.options.Store.Snapshots().Latest(ctx)
	switch {
	case errors.Is(err, store.ErrNotFound) || err == nil && meta.ID == s.ID():
		return s, nil
	case err != nil:
		return nil, err
	}
	s, _, err = Open(ctx, d.options.Store, meta.ID)
	return s, err
}

func (d *Desk) analyzeOnly(ctx context.Context, s *snapshot.Snapshot, arn string) (Counts, error) {
	var sum Counts
	list, err := d.Analyzers(ctx)
	if err != nil {
		return sum, err
	}
	for i := range list {
		n, err := d.look(ctx, s, &list[i], arn)
		if errors.Is(err, store.ErrNotFound) {
			continue // deleted meanwhile
		}
		if err != nil {
			return sum, err
		}
		sum.add(n)
	}
	return sum, nil
}
