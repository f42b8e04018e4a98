package desk

import (
	"context"
	"errors"
	"time"

	"sightline/access/finding"
	"sightline/snapshot"
	"sightline/store"
)

// Counts sum up what analyses led to.
type Counts struct {
	Active   int `json:"active"` // findings that are active afterwards
	New      int `json:"new"`    // of these, found or found again by this
	Resolved int `json:"resolved"`
	// Archived findings there are afterwards, Stale ones that could not be
	// judged again, and Errors, resources that could not be analysed.
	Archived int `json:"archived"`
	Stale    int `json:"stale"`
	Errors   int `json:"errors"`
	// Analyzers that looked.
	Analyzers int `json:"analyzers"`
}

func (c *Counts) add(o Counts) {
	c.Active, c.New, c.Resolved = c.Active+o.Active, c.New+o.New, c.Resolved+o.Resolved
	c.Archived, c.Stale, c.Errors = c.Archived+o.Archived, c.Stale+o.Stale, c.Errors+o.Errors
	c.Analyzers += o.Analyzers
}

// Analyze lets every analyzer look at a snapshot, after making default ones if
// there are none of a person's. An analyzer that cannot judge this snapshot
// keeps its findings and says why in its status.
func (d *Desk) Analyze(ctx context.Context, s *snapshot.Snapshot) (Counts, error) {
	var sum Counts
	if err := d.defaults(ctx, s); err != nil {
		return sum, err
	}
	list, err := d.Analyzers(ctx)
	if err != nil {
		return sum, err
	}
	for i := range list {
		n, err := d.look(ctx, s, &list[i])
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

// AnalyzeWith lets one analyzer look at a snapshot, as after it was created or
// updated.
func (d *Desk) AnalyzeWith(ctx context.Context, analyzer string, s *snapshot.Snapshot) (Counts, error) {
	a, err := d.Analyzer(ctx, analyzer)
	if err != nil {
		return Counts{}, err
	}
	return d.look(ctx, s, &a)
}

// look is one analysis: of everything, or of some resources only.
func (d *Desk) look(ctx context.Context, s *snapshot.Snapshot, a *finding.Analyzer, only ...string) (Counts, error) {
	v := judge(s, a, only...)
	if err := ctx.Err(); err != nil {
		return Counts{}, err
	}
	now := d.options.Now()
	n, err := d.reconcile(ctx, a.ID, v, now)
	if v.status != finding.AnalyzerActive {
		n.Analyzers = 0
	}
	if err != nil || len(only) > 0 {
		return n, err
	}
	_, err = d.change(ctx, a.ID, func(a finding.Analyzer) (finding.Analyzer, error) {
		a.Status, a.StatusReason = v.status, v.reason
		if v.status == finding.AnalyzerActive {
			at := now.UTC().Truncate(time.Millisecond)
			a.LastAnalyzedAt, a.LastSnapshot = &at, s.ID()
		}
		return a, nil
	})
	return n, err
}

// reconcile keeps what becomes of an analyzer's findings. The rules are read
// each time, as they may change meanwhile too.
func (d *Desk) reconcile(ctx context.Context, analyzer string, v verdict, now time.Time) (n Counts, err error) {
	err = again(ctx, func() error {
		a, _, err := d.record(ctx, analyzer)
		if err != nil {
			return err
		}
		s, err := d.shelf(ctx, store.FindingQuery{Analyzers: []string{a.ID}})
		if err != nil {
			return err
		}
		changes := finding.Reconcile(finding.Run{
			Analyzer: a.ID, Previous: s.findings, Candidates: v.candidates, Scope: v.scope,
			Rules: a.Rules, Catalog: d.options.Catalog, At: now,
		})
		n = countsOf(s.findings, changes)
		return d.put(ctx, s, changes)
	})
	return n, err
}

func countsOf(before []finding.Finding, changes []finding.Transition) Counts {
	c := finding.Count(before, changes)
	n := Counts{Active: c.Active, New: c.New, Resolved: c.Resolved, Analyzers: 1}
	after := make(map[string]*finding.Finding, len(before)+len(changes))
	for i := range before {
		after[before[i].ID] = &before[i]
	}
	for i := range changes {
		after[changes[i].Finding.ID] = &changes[i].Finding
	}
	for _, f := range after {
		if f.Status == finding.StatusResolved {
			continue
		}
		n.Archived += oneIf(f.Status == finding.StatusArchived)
		n.Stale += oneIf(f.Stale != nil)
		n.Errors += oneIf(f.Error != "")
	}
	return n
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}
