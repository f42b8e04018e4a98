package desk

import (
	"context"
	"fmt"

	"sightline/access/finding"
)

// Analyzers lists all analyzers, by name.
func (d *Desk) Analyzers(ctx context.Context) ([]finding.Analyzer, error) {
	records, err := d.options.Store.Analyzers().List(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]finding.Analyzer, len(records))
	for i, r := range records {
		if out[i], err = analyzerOf(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Analyzer returns the analyzer of a name, or of an id. store.ErrNotFound.
func (d *Desk) Analyzer(ctx context.Context, name string) (finding.Analyzer, error) {
	a, _, err := d.record(ctx, name)
	return a, err
}

// Create makes an analyzer of what a person chose; it has looked at nothing
// before AnalyzeWith. Errors: *finding.InvalidError, store.ErrExists.
func (d *Desk) Create(ctx context.Context, chosen finding.Analyzer) (finding.Analyzer, error) {
	chosen.Origin, chosen.DeclaredIn = finding.OriginPerson, ""
	return d.create(ctx, chosen)
}

func (d *Desk) create(ctx context.Context, chosen finding.Analyzer) (finding.Analyzer, error) {
	a, err := finding.New(chosen, d.options.Now())
	if err != nil {
		return a, err
	}
	if a.Kind == finding.KindUnused {
		a.Status, a.StatusReason = finding.AnalyzerDisabled, noActivity
	}
	_, err = d.options.Store.Analyzers().Save(ctx, analyzerRecord(a, 0))
	return a, err
}

// Update puts what a person chose in place of what was chosen before; name and
// type never change, and rules stay as they are. What follows from it shows the
// next analysis. Errors: *finding.InvalidError, store.ErrNotFound, ErrDeclared.
func (d *Desk) Update(ctx context.Context, chosen finding.Analyzer) (finding.Analyzer, error) {
	chosen.Origin, chosen.DeclaredIn = finding.OriginPerson, ""
	return d.change(ctx, chosen.Name, func(old finding.Analyzer) (finding.Analyzer, error) {
		if err := byHand(&old); err != nil {
			return old, err
		}
		return d.chosen(old, chosen)
	})
}

// chosen is an analyzer with another choice.
func (d *Desk) chosen(old, choice finding.Analyzer) (finding.Analyzer, error) {
	if choice.Kind != "" && choice.Kind != old.Kind {
		return old, &finding.InvalidError{Field: "type", Text: fmt.Sprintf("%s is of type %s for ever: create another analyzer", old.Name, old.Kind)}
	}
	choice.Name, choice.Kind, choice.Rules = old.Name, old.Kind, nil
	a, err := finding.New(choice, d.options.Now())
	if err != nil {
		return old, err
	}
	a.Rules, a.CreatedAt, a.LastAnalyzedAt, a.LastSnapshot = old.Rules, old.CreatedAt, old.LastAnalyzedAt, old.LastSnapshot
	a.Status, a.StatusReason = old.Status, old.StatusReason
	return a, nil
}

// Delete removes an analyzer and all its findings. Errors: store.ErrNotFound,
// ErrDeclared.
func (d *Desk) Delete(ctx context.Context, name string) error {
	a, _, err := d.record(ctx, name)
	if err != nil {
		return err
	}
	if err := byHand(&a); err != nil {
		return err
	}
	return d.options.Store.Analyzers().Delete(ctx, a.ID)
}

// byHand refuses to change what the configuration declares: the next start
// would undo it.
func byHand(a *finding.Analyzer) error {
	if a.Origin != finding.OriginConfiguration {
		return nil
	}
	return fmt.Errorf("analyzer %s is %w, %s: change it there", a.Name, ErrDeclared, a.DeclaredIn)
}
