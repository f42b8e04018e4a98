package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"sightline/store"
)

// chunk is a likely length of a backend's parts; contents around it are tried.
const chunk = 1 << 20

// noon is the moment from which the times in the tests count.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// A bench is a store under test with the steps that laws are written in. Steps
// end the test when they fail.
type bench struct {
	testing.TB
	ctx   context.Context
	store store.Store
	kept  store.Snapshots
}

func newBench(t testing.TB, s store.Store) *bench {
	return &bench{t, context.Background(), s, s.Snapshots()}
}

// meta returns a filled Meta for an id.
func meta(id string) store.Meta {
	return store.Meta{
		ID: id, TakenAt: noon, SavedAt: noon.Add(time.Minute),
		Sources: []string{"b.json", "a.json"}, Accounts: 4, Identities: 40, Resources: 60, Gaps: 2,
	}
}

// content returns n bytes that look like a seed's own text: about half of it
// can be packed.
func content(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	p := make([]byte, n)
	for i := range p {
		p[i] = "0123456789abcdef"[r.IntN(16)]
	}
	return p
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) mustFail(err, kind error) {
	b.Helper()
	if !errors.Is(err, kind) {
		b.Fatalf("the error is %v, want one that is %q", err, kind)
	}
}

func (b *bench) save(id string, p []byte) { b.Helper(); b.saveMeta(meta(id), p) }

func (b *bench) saveMeta(m store.Meta, p []byte) {
	b.Helper()
	b.must(b.kept.Save(b.ctx, m, bytes.NewReader(p)))
}

// saveAll saves ids in this order, each with its own short content.
func (b *bench) saveAll(ids ...string) {
	b.Helper()
	for _, id := range ids {
		b.save(id, []byte("content of "+id))
	}
}

// open opens a snapshot and closes it with the test.
func (b *bench) open(id string) (io.ReadCloser, store.Meta) {
	b.Helper()
	r, m, err := b.kept.Open(b.ctx, id)
	b.must(err)
	b.Cleanup(func() { _ = r.Close() })
	return r, m
}

func (b *bench) read(id string) []byte {
	b.Helper()
	r, m := b.open(id)
	p, err := io.ReadAll(r)
	b.must(err)
	b.must(r.Close())
	if m.Size != int64(len(p)) {
		b.Fatalf("Size is %d, the content has %d bytes", m.Size, len(p))
	}
	return p
}

func (b *bench) wantContent(id string, want []byte) {
	b.Helper()
	if got := b.read(id); !bytes.Equal(got, want) {
		b.Fatalf("the content of %s is %.40q… (%d bytes), want %.40q… (%d bytes)", id, got, len(got), want, len(want))
	}
}

func (b *bench) wantMeta(got, want store.Meta) {
	b.Helper()
	if !reflect.DeepEqual(got, want) {
		b.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

// wantIDs proves List and Latest at once: they agree about the order.
func (b *bench) wantIDs(want ...string) {
	b.Helper()
	list, err := b.kept.List(b.ctx, 0)
	b.must(err)
	if got := ids(list); !reflect.DeepEqual(got, want) {
		b.Fatalf("List gives %q, want %q", got, want)
	}
	newest, err := b.kept.Latest(b.ctx)
	if len(want) == 0 {
		b.mustFail(err, store.ErrNotFound)
		return
	}
	b.must(err)
	b.wantMeta(newest, list[0])
}

func ids(list []store.Meta) (out []string) {
	for _, m := range list {
		out = append(out, m.ID)
	}
	return out
}
