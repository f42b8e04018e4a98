package desk

import (
	"context"
	"slices"

	"sightline/access/finding"
	"sightline/store"
)

// Finding returns the finding whose id is, or alone begins with, a text. Errors:
// store.ErrNotFound, store.ErrAmbiguous.
func (d *Desk) Finding(ctx context.Context, id string) (finding.Finding, error) {
	r, err := d.options.Store.Findings().Resolve(ctx, id)
	if err != nil {
		return finding.Finding{}, err
	}
	return findingOf(r)
}

// Archive sets findings aside, all of them or, with an error, none; ids may be
// beginnings. Errors: *finding.InvalidError, finding.ErrResolved,
// store.ErrNotFound, store.ErrAmbiguous.
func (d *Desk) Archive(ctx context.Context, ids []string, by finding.Archiving) ([]finding.Finding, error) {
	return d.decide(ctx, ids, func(f finding.Finding) (finding.Transition, error) {
		return finding.Archive(f, by, d.options.Now())
	})
}

// Unarchive makes archived findings active again, as Archive does.
func (d *Desk) Unarchive(ctx context.Context, ids []string, who, why string) ([]finding.Finding, error) {
	return d.decide(ctx, ids, func(f finding.Finding) (finding.Transition, error) {
		return finding.Unarchive(f, who, why, d.options.Now())
	})
}

// decide changes findings as a person does, and returns them as they are now.
func (d *Desk) decide(ctx context.Context, ids []string, change func(finding.Finding) (finding.Transition, error)) (out []finding.Finding, err error) {
	err = again(ctx, func() error {
		s, err := d.picked(ctx, ids)
		if err != nil {
			return err
		}
		out = nil
		var changes []finding.Transition
		for _, f := range s.findings {
			t, err := change(f)
			if err != nil {
				return err
			}
			out = append(out, t.Finding)
			if t.Change != finding.Seen {
				changes = append(changes, t)
			}
		}
		return d.put(ctx, s, changes)
	})
	return out, err
}

// picked reads findings by their ids, each once.
func (d *Desk) picked(ctx context.Context, ids []string) (*shelf, error) {
	s := &shelf{versions: make(map[string]int64)}
	for _, id := range ids {
		r, err := d.options.Store.Findings().Resolve(ctx, id)
		if err != nil {
			return nil, err
		}
		f, err := findingOf(r)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(s.findings, func(o finding.Finding) bool { return o.ID == f.ID }) {
			s.findings, s.versions[f.ID] = append(s.findings, f), r.Version
		}
	}
	return s, nil
}

// found is the findings about some resources, of every analyzer.
func (d *Desk) found(ctx context.Context, resources ...string) ([]finding.Finding, error) {
	s, err := d.shelf(ctx, store.FindingQuery{Resources: columns(resources)})
	if err != nil {
		return nil, err
	}
	return s.findings, nil
}
