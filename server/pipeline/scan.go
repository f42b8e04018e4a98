package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"sightline/server/desk"
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
	return p.analyze(ctx, log, picture, report)
}

// analyze is the stage after storing: whatever becomes of it, the snapshot is
// stored and shown.
func (p *Pipeline) analyze(ctx context.Context, log *slog.Logger, picture *Picture, report func(func(*Detail))) error {
	if p.options.Desk == nil {
		return nil
	}
	report(func(d *Detail) { d.Stage = Analyze })
	counts, err := p.options.Desk.Analyze(ctx, picture.Snapshot)
	if err != nil {
		log.Warn("the snapshot is stored, and the analyzers did not come to an end", "snapshot", picture.Meta.ID, "error", err.Error())
		return fmt.Errorf("snapshot %s is stored, but the analyzers did not come to an end: %w", picture.Meta.ID, err)
	}
	report(func(d *Detail) { d.Findings = &counts })
	log.Info("analyzers have looked", "snapshot", picture.Meta.ID, "active", counts.Active, "new", counts.New,
		"resolved", counts.Resolved, "stale", counts.Stale)
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
	picture.Meta, err = desk.Save(ctx, p.options.Store, s, p.options.Now())
	return picture, err
}
