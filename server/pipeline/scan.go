package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"sightline/snapshot"
	"sightline/store"
)

// scan is one run: what it makes is seen by nobody before it is stored.
func (p *Pipeline) scan(ctx context.Context, report func(func(*Detail))) error {
	log := p.options.Log.With("source", p.options.Source.Name)
	log.Info("scan begins")
	picture, err := p.make(ctx, report)
	if err != nil {
		log.Warn("scan ended without a snapshot", "error", err.Error())
		return err
	}
	p.latest.Store(picture)
	p.broken.Store(nil)
	report(func(d *Detail) { d.Snapshot = picture.Meta.ID })
	log.Info("scan is stored", "snapshot", picture.Meta.ID, "identities", picture.Meta.Identities,
		"resources", picture.Meta.Resources, "gaps", picture.Meta.Gaps)
	return nil
}

func (p *Pipeline) make(ctx context.Context, report func(func(*Detail))) (*Picture, error) {
	stage := func(s Stage) error {
		report(func(d *Detail) { d.Stage = s })
		return ctx.Err()
	}
	if err := stage(Collect); err != nil {
		return nil, err
	}
	s, err := p.options.Source.Collect(ctx, func(now Progress) { report(func(d *Detail) { d.Progress = now }) })
	if err != nil {
		return nil, err
	}
	if s == nil {
		return nil, errors.New("the source gave nothing")
	}
	report(func(d *Detail) { d.Gaps = s.Counts().Gaps })
	if err := stage(Permission); err != nil {
		return nil, err
	}
	picture := newPicture(p.options.Ask(s))
	if err := stage(Graph); err != nil {
		return nil, err
	}
	picture.prepare()
	if err := stage(Store); err != nil {
		return nil, err
	}
	picture.Meta, err = Save(ctx, p.options.Store, s, p.options.Now())
	return picture, err
}

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
