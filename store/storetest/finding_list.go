package storetest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sightline/store"
)

var findingLists = []law{
	{"an empty store lists no findings", func(b *bench) { b.wantFindings(store.FindingQuery{}) }},
	{"findings are listed by id, in pages of any length", func(b *bench) {
		b.saveFindings("b", "c", "B", "a", "a1")
		b.wantFindings(store.FindingQuery{}, "B", "a", "a1", "b", "c")
	}},
	{"or the newest first, and those of one moment by id", func(b *bench) {
		b.saveFindings("a", "b", "c", "d", "e")
		b.change("d", func(f *store.Finding) { f.UpdatedAt = noon.Add(time.Hour) })
		b.change("b", func(f *store.Finding) { f.UpdatedAt = noon.Add(-time.Hour) })
		b.change("a", func(f *store.Finding) { f.UpdatedAt = time.Unix(-5, 0) })
		b.wantFindings(store.FindingQuery{Newest: true}, "d", "c", "e", "b", "a")
	}},
	{"every column chooses, and lists of values are alternatives", func(b *bench) {
		b.saveFindings("a", "b", "c", "d")
		b.analyzer("other")
		b.change("b", func(f *store.Finding) { f.Status, f.Resource, f.Account = "ARCHIVED", "r2", "2" })
		b.change("c", func(f *store.Finding) { f.Status, f.Kind, f.Severity = "RESOLVED", "k2", "low" })
		b.change("d", func(f *store.Finding) { f.Analyzer = "other" })
		for _, c := range []struct {
			q    store.FindingQuery
			want []string
		}{
			{store.FindingQuery{Analyzers: []string{"an"}}, []string{"a", "b", "c"}},
			{store.FindingQuery{Analyzers: []string{"other"}}, []string{"d"}},
			{store.FindingQuery{Statuses: []string{"ACTIVE"}}, []string{"a", "d"}},
			{store.FindingQuery{Statuses: []string{"ACTIVE", "RESOLVED"}}, []string{"a", "c", "d"}},
			{store.FindingQuery{Statuses: []string{"ACTIVE"}, Analyzers: []string{"an"}}, []string{"a"}},
			{store.FindingQuery{Resources: []string{"r2"}}, []string{"b"}},
			{store.FindingQuery{Accounts: []string{"2"}}, []string{"b"}},
			{store.FindingQuery{Kinds: []string{"k2"}}, []string{"c"}},
			{store.FindingQuery{Severities: []string{"low", "none"}}, []string{"c"}},
			{store.FindingQuery{IDs: []string{"d", "a", "x"}}, []string{"a", "d"}},
			{store.FindingQuery{Statuses: []string{"active"}}, nil},
			{store.FindingQuery{Statuses: []string{"%", "ACTIVE\x00", "\xff"}}, nil},
			{store.FindingQuery{Newest: true, Statuses: []string{"ACTIVE"}}, []string{"a", "d"}},
		} {
			b.wantFindings(c.q, c.want...)
		}
	}},
	{"a place that is none of the list's is refused", func(b *bench) {
		b.saveFindings("a", "b")
		for _, after := range []string{"x", "0", "0 ", " ", "a b", "7 a", "0 a b", "0  a", "-0 a", "0 %"} {
			if _, err := b.findings().List(b.ctx, store.FindingQuery{After: after}); err == nil {
				b.Fatalf("%q is taken", after)
			}
		}
	}},
	{"pages go on from where they were, whatever is saved and deleted meanwhile", func(b *bench) {
		b.saveFindings("a", "c", "e")
		page, err := b.findings().List(b.ctx, store.FindingQuery{Limit: 2})
		b.must(err)
		b.saveFindings("b", "d")
		b.change("a", func(f *store.Finding) { f.Status = "RESOLVED" })
		if got := b.listed(store.FindingQuery{Limit: 2, After: page.Next}); fmt.Sprint(got) != "[d e]" {
			b.Fatalf("after a and c comes %q", got)
		}
	}},
	{"a list longer than the longest page has a next one", func(b *bench) {
		ids := numbered(0, store.MaxPage+3)
		b.saveFindings(ids...)
		page, err := b.findings().List(b.ctx, store.FindingQuery{Limit: 1 << 30})
		b.must(err)
		if len(page.Findings) != store.MaxPage || page.Next == "" {
			b.Fatalf("the page has %d findings, the next is %q", len(page.Findings), page.Next)
		}
		n := 0
		for f, err := range store.All(b.ctx, b.findings(), store.FindingQuery{}) {
			b.must(err)
			if f.ID != ids[n] {
				b.Fatalf("number %d is %s", n, f.ID)
			}
			n++
		}
		if n != len(ids) {
			b.Fatalf("All gives %d of %d", n, len(ids))
		}
	}},
	{"All ends when nobody wants more, and with the first error", func(b *bench) {
		b.saveFindings("a", "b", "c")
		n := 0
		for _, err := range store.All(b.ctx, b.findings(), store.FindingQuery{Limit: 1}) {
			b.must(err)
			if n++; n == 2 {
				break
			}
		}
		ctx, cancel := context.WithCancel(b.ctx)
		cancel()
		for _, err := range store.All(ctx, b.findings(), store.FindingQuery{}) {
			b.mustFail(err, context.Canceled)
			n++
		}
		if n != 3 {
			b.Fatalf("%d steps", n)
		}
	}},
	{"writers of one finding at once lose no change", func(b *bench) {
		b.saveFindings("a")
		const writers, each = 4, 5
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for range each {
					if err := b.append("a"); err != nil {
						b.Error(err)
					}
				}
			})
		}
		all.Wait()
		f, err := b.findings().Get(b.ctx, "a")
		b.must(err)
		if want := len(findingOf("a").Body) + writers*each; len(f.Body) != want || f.Version != 1+writers*each {
			b.Fatalf("%d bytes in version %d, want %d", len(f.Body), f.Version, want)
		}
	}},
}

// append adds a byte to a finding's body, as often as it takes.
func (b *bench) append(id string) error {
	for {
		f, err := b.findings().Get(b.ctx, id)
		if err != nil {
			return err
		}
		f.Body = append(f.Body, '+')
		if err = b.findings().Save(b.ctx, []store.Finding{f}); !isConflict(err) {
			return err
		}
	}
}
