package sqlite

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"sightline/store"
)

// hold begins a Save and keeps it in the middle until the returned function is
// called. Two Stores on one file have connections of their own and stand for
// two processes; TestTwoProcesses has real ones.
func hold(t *testing.T, s *Store, id string) (finish func() error) {
	t.Helper()
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- s.Snapshots().Save(context.Background(), store.Meta{ID: id}, r) }()
	if _, err := w.Write(make([]byte, chunkSize+1)); err != nil { // returns when it is read
		t.Fatal(err)
	}
	finish = func() error { _ = w.Close(); return <-done }
	t.Cleanup(func() { _ = w.CloseWithError(io.ErrClosedPipe) })
	return finish
}

func twoStores(t *testing.T, patience time.Duration) (one, two *Store) {
	path := filepath.Join(t.TempDir(), "s.db")
	return openTuned(t, path, time.Minute), openTuned(t, path, patience)
}

func TestReadersAreNotKeptWaitingByAWriter(t *testing.T) {
	one, two := twoStores(t, time.Minute)
	mustSave(t, one, "former", "text")
	finish := hold(t, one, "coming")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for range 20 {
		if m, err := two.Snapshots().Latest(ctx); err != nil || m.ID != "former" {
			t.Fatalf("the latest is %q, %v", m.ID, err)
		}
		wantText(t, two, "former", "text")
	}
	third, err := Open(ctx, one.path)
	must(t, err)
	defer third.Close()
	wantLatest(t, third, "former")
	must(t, finish())
	wantLatest(t, two, "coming")
}

func TestAReaderDoesNotKeepWritersWaiting(t *testing.T) {
	one, two := twoStores(t, time.Second)
	mustSave(t, one, "a", "text")
	r, _, err := one.Snapshots().Open(t.Context(), "a")
	must(t, err)
	mustSave(t, two, "b", "text")
	must(t, two.Snapshots().Delete(t.Context(), "a"))
	p, err := io.ReadAll(r)
	must(t, err)
	must(t, r.Close())
	if string(p) != "text" {
		t.Fatalf("the reader gives %q", p)
	}
}

func TestAWriterWaitsForTheOther(t *testing.T) {
	one, two := twoStores(t, time.Minute)
	finish := hold(t, one, "first")
	second := make(chan error, 1)
	go func() { second <- saveText(context.Background(), two, "second", "text") }()
	select {
	case err := <-second:
		t.Fatalf("the second did not wait: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	must(t, finish())
	must(t, <-second)
	wantLatest(t, one, "second")
}

func TestAWriterWaitsNoLongerThanItsPatience(t *testing.T) {
	one, two := twoStores(t, 300*time.Millisecond)
	finish := hold(t, one, "first")
	wantError(t, saveText(t.Context(), two, "second", "text"),
		two.path, "another process", "more than 300ms", "try again when it is done")
	wantError(t, two.Snapshots().Delete(t.Context(), "first"), two.path, "another process")
	must(t, finish())
	mustSave(t, two, "third", "text")
}

func TestAWriterOfTheSameProcessWaitsNoLonger(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), 300*time.Millisecond)
	finish := hold(t, s, "first")
	wantError(t, saveText(t.Context(), s, "second", "text"), s.path, "this process", "300ms")
	must(t, finish())
	mustSave(t, s, "third", "text")
}

func TestAWaitingWriterHeedsItsContext(t *testing.T) {
	one, two := twoStores(t, time.Minute)
	finish := hold(t, one, "first")
	for name, s := range map[string]*Store{"same process": one, "other process": two} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := saveText(ctx, s, "second", "text"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, finish())
}
