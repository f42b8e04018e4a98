//go:build unix

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestNoSpaceLeavesTheFormerLatest(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), time.Second, "max_page_count(1000)") // 4 MB
	mustSave(t, s, "former", "text")
	wantError(t, saveText(t.Context(), s, "big", noise(8<<20)), s.path, "save snapshot big", "no space left", "unharmed")
	wantLatest(t, s, "former")
	wantText(t, s, "former", "text")
	mustSave(t, s, "small", noise(1<<20))
	wantLatest(t, s, "small")
}

// A limit on the size of files makes writes fail in the operating system, as a
// full or broken disk does, and not in SQLite's own bookkeeping.
func TestAFailingDiskLeavesTheFormerLatest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	out, err := childCommand(t, "limited", path, 0).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !strings.Contains(string(out), "all as it should be") {
		t.Fatalf("the limited process said %q", out)
	}
	s := openTuned(t, path, time.Second) // and with the limit gone
	wantLatest(t, s, "small")
	wantText(t, s, "former", "text")
	mustSave(t, s, "big", noise(8<<20))
	wantLatest(t, s, "big")
}

func saveLimited(ctx context.Context, path string) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close()
	first := saveText(ctx, s, "former", "text")
	if err := limitFiles(4 << 20); err != nil {
		return err
	}
	big := saveText(ctx, s, "big", noise(8<<20))
	if first != nil || big == nil {
		return fmt.Errorf("the first save: %v; the big save: %v", first, big)
	}
	if m, err := s.Snapshots().Latest(ctx); err != nil || m.ID != "former" {
		return errors.Join(err, fmt.Errorf("the latest is %q", m.ID))
	}
	if err := saveText(ctx, s, "small", noise(1<<20)); err != nil {
		return fmt.Errorf("the small save: %w", err)
	}
	fmt.Println("all as it should be; the big save said:", big)
	return nil
}

// limitFiles makes every write beyond that many bytes of a file fail.
func limitFiles(bytes uint64) error {
	signal.Ignore(syscall.SIGXFSZ) // write then fails with EFBIG
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = bytes
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

// A commit that fails can leave SQLite within the transaction; the driver must
// end it. Unmet foreign keys, looked at only then, make it fail.
func TestAFailedCommitLeavesTheStoreInUse(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), time.Second)
	err := s.write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`PRAGMA defer_foreign_keys = ON;
			INSERT INTO snapshot_chunk VALUES ('unknown', 0, 'none', x'00')`)
		return err
	})
	wantError(t, err, "FOREIGN KEY")
	mustSave(t, s, "a", "text")
	wantLatest(t, s, "a")
}
