package desk

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"time"

	"sightline/snapshot"
	"sightline/store"
)

// Save stores a snapshot as one step: nothing of it stays if that fails.
func Save(ctx context.Context, st store.Store, s *snapshot.Snapshot, now time.Time) (store.Meta, error) {
	var content bytes.Buffer
	if err := snapshot.Encode(&content, s); err != nil {
		return store.Meta{}, fmt.Errorf("encode the snapshot: %w", err)
	}
	size := int64(content.Len())
	meta := metaOf(s)
	meta.SavedAt = now
	return meta.Kept(size), st.Snapshots().Save(ctx, meta, &content)
}

func metaOf(s *snapshot.Snapshot) store.Meta {
	counts := s.Counts()
	meta := store.Meta{
		ID: s.ID(), TakenAt: s.TakenAt(), Accounts: counts.Accounts, Identities: counts.Identities,
		Resources: counts.Resources, Gaps: counts.Gaps, Sample: s.Data().Sample, Sources: []string{},
	}
	for _, source := range s.Data().Sources {
		meta.Sources = append(meta.Sources, source.Name)
	}
	return meta
}

// Open reads a stored snapshot by its whole id.
func Open(ctx context.Context, st store.Store, id string) (*snapshot.Snapshot, store.Meta, error) {
	r, meta, err := st.Snapshots().Open(ctx, id)
	if err != nil {
		return nil, meta, err
	}
	defer r.Close()
	s, err := snapshot.Decode(bufio.NewReaderSize(r, 1<<20))
	if err != nil {
		return nil, meta, fmt.Errorf("snapshot %s: %w", id, err)
	}
	return s, meta, nil
}
