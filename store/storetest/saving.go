package storetest

import (
	"bytes"
	"fmt"
	"strings"
	"testing/iotest"
	"time"

	"sightline/store"
)

var saving = []law{
	{"content of any length comes back byte for byte", func(b *bench) {
		for i, n := range []int{0, 1, 4096, chunk - 1, chunk, chunk + 1, 2*chunk + 7} {
			id := fmt.Sprint("s", n)
			b.save(id, content(uint64(i), n))
			b.wantContent(id, content(uint64(i), n))
		}
	}},
	{"content that cannot be packed comes back byte for byte", func(b *bench) {
		p := noise(chunk + 100)
		b.save("a", p)
		b.wantContent("a", p)
	}},
	{"content that packs a thousandfold comes back byte for byte", func(b *bench) {
		p := make([]byte, 3*chunk)
		b.save("a", p)
		b.wantContent("a", p)
	}},
	{"a reader that gives one byte at a time is read to its end", func(b *bench) {
		p := content(1, 3000)
		b.must(b.kept.Save(b.ctx, meta("a"), iotest.OneByteReader(bytes.NewReader(p))))
		b.wantContent("a", p)
	}},
	{"the bytes that come together with the end are kept", func(b *bench) {
		p := content(2, 3000)
		b.must(b.kept.Save(b.ctx, meta("a"), iotest.DataErrReader(bytes.NewReader(p))))
		b.wantContent("a", p)
	}},
	{"every field of the meta is kept", func(b *bench) {
		m := meta("a")
		m.Sample = true
		b.saveMeta(m, []byte("xyz"))
		m.Size = 3
		_, got := b.open("a")
		b.wantMeta(got, m)
		b.wantIDs("a")
		got, err := b.kept.Resolve(b.ctx, "a")
		b.must(err)
		b.wantMeta(got, m)
	}},
	{"times are kept to the millisecond, in UTC", func(b *bench) {
		m := meta("a")
		m.TakenAt = time.Date(2026, 3, 4, 5, 6, 7, 8_999_999, time.FixedZone("", 3600))
		m.SavedAt = time.Time{}
		b.saveMeta(m, nil)
		_, got := b.open("a")
		if want := time.Date(2026, 3, 4, 4, 6, 7, 8_000_000, time.UTC); got.TakenAt != want || !got.SavedAt.IsZero() {
			b.Fatalf("got %v and %v, want %v and the zero time", got.TakenAt, got.SavedAt, want)
		}
	}},
	{"size is counted, whatever the caller says", func(b *bench) {
		m := meta("a")
		m.Size = 99
		b.saveMeta(m, []byte("xyz"))
		if _, got := b.open("a"); got.Size != 3 {
			b.Fatalf("Size is %d, want 3", got.Size)
		}
	}},
	{"no sources come back as none", func(b *bench) {
		for id, sources := range map[string][]string{"nil": nil, "empty": {}} {
			m := meta(id)
			m.Sources = sources
			b.saveMeta(m, nil)
			if _, got := b.open(id); got.Sources != nil {
				b.Fatalf("Sources are %#v, want nil", got.Sources)
			}
		}
	}},
	{"any text may be the name of a source", func(b *bench) {
		m := meta("a")
		m.Sources = []string{"", `quote " and ' and \`, "line\nline", "é 漢 <>&", strings.Repeat("long ", 10_000)}
		b.saveMeta(m, nil)
		m.Size = 0
		_, got := b.open("a")
		b.wantMeta(got, m)
	}},
	{"sources belong to the store once saved, and to the caller once returned", func(b *bench) {
		m := meta("a")
		b.saveMeta(m, nil)
		m.Sources[0] = "changed by the saver"
		_, got := b.open("a")
		got.Sources[0] = "changed by the reader"
		if _, got = b.open("a"); got.Sources[0] != "b.json" {
			b.Fatalf("the first source became %q", got.Sources[0])
		}
	}},
	{"a meta that cannot be saved is refused and its content not read", func(b *bench) {
		low := meta("a")
		low.Accounts = -1
		for _, m := range []store.Meta{meta(""), meta("a b"), meta(strings.Repeat("x", 1000)), low} {
			r := strings.NewReader("content")
			if err := b.kept.Save(b.ctx, m, r); err == nil || r.Len() != len("content") {
				b.Fatalf("Save of %.20q: error %v, %d bytes left", m.ID, err, r.Len())
			}
		}
		b.wantIDs()
	}},
	{"ids that differ in case are different", func(b *bench) {
		b.save("ab", []byte("lower"))
		b.save("AB", []byte("upper"))
		b.wantContent("ab", []byte("lower"))
		b.wantContent("AB", []byte("upper"))
	}},
}

// noise returns n bytes that no packing makes smaller.
func noise(n int) []byte {
	var x uint64 = 88172645463325252
	p := make([]byte, n)
	for i := range p {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		p[i] = byte(x >> 32)
	}
	return p
}
