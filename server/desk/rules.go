package desk

import (
	"context"
	"fmt"
	"time"

	"sightline/access/finding"
	"sightline/store"
)

// CreateRule adds an archive rule; it acts on findings that are new from then
// on. Errors: *finding.InvalidError, store.ErrNotFound, store.ErrExists.
func (d *Desk) CreateRule(ctx context.Context, analyzer string, r finding.ArchiveRule) (finding.Analyzer, error) {
	return d.change(ctx, analyzer, func(a finding.Analyzer) (finding.Analyzer, error) {
		if a.Rule(r.Name) != nil {
			return a, &kindError{store.ErrExists, fmt.Sprintf("analyzer %s has a rule %q already: choose another name, or update that one", a.Name, r.Name)}
		}
		return d.withRule(a, r)
	})
}

// withRule is an analyzer with a rule of a person's, which must not be over
// already: it would do nothing, in silence.
func (d *Desk) withRule(a finding.Analyzer, r finding.ArchiveRule) (finding.Analyzer, error) {
	now := d.options.Now()
	if r.Expired(now) {
		return a, &finding.InvalidError{Field: "expires", Text: r.Expires.Format(time.RFC3339) + " is past: choose a later time, or none"}
	}
	r.DeclaredIn = ""
	return a.WithRule(r, now)
}

// UpdateRule puts a rule in place of the one of its name. Errors: as of
// CreateRule, and ErrDeclared.
func (d *Desk) UpdateRule(ctx context.Context, analyzer string, r finding.ArchiveRule) (finding.Analyzer, error) {
	return d.change(ctx, analyzer, func(a finding.Analyzer) (finding.Analyzer, error) {
		if err := ruleByHand(&a, r.Name); err != nil {
			return a, err
		}
		return d.withRule(a, r)
	})
}

// DeleteRule removes a rule. What it archived stays so.
func (d *Desk) DeleteRule(ctx context.Context, analyzer, rule string) (finding.Analyzer, error) {
	return d.change(ctx, analyzer, func(a finding.Analyzer) (finding.Analyzer, error) {
		if err := ruleByHand(&a, rule); err != nil {
			return a, err
		}
		a, _ = a.WithoutRule(rule, d.options.Now())
		return a, nil
	})
}

// ruleByHand refuses to change a rule that is not there, or that the
// configuration declares.
func ruleByHand(a *finding.Analyzer, name string) error {
	switch r := a.Rule(name); {
	case r == nil:
		return noRule(a, name)
	case r.DeclaredIn != "":
		return fmt.Errorf("archive rule %s is %w, %s: change it there", name, ErrDeclared, r.DeclaredIn)
	}
	return nil
}

// ApplyRule lets a rule act on the findings that were there before it.
func (d *Desk) ApplyRule(ctx context.Context, analyzer, rule string) (archived int, err error) {
	err = again(ctx, func() error {
		a, _, err := d.record(ctx, analyzer)
		if err != nil {
			return err
		}
		r := a.Rule(rule)
		if r == nil {
			return noRule(&a, rule)
		}
		s, err := d.active(ctx, &a)
		if err != nil {
			return err
		}
		changes := finding.Apply([]finding.ArchiveRule{*r}, s.findings, d.options.Now())
		archived = len(changes)
		return d.put(ctx, s, changes)
	})
	return archived, err
}

// PreviewRule lists the active findings that a rule would archive if it were
// applied; it need not be kept.
func (d *Desk) PreviewRule(ctx context.Context, analyzer string, r finding.ArchiveRule) ([]finding.Finding, error) {
	a, _, err := d.record(ctx, analyzer)
	if err != nil {
		return nil, err
	}
	if err := r.Validate(); err != nil {
		return nil, err
	}
	s, err := d.active(ctx, &a)
	if err != nil {
		return nil, err
	}
	var out []finding.Finding
	for _, t := range finding.Apply([]finding.ArchiveRule{r}, s.findings, d.options.Now()) {
		out = append(out, t.Finding)
	}
	finding.Order{}.Sort(out)
	return out, nil
}

func (d *Desk) active(ctx context.Context, a *finding.Analyzer) (*shelf, error) {
	return d.shelf(ctx, store.FindingQuery{Analyzers: []string{a.ID}, Statuses: []string{string(finding.StatusActive)}})
}

func noRule(a *finding.Analyzer, name string) error {
	return &kindError{store.ErrNotFound, fmt.Sprintf("analyzer %s has no archive rule %q: `sightline archive-rules list %s` shows those it has", a.Name, name, a.Name)}
}
