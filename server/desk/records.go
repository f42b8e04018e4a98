package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"sightline/access/finding"
	"sightline/store"
)

// analyzerOf reads what analyzerRecord wrote.
func analyzerOf(r store.Analyzer) (a finding.Analyzer, err error) {
	if err = json.Unmarshal(r.Body, &a); err != nil {
		return a, fmt.Errorf("the stored analyzer %s cannot be read: %w", r.Name, err)
	}
	return a, nil
}

func analyzerRecord(a finding.Analyzer, version int64) store.Analyzer {
	return store.Analyzer{ID: a.ID, Name: a.Name, UpdatedAt: a.UpdatedAt, Version: version, Body: body(a)}
}

// findingOf reads what findingRecord wrote.
func findingOf(r store.Finding) (f finding.Finding, err error) {
	if err = json.Unmarshal(r.Body, &f); err != nil {
		return f, fmt.Errorf("the stored finding %s cannot be read: %w", r.ID, err)
	}
	return f, nil
}

func findingRecord(f finding.Finding, version int64) store.Finding {
	return store.Finding{
		ID: f.ID, Analyzer: f.Analyzer, Status: string(f.Status), Resource: column(f.Resource), Account: column(f.Account),
		Kind: string(f.Type), Severity: string(f.Severity), UpdatedAt: f.UpdatedAt, Version: version, Body: body(f),
	}
}

// column is a text as stores take it beside the body: names in files may be
// endless, or no text at all.
func column(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
	if len(text) > store.MaxColumn {
		text = strings.ToValidUTF8(text[:store.MaxColumn], "")
	}
	return text
}

func columns(texts []string) []string {
	out := make([]string, len(texts))
	for i := range texts {
		out[i] = column(texts[i])
	}
	return out
}

// body panics only on what plain data cannot be.
func body(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// A shelf is what was read of the store: findings with the versions that they
// had.
type shelf struct {
	findings []finding.Finding
	versions map[string]int64
}

func (d *Desk) shelf(ctx context.Context, q store.FindingQuery) (*shelf, error) {
	s := &shelf{versions: make(map[string]int64)}
	for r, err := range store.All(ctx, d.options.Store.Findings(), q) {
		if err != nil {
			return nil, err
		}
		f, err := findingOf(r)
		if err != nil {
			return nil, err
		}
		s.findings = append(s.findings, f)
		s.versions[f.ID] = r.Version
	}
	return s, nil
}

// put saves what changed, whole or not at all.
func (d *Desk) put(ctx context.Context, s *shelf, changes []finding.Transition) error {
	if len(changes) == 0 {
		return nil
	}
	records := make([]store.Finding, len(changes))
	for i := range changes {
		f := changes[i].Finding
		records[i] = findingRecord(f, s.versions[f.ID])
	}
	return d.options.Store.Findings().Save(ctx, records)
}

// record finds an analyzer by name, or by id.
func (d *Desk) record(ctx context.Context, name string) (a finding.Analyzer, version int64, err error) {
	r, err := d.options.Store.Analyzers().Named(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		if byID, other := d.options.Store.Analyzers().Get(ctx, name); other == nil {
			r, err = byID, nil
		}
	}
	if err != nil {
		return a, 0, err
	}
	a, err = analyzerOf(r)
	return a, r.Version, err
}

// change reads an analyzer, changes it and keeps it, as often as others are
// faster.
func (d *Desk) change(ctx context.Context, name string, edit func(finding.Analyzer) (finding.Analyzer, error)) (a finding.Analyzer, err error) {
	err = again(ctx, func() error {
		old, version, err := d.record(ctx, name)
		if err != nil {
			return err
		}
		if a, err = edit(old); err != nil {
			return err
		}
		_, err = d.options.Store.Analyzers().Save(ctx, analyzerRecord(a, version))
		return err
	})
	return a, err
}
