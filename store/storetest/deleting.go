package storetest

import "sightline/store"

var deleting = []law{
	{"a deleted snapshot is gone from every answer", func(b *bench) {
		b.saveAll("a", "b", "c")
		b.must(b.kept.Delete(b.ctx, "b"))
		b.wantGone("b")
		b.wantIDs("c", "a")
		b.wantContent("a", []byte("content of a"))
		b.wantContent("c", []byte("content of c"))
	}},
	{"with the latest deleted, the one before is the latest", func(b *bench) {
		b.saveAll("a", "b")
		b.must(b.kept.Delete(b.ctx, "b"))
		b.wantIDs("a")
		b.saveAll("c")
		b.wantIDs("c", "a")
	}},
	{"a beginning becomes unambiguous when the other is deleted", func(b *bench) {
		b.saveAll("a1", "a2")
		b.must(b.kept.Delete(b.ctx, "a1"))
		b.wantResolved(map[string]string{"a": "a2"})
	}},
	{"an id that was deleted may be saved again", func(b *bench) {
		b.save("a", content(1, 2*chunk))
		b.must(b.kept.Delete(b.ctx, "a"))
		b.saveAll("a")
		b.wantContent("a", []byte("content of a"))
	}},
	{"only a whole id is deleted", func(b *bench) {
		b.saveAll("abc")
		for _, id := range []string{"", "a", "ab", "abcd", "%"} {
			b.mustFail(b.kept.Delete(b.ctx, id), store.ErrNotFound)
		}
		b.wantIDs("abc")
	}},
	{"deleting twice is not found", func(b *bench) {
		b.saveAll("a")
		b.must(b.kept.Delete(b.ctx, "a"))
		b.mustFail(b.kept.Delete(b.ctx, "a"), store.ErrNotFound)
	}},
}

func (b *bench) wantGone(id string) {
	b.Helper()
	_, _, err := b.kept.Open(b.ctx, id)
	b.mustFail(err, store.ErrNotFound)
	_, err = b.kept.Resolve(b.ctx, id)
	b.mustFail(err, store.ErrNotFound)
}
