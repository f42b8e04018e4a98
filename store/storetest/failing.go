package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing/iotest"
)

var errReader = errors.New("the reader failed")

var failing = []law{
	{"a reader that fails at once leaves nothing", func(b *bench) {
		b.mustFail(b.kept.Save(b.ctx, meta("a"), iotest.ErrReader(errReader)), errReader)
		b.wantIDs()
	}},
	{"a reader that fails in the middle leaves nothing", func(b *bench) {
		b.mustFail(b.kept.Save(b.ctx, meta("a"), failingAfter(2*chunk+5)), errReader)
		b.wantGone("a")
		b.wantIDs()
	}},
	{"a reader that ends unexpectedly leaves nothing", func(b *bench) {
		r := io.MultiReader(bytes.NewReader(content(1, 10)), iotest.ErrReader(io.ErrUnexpectedEOF))
		b.mustFail(b.kept.Save(b.ctx, meta("a"), r), io.ErrUnexpectedEOF)
		b.wantIDs()
	}},
	{"a reader that panics leaves nothing, and the store in use", func(b *bench) {
		func() {
			defer func() { _ = recover() }()
			_ = b.kept.Save(b.ctx, meta("a"), io.MultiReader(bytes.NewReader(content(1, 2*chunk)), panics{}))
		}()
		b.wantIDs()
		b.saveAll("b")
		b.wantIDs("b")
	}},
	{"a failed save leaves the former latest", func(b *bench) {
		b.saveAll("a", "b")
		b.mustFail(b.kept.Save(b.ctx, meta("c"), failingAfter(chunk+5)), errReader)
		b.wantIDs("b", "a")
		b.wantContent("b", []byte("content of b"))
	}},
	{"a failed save of a known id leaves its former content and place", func(b *bench) {
		b.saveAll("a", "b")
		m := meta("a")
		m.Accounts = 99
		b.mustFail(b.kept.Save(b.ctx, m, failingAfter(chunk+5)), errReader)
		b.wantIDs("b", "a")
		b.wantContent("a", []byte("content of a"))
		if _, got := b.open("a"); got.Accounts != 4 {
			b.Fatalf("Accounts became %d", got.Accounts)
		}
	}},
	{"a save goes well after one that failed", func(b *bench) {
		b.mustFail(b.kept.Save(b.ctx, meta("a"), failingAfter(chunk)), errReader)
		b.saveAll("a")
		b.wantContent("a", []byte("content of a"))
	}},
	{"a context that ended before leaves nothing", func(b *bench) {
		ctx, cancel := context.WithCancel(b.ctx)
		cancel()
		b.mustFail(b.kept.Save(ctx, meta("a"), bytes.NewReader(nil)), context.Canceled)
		b.wantIDs()
	}},
	{"a context that ends in the middle leaves nothing", func(b *bench) {
		ctx, cancel := context.WithCancel(b.ctx)
		r := io.MultiReader(bytes.NewReader(content(1, 2*chunk)), calls{cancel}, bytes.NewReader(content(2, 2*chunk)))
		b.mustFail(b.kept.Save(ctx, meta("a"), r), context.Canceled)
		b.wantGone("a")
		b.wantIDs()
	}},
	{"a context that ends with the last byte leaves nothing", func(b *bench) {
		ctx, cancel := context.WithCancel(b.ctx)
		r := io.MultiReader(bytes.NewReader(content(1, 10)), calls{cancel})
		b.mustFail(b.kept.Save(ctx, meta("a"), r), context.Canceled)
		b.wantIDs()
	}},
	{"every question fails once its context ended", func(b *bench) {
		b.saveAll("a")
		ctx, cancel := context.WithCancel(b.ctx)
		cancel()
		_, _, err := b.kept.Open(ctx, "a")
		b.mustFail(err, context.Canceled)
		_, err = b.kept.Latest(ctx)
		b.mustFail(err, context.Canceled)
		_, err = b.kept.List(ctx, 0)
		b.mustFail(err, context.Canceled)
		_, err = b.kept.Resolve(ctx, "a")
		b.mustFail(err, context.Canceled)
		b.mustFail(b.kept.Delete(ctx, "a"), context.Canceled)
		b.wantIDs("a")
	}},
}

func failingAfter(n int) io.Reader {
	return io.MultiReader(bytes.NewReader(content(9, n)), iotest.ErrReader(errReader))
}

type panics struct{}

func (panics) Read([]byte) (int, error) { panic("the reader panicked") }

// calls is an empty reader that calls f when it is read.
type calls struct{ f func() }

func (c calls) Read([]byte) (int, error) {
	c.f()
	return 0, io.EOF
}
