package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sightline/store"
)

type findings struct{ *records }

func (k findings) Save(ctx context.Context, list []store.Finding) error {
	for i := range list {
		if err := list[i].Check(); err != nil {
			return err
		}
	}
	return k.write(ctx, func() error {
		seen := make(map[string]int64, len(list))
		for i := range list {
			if err := k.admits(&list[i], seen); err != nil {
				return err
			}
		}
		for i := range list {
			k.findings[list[i].ID] = list[i].Kept()
		}
		return nil
	})
}

// admits says why a finding cannot be saved now; seen are the versions of those
// before it in the list.
func (k findings) admits(f *store.Finding, seen map[string]int64) error {
	if _, ok := k.analyzers[f.Analyzer]; !ok {
		return store.NoAnalyzer(f.Analyzer)
	}
	version, again := seen[f.ID]
	if !again {
		version = k.findings[f.ID].Version
	}
	if version != f.Version {
		return store.FindingChanged(f.ID)
	}
	seen[f.ID] = version + 1
	return nil
}

func (k findings) Get(ctx context.Context, id string) (f store.Finding, err error) {
	err = k.read(ctx, func() error {
		found, ok := k.findings[id]
		if !ok {
			return store.NoFinding(id)
		}
		f = found.Clone()
		return nil
	})
	return f, err
}

func (k findings) Resolve(ctx context.Context, prefix string) (f store.Finding, err error) {
	err = k.read(ctx, func() (err error) {
		f, err = store.ChooseFinding(prefix, k.chosen(func(f *store.Finding) bool { return strings.HasPrefix(f.ID, prefix) }))
		return err
	})
	return f.Clone(), err
}

func (k findings) List(ctx context.Context, q store.FindingQuery) (page store.FindingPage, err error) {
	begin, given, err := q.Begin()
	if err != nil {
		return page, err
	}
	err = k.read(ctx, func() error {
		list := k.chosen(func(f *store.Finding) bool { return matches(q, f) })
		slices.SortFunc(list, func(a, b store.Finding) int { return compare(q.PlaceOf(a), q.PlaceOf(b)) })
		if given {
			list = slices.DeleteFunc(list, func(f store.Finding) bool { return compare(q.PlaceOf(f), begin) <= 0 })
		}
		if n := q.Page(); len(list) > n {
			list, page.Next = list[:n], q.PlaceOf(list[n-1]).String()
		}
		for _, f := range list {
			page.Findings = append(page.Findings, f.Clone())
		}
		return nil
	})
	return page, err
}

func (k findings) Count(ctx context.Context, q store.FindingQuery) (n int, err error) {
	err = k.read(ctx, func() error {
		n = len(k.chosen(func(f *store.Finding) bool { return matches(q, f) }))
		return nil
	})
	return n, err
}

func (k findings) DeleteOf(ctx context.Context, analyzer string) (n int, err error) {
	err = k.write(ctx, func() error {
		n = k.deleteOf(analyzer)
		return nil
	})
	return n, err
}

// chosen needs the lock, and shares bodies; in the order of ids.
func (k findings) chosen(want func(*store.Finding) bool) (list []store.Finding) {
	for _, f := range k.findings {
		if want(&f) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b store.Finding) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func matches(q store.FindingQuery, f *store.Finding) bool {
	for _, c := range []struct {
		list  []string
		value string
	}{
		{q.IDs, f.ID},
		{q.Analyzers, f.Analyzer},
		{q.Statuses, f.Status},
		{q.Resources, f.Resource},
		{q.Accounts, f.Account},
		{q.Kinds, f.Kind},
		{q.Severities, f.Severity},
	} {
		if len(c.list) > 0 && !slices.Contains(c.list, c.value) {
			return false
		}
	}
	return true
}

// compare puts the later time first.
func compare(a, b store.Place) int {
	return cmp.Or(cmp.Compare(b.UpdatedAt, a.UpdatedAt), strings.Compare(a.ID, b.ID))
}

var _ store.Findings = findings{}
