package storetest

import (
	"fmt"
	"reflect"
	"time"

	"sightline/store"
)

// findingOf returns a filled finding of analyzer "an", new.
func findingOf(id string) store.Finding {
	return store.Finding{
		ID: id, Analyzer: "an", Status: "ACTIVE", Resource: "arn:aws:s3:::shop-data", Account: "111122223333",
		Kind: "ExternalAccess", Severity: "high", UpdatedAt: noon, Body: []byte(`{"id":"` + id + `"}`),
	}
}

func analyzerOf(id string) store.Analyzer {
	return store.Analyzer{ID: id, Name: "name-" + id, UpdatedAt: noon, Body: []byte(`{"id":"` + id + `"}`)}
}

func (b *bench) findings() store.Findings   { return b.store.Findings() }
func (b *bench) analyzers() store.Analyzers { return b.store.Analyzers() }

// analyzer saves a new analyzer.
func (b *bench) analyzer(id string) store.Analyzer {
	b.Helper()
	a, err := b.analyzers().Save(b.ctx, analyzerOf(id))
	b.must(err)
	return a
}

// saveFindings saves new findings of analyzer "an", which it makes first.
func (b *bench) saveFindings(ids ...string) {
	b.Helper()
	if _, err := b.analyzers().Get(b.ctx, "an"); err != nil {
		b.analyzer("an")
	}
	list := make([]store.Finding, len(ids))
	for i, id := range ids {
		list[i] = findingOf(id)
	}
	b.must(b.findings().Save(b.ctx, list))
}

// change saves a finding again as change makes it.
func (b *bench) change(id string, change func(*store.Finding)) {
	b.Helper()
	f, err := b.findings().Get(b.ctx, id)
	b.must(err)
	change(&f)
	b.must(b.findings().Save(b.ctx, []store.Finding{f}))
}

// wantFindings proves List and Count at once, through pages of every length.
func (b *bench) wantFindings(q store.FindingQuery, want ...string) {
	b.Helper()
	n, err := b.findings().Count(b.ctx, q)
	b.must(err)
	if n != len(want) {
		b.Fatalf("Count gives %d, want %d", n, len(want))
	}
	for limit := range len(want) + 2 {
		q.Limit, q.After = limit, ""
		if got := b.listed(q); !reflect.DeepEqual(got, want) {
			b.Fatalf("in pages of %d List gives %q, want %q", limit, got, want)
		}
	}
}

// listed goes through the pages itself, to look at each.
func (b *bench) listed(q store.FindingQuery) (ids []string) {
	b.Helper()
	for {
		page, err := b.findings().List(b.ctx, q)
		b.must(err)
		if q.Limit > 0 && len(page.Findings) > q.Limit || page.Next != "" && len(page.Findings) != q.Page() {
			b.Fatalf("a page of %d has %d findings, and the next is %q", q.Limit, len(page.Findings), page.Next)
		}
		for _, f := range page.Findings {
			ids = append(ids, f.ID)
		}
		if q.After = page.Next; q.After == "" {
			return ids
		}
	}
}

func (b *bench) wantAnalyzers(want ...string) {
	b.Helper()
	list, err := b.analyzers().List(b.ctx)
	b.must(err)
	var got []string
	for _, a := range list {
		got = append(got, a.ID)
	}
	if !reflect.DeepEqual(got, want) {
		b.Fatalf("List gives %q, want %q", got, want)
	}
}

// wantSame compares two values field by field.
func (b *bench) wantSame(got, want any) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

// numbered are ids that sort as their numbers.
func numbered(from, to int) (ids []string) {
	for i := from; i < to; i++ {
		ids = append(ids, fmt.Sprintf("f%06d", i))
	}
	return ids
}

// odd is a time that no store keeps as it is.
var odd = time.Date(2026, 3, 4, 5, 6, 7, 8_999_999, time.FixedZone("", 3600))

// kept is what stores make of odd.
var kept = time.Date(2026, 3, 4, 4, 6, 7, 8_000_000, time.UTC)
