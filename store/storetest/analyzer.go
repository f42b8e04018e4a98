package storetest

import (
	"context"
	"errors"
	"strings"

	"sightline/store"
)

func isConflict(err error) bool { return errors.Is(err, store.ErrConflict) }

var analyzers = []law{
	{"an analyzer comes back as it was saved, by id and by name", func(b *bench) {
		a := analyzerOf("a")
		a.Name, a.UpdatedAt, a.Body = "Any Näme", odd, []byte("any bytes \x00\xff")
		saved, err := b.analyzers().Save(b.ctx, a)
		b.must(err)
		a.UpdatedAt, a.Version = kept, 1
		b.wantSame(saved, a)
		got, err := b.analyzers().Get(b.ctx, "a")
		b.must(err)
		b.wantSame(got, a)
		got, err = b.analyzers().Named(b.ctx, a.Name)
		b.must(err)
		b.wantSame(got, a)
	}},
	{"what is saved with the version that was read counts as the next", func(b *bench) {
		a := b.analyzer("a")
		a.Body, a.Name = nil, "other name"
		saved, err := b.analyzers().Save(b.ctx, a)
		b.must(err)
		a.Version = 2
		b.wantSame(saved, a)
		got, err := b.analyzers().Get(b.ctx, "a")
		b.must(err)
		b.wantSame(got, a)
		_, err = b.analyzers().Named(b.ctx, "name-a")
		b.mustFail(err, store.ErrNotFound)
	}},
	{"analyzers are listed by name", func(b *bench) {
		b.wantAnalyzers()
		for id, name := range map[string]string{"1": "b", "2": "a", "3": "B"} {
			a := analyzerOf(id)
			a.Name = name
			_, err := b.analyzers().Save(b.ctx, a)
			b.must(err)
		}
		b.wantAnalyzers("3", "2", "1")
	}},
	{"a name, or an id, is taken once", func(b *bench) {
		b.analyzer("a")
		two := b.analyzer("b")
		twin := analyzerOf("c")
		twin.Name = "name-a"
		again := analyzerOf("a")
		again.Name = "new name"
		two.Name = "name-a"
		for _, a := range []store.Analyzer{analyzerOf("a"), twin, again, two} {
			_, err := b.analyzers().Save(b.ctx, a)
			b.mustFail(err, store.ErrExists)
		}
		b.wantAnalyzers("a", "b")
	}},
	{"of two that change one analyzer, the second is told", func(b *bench) {
		one := b.analyzer("a")
		two := one.Clone()
		_, err := b.analyzers().Save(b.ctx, one)
		b.must(err)
		_, err = b.analyzers().Save(b.ctx, two)
		b.mustFail(err, store.ErrConflict)
		b.must(b.analyzers().Delete(b.ctx, "a"))
		two.Version = 2
		_, err = b.analyzers().Save(b.ctx, two)
		b.mustFail(err, store.ErrConflict)
		b.wantAnalyzers()
	}},
	{"with an analyzer its findings are deleted", func(b *bench) {
		b.saveFindings("a", "b")
		b.analyzer("other")
		b.change("b", func(f *store.Finding) { f.Analyzer = "other" })
		b.must(b.analyzers().Delete(b.ctx, "an"))
		b.wantFindings(store.FindingQuery{}, "b")
		b.wantAnalyzers("other")
		b.mustFail(b.analyzers().Delete(b.ctx, "an"), store.ErrNotFound)
	}},
	{"an unknown analyzer is not found", func(b *bench) {
		b.analyzer("abc")
		for _, id := range []string{"", "ab", "abcd", "ABC", "%"} {
			_, err := b.analyzers().Get(b.ctx, id)
			b.mustFail(err, store.ErrNotFound)
			_, err = b.analyzers().Named(b.ctx, id)
			b.mustFail(err, store.ErrNotFound)
		}
	}},
	{"an analyzer that cannot be saved is refused", func(b *bench) {
		for _, change := range []func(*store.Analyzer){
			func(a *store.Analyzer) { a.ID = "" },
			func(a *store.Analyzer) { a.ID = "a/b" },
			func(a *store.Analyzer) { a.Name = "" },
			func(a *store.Analyzer) { a.Name = strings.Repeat("x", store.MaxColumn+1) },
			func(a *store.Analyzer) { a.Version = -1 },
			func(a *store.Analyzer) { a.Body = make([]byte, store.MaxBody+1) },
		} {
			a := analyzerOf("a")
			change(&a)
			if _, err := b.analyzers().Save(b.ctx, a); err == nil {
				b.Fatalf("%.80v is saved", a)
			}
		}
		b.wantAnalyzers()
	}},
	{"every question about analyzers and findings fails once its context ended", func(b *bench) {
		b.saveFindings("a")
		ctx, cancel := context.WithCancel(b.ctx)
		cancel()
		for name, err := range recordErrors(ctx, b.store) {
			if !errors.Is(err, context.Canceled) {
				b.Errorf("%s: %v", name, err)
			}
		}
		b.wantFindings(store.FindingQuery{}, "a")
		b.wantAnalyzers("an")
	}},
	{"a closed store fails for analyzers and findings, too", func(b *bench) {
		b.saveFindings("a")
		b.must(b.store.Close())
		for name, err := range recordErrors(b.ctx, b.store) {
			if err == nil || errors.Is(err, store.ErrNotFound) {
				b.Errorf("%s of a closed store: %v", name, err)
			}
		}
	}},
}

// recordErrors calls everything once, in ways that go well on a store with
// analyzer "an" and finding "a".
func recordErrors(ctx context.Context, s store.Store) map[string]error {
	errs := make(map[string]error)
	_, errs["Findings.Get"] = s.Findings().Get(ctx, "a")
	_, errs["Findings.Resolve"] = s.Findings().Resolve(ctx, "a")
	_, errs["Findings.List"] = s.Findings().List(ctx, store.FindingQuery{})
	_, errs["Findings.Count"] = s.Findings().Count(ctx, store.FindingQuery{})
	_, errs["Findings.DeleteOf"] = s.Findings().DeleteOf(ctx, "an")
	errs["Findings.Save"] = s.Findings().Save(ctx, []store.Finding{findingOf("b")})
	_, errs["Analyzers.Save"] = s.Analyzers().Save(ctx, analyzerOf("b"))
	_, errs["Analyzers.Get"] = s.Analyzers().Get(ctx, "an")
	_, errs["Analyzers.Named"] = s.Analyzers().Named(ctx, "name-an")
	_, errs["Analyzers.List"] = s.Analyzers().List(ctx)
	errs["Analyzers.Delete"] = s.Analyzers().Delete(ctx, "an")
	return errs
}
