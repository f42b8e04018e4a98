package storetest

import (
	"errors"
	"strings"

	"sightline/store"
)

var findingSaving = []law{
	{"a finding comes back as it was saved, with the next version", func(b *bench) {
		b.analyzer("an")
		f := findingOf("a")
		f.UpdatedAt, f.Body = odd, []byte("any bytes \x00\xff")
		b.must(b.findings().Save(b.ctx, []store.Finding{f}))
		got, err := b.findings().Get(b.ctx, "a")
		b.must(err)
		f.UpdatedAt, f.Version = kept, 1
		b.wantSame(got, f)
		got.Status, got.Body = "RESOLVED", nil
		b.must(b.findings().Save(b.ctx, []store.Finding{got}))
		got.Version = 2
		again, err := b.findings().Get(b.ctx, "a")
		b.must(err)
		b.wantSame(again, got)
	}},
	{"nothing to save is saved", func(b *bench) { b.must(b.findings().Save(b.ctx, nil)) }},
	{"any text may stand in a column", func(b *bench) {
		b.analyzer("an")
		f := findingOf("a")
		f.Resource, f.Kind, f.Account, f.Severity = `quote " and ' and \ and %`, "line\nline <&>", "é 漢", ""
		b.must(b.findings().Save(b.ctx, []store.Finding{f}))
		b.wantFindings(store.FindingQuery{Resources: []string{f.Resource}, Kinds: []string{f.Kind}, Accounts: []string{f.Account}, Severities: []string{""}}, "a")
	}},
	{"a finding belongs to the store once saved, and to the caller once returned", func(b *bench) {
		b.analyzer("an")
		f := findingOf("a")
		b.must(b.findings().Save(b.ctx, []store.Finding{f}))
		f.Body[0] = 'X'
		got, err := b.findings().Get(b.ctx, "a")
		b.must(err)
		got.Body[0] = 'Y'
		if again, err := b.findings().Get(b.ctx, "a"); err != nil || again.Body[0] != '{' {
			b.Fatalf("the body became %q, %v", again.Body, err)
		}
	}},
	{"what cannot be saved is refused, and nothing of its batch is saved", func(b *bench) {
		b.saveFindings("old")
		for _, change := range []func(*store.Finding){
			func(f *store.Finding) { f.ID = "" },
			func(f *store.Finding) { f.ID = "a b" },
			func(f *store.Finding) { f.Analyzer = "" },
			func(f *store.Finding) { f.Version = -1 },
			func(f *store.Finding) { f.Resource = "\xff" },
			func(f *store.Finding) { f.Status = "a\x00" },
			func(f *store.Finding) { f.Kind = strings.Repeat("x", store.MaxColumn+1) },
			func(f *store.Finding) { f.Body = make([]byte, store.MaxBody+1) },
		} {
			bad := findingOf("bad")
			change(&bad)
			if err := b.findings().Save(b.ctx, []store.Finding{findingOf("good"), bad}); err == nil {
				b.Fatalf("%.80v is saved", bad)
			}
		}
		b.wantFindings(store.FindingQuery{}, "old")
	}},
	{"findings of an analyzer that is not there are refused", func(b *bench) {
		b.saveFindings("a")
		b.must(b.analyzers().Delete(b.ctx, "an"))
		b.mustFail(b.findings().Save(b.ctx, []store.Finding{findingOf("b")}), store.ErrNotFound)
		b.wantFindings(store.FindingQuery{})
	}},
	{"of two that change one finding, the second is told", func(b *bench) {
		b.saveFindings("a")
		one, err := b.findings().Get(b.ctx, "a")
		b.must(err)
		two := one.Clone()
		one.Status, two.Status = "ARCHIVED", "RESOLVED"
		b.must(b.findings().Save(b.ctx, []store.Finding{one}))
		b.mustFail(b.findings().Save(b.ctx, []store.Finding{two}), store.ErrConflict)
		b.wantFindings(store.FindingQuery{Statuses: []string{"ARCHIVED"}}, "a")
	}},
	{"a conflict leaves nothing of its batch", func(b *bench) {
		b.saveFindings("a", "b")
		b.change("b", func(f *store.Finding) { f.Status = "ARCHIVED" })
		stale := findingOf("b")
		stale.Version = 1
		first := findingOf("a")
		first.Version, first.Status = 1, "RESOLVED"
		b.mustFail(b.findings().Save(b.ctx, []store.Finding{findingOf("c"), first, stale}), store.ErrConflict)
		b.wantFindings(store.FindingQuery{}, "a", "b")
		b.wantFindings(store.FindingQuery{Statuses: []string{"RESOLVED"}})
	}},
	{"a finding that is new for two is new once", func(b *bench) {
		b.saveFindings("a")
		b.mustFail(b.findings().Save(b.ctx, []store.Finding{findingOf("a")}), store.ErrConflict)
		b.mustFail(b.findings().Save(b.ctx, []store.Finding{findingOf("b"), findingOf("b")}), store.ErrConflict)
		b.wantFindings(store.FindingQuery{}, "a")
	}},
	{"a finding that was deleted meanwhile is not made again", func(b *bench) {
		b.saveFindings("a")
		f, err := b.findings().Get(b.ctx, "a")
		b.must(err)
		_, err = b.findings().DeleteOf(b.ctx, "an")
		b.must(err)
		b.mustFail(b.findings().Save(b.ctx, []store.Finding{f}), store.ErrConflict)
	}},
}

var findingLookup = []law{
	{"an unknown finding is not found", func(b *bench) {
		b.saveFindings("abc")
		for _, id := range []string{"", "x", "ab", "abcd", "ABC", "%", "abc\x00"} {
			_, err := b.findings().Get(b.ctx, id)
			b.mustFail(err, store.ErrNotFound)
		}
	}},
	{"the beginning of an id names the finding, if only one begins so", func(b *bench) {
		b.saveFindings("abc1", "abd2", "x", "ab", "z_z")
		for prefix, id := range map[string]string{"abc": "abc1", "abc1": "abc1", "abd": "abd2", "x": "x", "ab": "ab", "z": "z_z"} {
			f, err := b.findings().Resolve(b.ctx, prefix)
			b.must(err)
			if f.ID != id || len(f.Body) == 0 || f.Version != 1 {
				b.Fatalf("%q names %+v, want %q", prefix, f, id)
			}
		}
		_, err := b.findings().Resolve(b.ctx, "a")
		b.mustFail(err, store.ErrAmbiguous)
		for _, prefix := range []string{"", "b", "AB", "%", "_", "abc12", "zz", "é", "abc1\x00"} {
			_, err := b.findings().Resolve(b.ctx, prefix)
			b.mustFail(err, store.ErrNotFound)
			if errors.Is(err, store.ErrAmbiguous) {
				b.Fatal("not found is also ambiguous")
			}
		}
	}},
	{"findings of one analyzer are deleted, and no others", func(b *bench) {
		b.saveFindings("a", "b", "c")
		b.analyzer("other")
		b.change("b", func(f *store.Finding) { f.Analyzer = "other" })
		n, err := b.findings().DeleteOf(b.ctx, "an")
		b.must(err)
		none, err := b.findings().DeleteOf(b.ctx, "nobody")
		b.must(err)
		if n != 2 || none != 0 {
			b.Fatalf("%d and %d were deleted, want 2 and 0", n, none)
		}
		b.wantFindings(store.FindingQuery{}, "b")
		b.wantAnalyzers("an", "other")
	}},
}
