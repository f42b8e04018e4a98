package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing/iotest"

	"sightline/store"
)

var reading = []law{
	{"an unknown id is not found", func(b *bench) {
		b.saveAll("abc")
		for _, id := range []string{"", "x", "ab", "abcd", "ABC", "%", "abc\x00"} {
			_, _, err := b.kept.Open(b.ctx, id)
			b.mustFail(err, store.ErrNotFound)
		}
	}},
	{"the reader keeps the rules of readers", func(b *bench) {
		p := content(1, chunk+4321)
		b.save("a", p)
		r, _ := b.open("a")
		b.must(iotest.TestReader(r, p))
	}},
	{"a snapshot may be read by many at once, each from its beginning", func(b *bench) {
		p := content(1, chunk+10)
		b.save("a", p)
		var readers []io.Reader
		for range 5 {
			r, _ := b.open("a")
			readers = append(readers, r)
		}
		for _, r := range readers {
			got, err := io.ReadAll(r)
			b.must(err)
			if !bytes.Equal(got, p) {
				b.Fatal("the readers share their place")
			}
		}
	}},
	{"a reader may be closed early and twice, and reads no more", func(b *bench) {
		b.save("a", content(1, 3*chunk))
		r, _ := b.open("a")
		_, err := r.Read(make([]byte, 10))
		b.must(err)
		b.must(r.Close())
		b.must(r.Close())
		if n, err := r.Read(make([]byte, 10)); n != 0 || err == nil || errors.Is(err, io.EOF) {
			b.Fatalf("a closed reader gives %d bytes and %v", n, err)
		}
	}},
	{"a reader fails once its context ended", func(b *bench) {
		b.save("a", content(1, 3*chunk))
		ctx, cancel := context.WithCancel(b.ctx)
		r, _, err := b.kept.Open(ctx, "a")
		b.must(err)
		defer r.Close()
		_, err = r.Read(make([]byte, 10))
		b.must(err)
		cancel()
		_, err = io.ReadAll(r)
		b.mustFail(err, context.Canceled)
	}},
	{"a reader is not disturbed when its snapshot is deleted", func(b *bench) {
		p := content(1, 3*chunk)
		b.save("a", p)
		b.undisturbed("a", p, func() { b.must(b.kept.Delete(b.ctx, "a")) })
		b.wantGone("a")
	}},
	{"a reader is not disturbed when its snapshot is saved again", func(b *bench) {
		p := content(1, 3*chunk)
		b.save("a", p)
		b.undisturbed("a", p, func() { b.save("a", content(2, 2*chunk)) })
		b.wantContent("a", content(2, 2*chunk))
	}},
}

// undisturbed proves that a reader opened before f gives want after it.
func (b *bench) undisturbed(id string, want []byte, f func()) {
	b.Helper()
	r, _ := b.open(id)
	head := make([]byte, 10)
	_, err := io.ReadFull(r, head)
	b.must(err)
	f()
	rest, err := io.ReadAll(r)
	b.must(err)
	b.must(r.Close())
	if !bytes.Equal(append(head, rest...), want) {
		b.Fatal("the content changed while it was read")
	}
}
