package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
	"sightline/store/memory"
)

// withDesk works on the store's analyzers and findings.
func (a *app) withDesk(ctx context.Context, work func(d *desk.Desk, st store.Store) error) error {
	st, err := a.existingStore(ctx)
	if err != nil {
		return err
	}
	d, err := a.desk(ctx, st, nil)
	if err == nil {
		err = work(d, st)
	}
	return errors.Join(err, st.Close())
}

// stored is withDesk for verbs that change what is stored: no other snapshot
// than the latest can be meant.
func (a *app) stored(ctx context.Context, work func(d *desk.Desk, st store.Store) error) error {
	if a.snapshotName != "latest" {
		return errors.New("--snapshot: this verb works on what is stored and on the latest snapshot; leave the flag out")
	}
	return a.withDesk(ctx, work)
}

// desk makes a desk over a store, with the analyzers that the configuration
// declares.
func (a *app) desk(ctx context.Context, st store.Store, live *liveFlags) (*desk.Desk, error) {
	c, err := a.catalog()
	if err != nil {
		return nil, err
	}
	d := desk.New(desk.Options{Store: st, Now: a.now, Rescan: a.rescanner(live), Catalog: c})
	if a.configPath == "" {
		return d, nil
	}
	path, err := filepath.Abs(a.configPath)
	if err != nil {
		return nil, fmt.Errorf("--config %s: %w", a.configPath, err)
	}
	return d, d.Declare(ctx, path, a.config.analyzersOf(path))
}

// findingsOf works on the findings of the snapshot to answer from: those that
// are kept, or with --snapshot those that another snapshot would give to the
// same analyzers, which nobody keeps. s is nil if there is no snapshot.
func (a *app) findingsOf(ctx context.Context, work func(d *desk.Desk, s *snapshot.Snapshot) error) error {
	if a.snapshotName != "latest" {
		return a.findingsOfOther(ctx, work)
	}
	return a.withDesk(ctx, func(d *desk.Desk, st store.Store) error {
		s, err := latestOf(ctx, st)
		if err != nil {
			return err
		}
		return work(d, s)
	})
}

// latestOf is nil in a store without snapshots.
func latestOf(ctx context.Context, st store.Store) (*snapshot.Snapshot, error) {
	meta, err := st.Snapshots().Latest(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, _, err := desk.Open(ctx, st, meta.ID)
	return s, err
}

func (a *app) findingsOfOther(ctx context.Context, work func(d *desk.Desk, s *snapshot.Snapshot) error) error {
	s, err := a.load(ctx)
	if err != nil {
		return err
	}
	st := memory.New()
	defer st.Close()
	if err := a.copyAnalyzers(ctx, st); err != nil {
		return err
	}
	d, err := a.desk(ctx, st, nil)
	if err != nil {
		return err
	}
	if _, err := d.Analyze(ctx, s); err != nil {
		return err
	}
	return work(d, s)
}

// copyAnalyzers gives another store the analyzers of the user's own, if there
// is one.
func (a *app) copyAnalyzers(ctx context.Context, to store.Store) error {
	if _, missing := a.missingStore(); missing {
		return nil
	}
	return a.withDesk(ctx, func(d *desk.Desk, st store.Store) error {
		list, err := st.Analyzers().List(ctx)
		for _, one := range list {
			one.Version = 0
			if _, err := to.Analyzers().Save(ctx, one); err != nil {
				return err
			}
		}
		return err
	})
}

// person is who works on the command line.
func (a *app) person(by string) string {
	for _, name := range []string{by, a.env["SUDO_USER"], a.env["USER"], a.env["LOGNAME"]} {
		if name != "" {
			return name
		}
	}
	return "somebody on the command line"
}

// analyzerNames gives names to ids.
func analyzerNames(list []finding.Analyzer) map[string]string {
	names := make(map[string]string, len(list))
	for i := range list {
		names[list[i].ID] = list[i].Name
	}
	return names
}
