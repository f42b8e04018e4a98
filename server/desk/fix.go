package desk

import (
	"context"
	"fmt"

	"sightline/access/analyze"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// Fix proposes the change that ends a finding, proved on a snapshot. Errors: as
// of Finding, and why there is no fix.
func (d *Desk) Fix(ctx context.Context, s *snapshot.Snapshot, id string) (*analyze.Fix, error) {
	f, err := d.Finding(ctx, id)
	if err != nil {
		return nil, err
	}
	a, err := d.Analyzer(ctx, f.Analyzer)
	if err != nil {
		return nil, err
	}
	return analyze.FixOf(s, &a, &f)
}

// Preview says what another policy would do to the findings about a resource, for
// every analyzer of external access in whose zone it is. What no snapshot holds
// is previewed by none: the error says so.
func (d *Desk) Preview(ctx context.Context, s *snapshot.Snapshot, arn string, doc *policy.Document) ([]analyze.Preview, error) {
	if i := doc.Unaddressed(); i >= 0 {
		return nil, fmt.Errorf("statement %d has no Principal, which a resource-based policy needs", i)
	}
	list, err := d.Analyzers(ctx)
	if err != nil {
		return nil, err
	}
	existing, err := d.found(ctx, arn)
	if err != nil {
		return nil, err
	}
	out, asked := []analyze.Preview{}, false
	for i := range list {
		if list[i].Kind != finding.KindExternal || !watches(s, &list[i], arn) {
			continue
		}
		one, err := analyze.PreviewOf(s, &list[i], arn, doc, existing)
		if err != nil {
			return nil, fmt.Errorf("analyzer %s: %w", list[i].Name, err)
		}
		out, asked = append(out, one...), true
	}
	if !asked {
		return nil, fmt.Errorf("no analyzer of external access watches %s: `sightline analyzers list` shows the zones, `sightline analyzers create` makes one", arn)
	}
	return out, nil
}

// watches tells whether a resource may be in an analyzer's zone.
func watches(s *snapshot.Snapshot, a *finding.Analyzer, arn string) bool {
	account := s.ResourceAccount(arn)
	trust, err := a.Zone.Resolve(s)
	return err == nil && (account == "" || trust.Account(account) != authz.False)
}
