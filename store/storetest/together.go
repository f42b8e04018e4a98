package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"sightline/store"
)

var together = []law{
	{"while a snapshot is saved nobody sees it, and readers do not wait", func(b *bench) {
		b.saveAll("former")
		r, w := io.Pipe()
		done := make(chan error, 1)
		go func() { done <- b.kept.Save(b.ctx, meta("coming"), r) }()
		_, err := w.Write(content(1, 2*chunk+1)) // returns when Save has read it
		b.must(err)
		b.wantIDs("former")
		b.wantGone("coming")
		b.wantContent("former", []byte("content of former"))
		b.must(w.Close())
		b.must(<-done)
		b.wantIDs("coming", "former")
		b.wantContent("coming", content(1, 2*chunk+1))
	}},
	{"savers, readers and deleters at once lose and mix nothing", func(b *bench) {
		const savers, each = 4, 6
		var all sync.WaitGroup
		for n := range savers {
			all.Go(func() { b.saveInTurn(n, each) })
		}
		for range savers {
			all.Go(func() { b.readAll(each) })
		}
		all.Wait()
		list, err := b.kept.List(b.ctx, 0)
		b.must(err)
		if want := savers * each / 2; len(list) != want {
			b.Fatalf("%d snapshots are left, want %d", len(list), want)
		}
		b.readAll(1)
	}},
	{"savers of one id at once leave one whole snapshot", func(b *bench) {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				p := content(7, chunk+70)
				if err := b.kept.Save(b.ctx, meta("a"), bytes.NewReader(p)); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
		b.wantIDs("a")
		b.wantContent("a", content(7, chunk+70))
	}},
}

// saveInTurn saves count snapshots and deletes every second. A snapshot's
// content is a function of its id, so that readers can tell whether it is whole.
func (b *bench) saveInTurn(saver, count int) {
	for i := range count {
		id := fmt.Sprintf("%d-%d", saver+1, i)
		if err := b.kept.Save(b.ctx, meta(id), bytes.NewReader(contentOf(id))); err != nil {
			b.Error(err)
		}
		if i%2 == 0 {
			continue
		}
		if err := b.kept.Delete(b.ctx, id); err != nil {
			b.Error(err)
		}
	}
}

// readAll reads everything that is listed, several times.
func (b *bench) readAll(times int) {
	for range times {
		list, err := b.kept.List(b.ctx, 0)
		if err != nil {
			b.Error(err)
		}
		for _, m := range list {
			if err := b.readWhole(m.ID); err != nil && !errors.Is(err, store.ErrNotFound) {
				b.Error(err)
			}
		}
	}
}

func (b *bench) readWhole(id string) error {
	r, _, err := b.kept.Open(b.ctx, id)
	if err != nil {
		return err
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err == nil && !bytes.Equal(got, contentOf(id)) {
		return fmt.Errorf("the content of %s is not what was saved", id)
	}
	return err
}

func contentOf(id string) []byte {
	return []byte(id + string(content(uint64(id[0])<<8|uint64(id[2]), 40_000)))
}
