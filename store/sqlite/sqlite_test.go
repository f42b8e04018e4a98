package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sightline/store"
	"sightline/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t testing.TB) store.Store {
		return mustOpen(t, filepath.Join(t.TempDir(), "s.db"))
	})
}

func TestStoreKept(t *testing.T) {
	storetest.RunDurable(t, func(t testing.TB) func() store.Store {
		path := filepath.Join(t.TempDir(), "s.db")
		return func() store.Store { return mustOpen(t, path) }
	})
}

func mustOpen(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openTuned opens a store that is closed with the test.
func openTuned(t testing.TB, path string, patience time.Duration, pragmas ...string) *Store {
	t.Helper()
	s, err := open(t.Context(), path, tuning{patience, pragmas})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func saveText(ctx context.Context, s *Store, id, text string) error {
	return s.Snapshots().Save(ctx, store.Meta{ID: id}, strings.NewReader(text))
}

func mustSave(t testing.TB, s *Store, id, text string) {
	t.Helper()
	if err := saveText(t.Context(), s, id, text); err != nil {
		t.Fatal(err)
	}
}

func readText(t testing.TB, s *Store, id string) (string, error) {
	t.Helper()
	r, _, err := s.Snapshots().Open(t.Context(), id)
	if err != nil {
		return "", err
	}
	defer r.Close()
	p, err := io.ReadAll(r)
	return string(p), err
}

func wantText(t testing.TB, s *Store, id, want string) {
	t.Helper()
	if got, err := readText(t, s, id); err != nil || got != want {
		t.Fatalf("snapshot %s is %.40q, %v; want %.40q", id, got, err, want)
	}
}

func wantLatest(t testing.TB, s *Store, id string) {
	t.Helper()
	if m, err := s.Snapshots().Latest(t.Context()); err != nil || m.ID != id {
		t.Fatalf("the latest is %q, %v; want %q", m.ID, err, id)
	}
}

func wantError(t testing.TB, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error\n\t%v\nlacks %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error has several lines:\n%v", err)
	}
}

// rawExec changes a file behind the store's back.
func rawExec(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestConnectionsAreSetForSafety(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), time.Second)
	if _, err := s.Snapshots().List(t.Context(), 0); err != nil { // a connection learns its journal mode by reading
		t.Fatal(err)
	}
	for _, c := range []struct {
		db           *sql.DB
		pragma, want string
	}{
		{s.writes, "journal_mode", "wal"},
		{s.writes, "synchronous", "2"}, // FULL
		{s.writes, "foreign_keys", "1"},
		{s.writes, "trusted_schema", "0"},
		{s.reads, "journal_mode", "wal"},
		{s.reads, "query_only", "1"},
		{s.reads, "busy_timeout", "10000"},
	} {
		var got string
		if err := c.db.QueryRow("PRAGMA " + c.pragma).Scan(&got); err != nil || got != c.want {
			t.Errorf("%s is %q, %v; want %q", c.pragma, got, err, c.want)
		}
	}
}

func TestContentIsPackedIfThatMakesItSmaller(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), time.Second)
	role := `{"arn":"arn:aws:iam::111122223333:role/app"},`
	mustSave(t, s, "text", strings.Repeat(role, 20_000))
	mustSave(t, s, "noise", noise(chunkSize))
	for id, want := range map[string]string{"text": packedGzip, "noise": packedNone} {
		var packing string
		var length int
		row := s.reads.QueryRow("SELECT packing, length(content) FROM snapshot_chunk WHERE snapshot_id = ?1", id)
		if err := row.Scan(&packing, &length); err != nil || packing != want || length > chunkSize {
			t.Errorf("%s is packed as %s in %d bytes, %v; want %s", id, packing, length, err, want)
		}
	}
}

// noise returns n bytes that cannot be packed.
func noise(n int) string {
	r := rand.NewChaCha8([32]byte{1})
	p := make([]byte, n)
	_, _ = r.Read(p) // never fails
	return string(p)
}

// Damage that SQLite itself cannot see must not pass as a shorter snapshot.
func TestDamagedContentIsAnError(t *testing.T) {
	text := strings.Repeat("0123456789", 300_000)
	for _, c := range []struct{ sentence, damage, want string }{
		{"a chunk in the middle is missing", "DELETE FROM snapshot_chunk WHERE position = 1", "chunk 1 is missing"},
		{"the last chunk is missing", "DELETE FROM snapshot_chunk WHERE position = 2", "2097152 bytes, 3000000 were saved"},
		{"a chunk is cut", "UPDATE snapshot_chunk SET content = substr(content, 1, 100) WHERE position = 1", "chunk 1 is damaged"},
		{"a chunk's bytes changed", "UPDATE snapshot_chunk SET content = CAST(substr(content, 1, 20) || x'00ff00ff' || substr(content, 25) AS BLOB) WHERE position = 0", "chunk 0 is damaged"},
		{"the packing is unknown", "UPDATE snapshot_chunk SET packing = 'other'", `packed as "other"`},
		{"a chunk is too long", "UPDATE snapshot_chunk SET packing = 'none', content = zeroblob(1048577)", "a chunk of 1048577 bytes"},
		{"the sources are no list", "UPDATE snapshot SET sources = '{'", "the sources of snapshot a"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.db")
			s := openTuned(t, path, time.Second)
			mustSave(t, s, "a", text)
			rawExec(t, path, c.damage)
			_, err := readText(t, s, "a")
			wantError(t, err, c.want, path)
		})
	}
}

func TestAChunkThatUnpacksTooLongIsRefused(t *testing.T) {
	var long bytes.Buffer
	for range 8 {
		_, packed := newPacker().pack(make([]byte, chunkSize))
		long.Write(packed) // gzip members one after another are one content
	}
	if _, err := unpack(packedGzip, long.Bytes()); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Fatalf("the error is %v", err)
	}
}

func TestAnErrorOfTheReaderIsNotRewritten(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), time.Second)
	mine := errors.New("mine")
	err := s.Snapshots().Save(t.Context(), store.Meta{ID: "a"}, io.MultiReader(strings.NewReader("x"), failing{mine}))
	if !errors.Is(err, mine) {
		t.Fatalf("the error is %v", err)
	}
	wantError(t, err, "save snapshot a in", "read the snapshot's content: mine")
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
