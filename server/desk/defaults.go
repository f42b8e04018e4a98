package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/snapshot"
	"sightline/store"
)

// defaults makes analyzers of external access for the accounts that none covers
// yet, so that a first scan shows findings: one for each organization, and one
// for all other accounts that were scanned together. As soon as a person or the
// configuration has made any analyzer, no default ones are made any more.
func (d *Desk) defaults(ctx context.Context, s *snapshot.Snapshot) error {
	list, err := d.Analyzers(ctx)
	if err != nil || slices.ContainsFunc(list, func(a finding.Analyzer) bool { return a.Origin != finding.OriginDefault }) {
		return err
	}
	for _, zone := range uncovered(s, list) {
		_, err := d.create(ctx, finding.Analyzer{
			Name: defaultName(zone), Kind: finding.KindExternal, Zone: zone, Origin: finding.OriginDefault,
		})
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	return nil
}

// uncovered are the zones that the accounts of a snapshot need.
func uncovered(s *snapshot.Snapshot, list []finding.Analyzer) (zones []finding.Zone) {
	alone := finding.Zone{Kind: finding.ZoneAccount}
	for i := range s.Data().Accounts {
		a := &s.Data().Accounts[i]
		if !scanned(s, a) || covered(s, list, a.ID) {
			continue
		}
		zone := finding.Zone{Kind: finding.ZoneOrganization, Organization: a.Organization}
		if a.Organization == "" {
			alone.Accounts = append(alone.Accounts, a.ID)
			continue
		}
		if !slices.ContainsFunc(zones, func(z finding.Zone) bool { return z.Organization == zone.Organization }) {
			zones = append(zones, zone)
		}
	}
	if len(alone.Accounts) > 1 {
		alone.Kind = finding.ZoneAccounts
	}
	if len(alone.Accounts) > 0 {
		zones = append(zones, alone)
	}
	return zones
}

// scanned tells of an account of which something was read.
func scanned(s *snapshot.Snapshot, a *snapshot.Account) bool {
	return len(a.Collected) > 0 || len(s.IdentitiesOf(a.ID)) > 0 || len(s.ResourcesOf(a.ID)) > 0
}

func covered(s *snapshot.Snapshot, list []finding.Analyzer, account string) bool {
	return slices.ContainsFunc(list, func(a finding.Analyzer) bool {
		trust, err := a.Zone.Resolve(s)
		return a.Kind == finding.KindExternal && err == nil && trust.Account(account) == authz.True
	})
}

// defaultName: external-o-4kq7x2m9pd, external-111122223333,
// external-111122223333-and-2-more.
func defaultName(z finding.Zone) string {
	switch {
	case z.Kind == finding.ZoneOrganization:
		return "external-" + z.Organization
	case len(z.Accounts) > 1:
		return fmt.Sprintf("external-%s-and-%d-more", z.Accounts[0], len(z.Accounts)-1)
	}
	return "external-" + z.Accounts[0]
}
