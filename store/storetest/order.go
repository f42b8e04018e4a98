package storetest

import (
	"reflect"
	"time"
)

var order = []law{
	{"an empty store has no latest and lists nothing", func(b *bench) { b.wantIDs() }},
	{"the latest is the one saved last", func(b *bench) {
		b.saveAll("b", "c", "a")
		b.wantIDs("a", "c", "b")
	}},
	{"neither TakenAt nor SavedAt changes the order", func(b *bench) {
		for i, id := range []string{"new", "old", "middle"} {
			m := meta(id)
			m.TakenAt = noon.Add([]time.Duration{3, 1, 2}[i] * time.Hour)
			m.SavedAt = noon.Add([]time.Duration{30, 20, 10}[i] * time.Hour)
			b.saveMeta(m, nil)
		}
		b.wantIDs("middle", "old", "new")
	}},
	{"saving an id again keeps one, with the newer meta and content, as the latest", func(b *bench) {
		b.saveAll("a", "b")
		m := meta("a")
		m.SavedAt, m.Sources, m.Gaps, m.Sample = noon.Add(time.Hour), nil, 7, true
		b.saveMeta(m, []byte("newer"))
		b.wantIDs("a", "b")
		b.wantContent("a", []byte("newer"))
		m.Size = 5
		_, got := b.open("a")
		b.wantMeta(got, m)
	}},
	{"a shorter content leaves nothing of the longer that it replaces", func(b *bench) {
		b.save("a", content(1, 3*chunk))
		b.save("a", nil)
		b.wantContent("a", nil)
	}},
	{"a list may be limited", func(b *bench) {
		b.saveAll("a", "b", "c")
		for limit, want := range map[int][]string{0: {"c", "b", "a"}, 1: {"c"}, 2: {"c", "b"}, 3: {"c", "b", "a"}, 9: {"c", "b", "a"}} {
			list, err := b.kept.List(b.ctx, limit)
			b.must(err)
			if got := ids(list); !reflect.DeepEqual(got, want) {
				b.Fatalf("List with limit %d gives %q, want %q", limit, got, want)
			}
		}
	}},
}
