package storetest

import (
	"bytes"
	"testing"

	"sightline/store"
)

var closing = []law{
	{"a closed store fails, and closes again without harm", func(b *bench) {
		b.saveAll("a")
		b.must(b.store.Close())
		b.must(b.store.Close())
		_, _, openErr := b.kept.Open(b.ctx, "a")
		_, latestErr := b.kept.Latest(b.ctx)
		_, listErr := b.kept.List(b.ctx, 0)
		_, resolveErr := b.kept.Resolve(b.ctx, "a")
		for name, err := range map[string]error{
			"Save": b.kept.Save(b.ctx, meta("b"), bytes.NewReader(nil)), "Delete": b.kept.Delete(b.ctx, "a"),
			"Open": openErr, "Latest": latestErr, "List": listErr, "Resolve": resolveErr,
		} {
			if err == nil {
				b.Errorf("%s of a closed store goes well", name)
			}
		}
	}},
}

// A durableLaw is proved on an empty place, which may be opened many times.
type durableLaw struct {
	sentence string
	prove    func(t testing.TB, open func() store.Store)
}

var durable = []durableLaw{
	{"what was saved is there when the store is opened again", func(t testing.TB, open func() store.Store) {
		with(t, open, func(b *bench) { b.saveAll("b", "a"); b.save("c", content(1, chunk+1)) })
		with(t, open, func(b *bench) {
			b.wantIDs("c", "a", "b")
			b.wantContent("c", content(1, chunk+1))
			b.must(b.kept.Delete(b.ctx, "c"))
		})
		with(t, open, func(b *bench) { b.wantIDs("a", "b"); b.saveAll("d"); b.wantIDs("d", "a", "b") })
	}},
	{"analyzers and findings are there when the store is opened again", func(t testing.TB, open func() store.Store) {
		with(t, open, func(b *bench) { b.saveFindings("a", "b") })
		with(t, open, func(b *bench) {
			b.wantFindings(store.FindingQuery{}, "a", "b")
			b.wantAnalyzers("an")
			b.change("a", func(f *store.Finding) { f.Status = "RESOLVED" })
		})
		with(t, open, func(b *bench) { b.wantFindings(store.FindingQuery{Statuses: []string{"ACTIVE"}}, "b") })
	}},
	{"what was saved is there although the store was never closed", func(t testing.TB, open func() store.Store) {
		first := open()
		defer first.Close()
		newBench(t, first).saveAll("a")
		with(t, open, func(b *bench) { b.wantIDs("a") })
	}},
	{"two that have the store open see what the other does", func(t testing.TB, open func() store.Store) {
		with(t, open, func(one *bench) {
			with(t, open, func(two *bench) {
				one.saveAll("a")
				two.wantIDs("a")
				two.saveAll("b")
				one.wantIDs("b", "a")
				one.must(one.kept.Delete(one.ctx, "b"))
				two.wantIDs("a")
			})
		})
	}},
	{"opening changes nothing", func(t testing.TB, open func() store.Store) {
		with(t, open, func(b *bench) { b.saveAll("a", "b") })
		for range 3 {
			with(t, open, func(b *bench) { b.wantIDs("b", "a") })
		}
	}},
}

func with(t testing.TB, open func() store.Store, do func(*bench)) {
	t.Helper()
	s := open()
	defer s.Close()
	do(newBench(t, s))
}
