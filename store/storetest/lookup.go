package storetest

import (
	"errors"

	"sightline/store"
)

var lookup = []law{
	{"the beginning of an id names the snapshot, if only one begins so", func(b *bench) {
		b.saveAll("abc1", "abd2", "x")
		b.wantResolved(map[string]string{"abc": "abc1", "abc1": "abc1", "abd": "abd2", "x": "x"})
	}},
	{"a beginning that several have is ambiguous", func(b *bench) {
		b.saveAll("abc1", "abd2", "x")
		for _, prefix := range []string{"a", "ab"} {
			_, err := b.kept.Resolve(b.ctx, prefix)
			b.mustFail(err, store.ErrAmbiguous)
			if errors.Is(err, store.ErrNotFound) {
				b.Fatal("ambiguous is also not found")
			}
		}
	}},
	{"a whole id names its snapshot, even if others begin with it", func(b *bench) {
		b.saveAll("ab", "abc", "abcd")
		b.wantResolved(map[string]string{"ab": "ab", "abc": "abc", "abcd": "abcd"})
	}},
	{"what no id begins with is not found", func(b *bench) {
		b.saveAll("abc1")
		for _, prefix := range []string{"b", "bc1", "abc12", "ABC", "abc1\x00", "é"} {
			b.wantUnresolved(prefix)
		}
	}},
	{"an empty beginning names nothing, even if there is only one", func(b *bench) {
		b.wantUnresolved("")
		b.saveAll("a")
		b.wantUnresolved("")
	}},
	{"there are no wildcards", func(b *bench) {
		b.saveAll("abc1")
		for _, prefix := range []string{"%", "_", "*", "?", "a%", "a_c", "[a]"} {
			b.wantUnresolved(prefix)
		}
		b.saveAll("x_1", "xy1")
		b.wantResolved(map[string]string{"x_": "x_1", "xy": "xy1"})
	}},
}

func (b *bench) wantResolved(want map[string]string) {
	b.Helper()
	for prefix, id := range want {
		got, err := b.kept.Resolve(b.ctx, prefix)
		b.must(err)
		if got.ID != id {
			b.Fatalf("%q names %q, want %q", prefix, got.ID, id)
		}
	}
}

func (b *bench) wantUnresolved(prefix string) {
	b.Helper()
	m, err := b.kept.Resolve(b.ctx, prefix)
	b.mustFail(err, store.ErrNotFound)
	if m.ID != "" || errors.Is(err, store.ErrAmbiguous) {
		b.Fatalf("%q gives %q and %v", prefix, m.ID, err)
	}
}
