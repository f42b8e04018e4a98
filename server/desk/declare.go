package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"sightline/access/finding"
	"sightline/store"
)

// Declare makes and updates the analyzers of a configuration file; DeclaredIn of
// each, and of its rules, says where it stands there. What the file declared
// before and does not any more stays, with its findings, as if a person had made
// it; rules are removed.
func (d *Desk) Declare(ctx context.Context, file string, list []finding.Analyzer) error {
	for _, a := range list {
		if err := d.declare(ctx, a); err != nil {
			return fmt.Errorf("%s: %w", a.DeclaredIn, err)
		}
	}
	known, err := d.Analyzers(ctx)
	if err != nil {
		return err
	}
	for i := range known {
		declared := slices.ContainsFunc(list, func(a finding.Analyzer) bool { return a.Name == known[i].Name })
		if declared || !strings.HasPrefix(known[i].DeclaredIn, file+":") {
			continue
		}
		if _, err := d.change(ctx, known[i].Name, d.released); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return nil
}

func (d *Desk) declare(ctx context.Context, choice finding.Analyzer) error {
	choice.Origin = finding.OriginConfiguration
	old, _, err := d.record(ctx, choice.Name)
	if errors.Is(err, store.ErrNotFound) {
		_, err = d.create(ctx, choice)
		if !errors.Is(err, store.ErrExists) {
			return err
		}
		old, _, err = d.record(ctx, choice.Name) // another process was faster
	}
	if err != nil {
		return err
	}
	next, err := d.declared(old, choice)
	if err != nil || sameChoice(&old, &next) {
		return err
	}
	_, err = d.change(ctx, choice.Name, func(old finding.Analyzer) (finding.Analyzer, error) { return d.declared(old, choice) })
	return err
}

// declared is an analyzer as the configuration wants it: hand-made rules stay
// behind those of the file.
func (d *Desk) declared(old, choice finding.Analyzer) (finding.Analyzer, error) {
	next, err := d.chosen(old, choice)
	if err != nil {
		return old, err
	}
	var rules []finding.ArchiveRule
	for _, r := range choice.Rules {
		r.CreatedAt, r.UpdatedAt = next.UpdatedAt, next.UpdatedAt
		if former := old.Rule(r.Name); former != nil {
			r.CreatedAt = former.CreatedAt
			if sameRule(former, &r) {
				r.UpdatedAt = former.UpdatedAt
			}
		}
		rules = append(rules, r)
	}
	for _, r := range old.Rules {
		if r.DeclaredIn == "" && !slices.ContainsFunc(rules, func(o finding.ArchiveRule) bool { return o.Name == r.Name }) {
			rules = append(rules, r)
		}
	}
	next.Rules = rules
	return next, next.Validate()
}

func (d *Desk) released(a finding.Analyzer) (finding.Analyzer, error) {
	a.Origin, a.DeclaredIn = finding.OriginPerson, ""
	a.Rules = slices.DeleteFunc(slices.Clone(a.Rules), func(r finding.ArchiveRule) bool { return r.DeclaredIn != "" })
	a.UpdatedAt = d.options.Now().UTC().Truncate(time.Millisecond)
	return a, nil
}

// sameChoice compares what was chosen, not what became of it.
func sameChoice(a, b *finding.Analyzer) bool {
	x, y := *a, *b
	x.UpdatedAt, y.UpdatedAt = time.Time{}, time.Time{}
	return reflect.DeepEqual(x, y) || string(body(x)) == string(body(y))
}

func sameRule(a, b *finding.ArchiveRule) bool {
	x, y := *a, *b
	x.UpdatedAt, y.UpdatedAt, x.CreatedAt, y.CreatedAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return string(body(x)) == string(body(y))
}
