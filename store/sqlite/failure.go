package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	driver "modernc.org/sqlite"
	code "modernc.org/sqlite/lib"
)

// final is an error that is already a sentence with the path and what to do.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// failure makes an operator's sentence of an error: what was attempted, which
// file, what to do. The cause stays within reach of errors.As.
func (s *Store) failure(doing string, err error) error {
	var f final
	if err == nil || errors.As(err, &f) {
		return err
	}
	if hint := s.hint(resultCode(err)); hint != "" {
		return fmt.Errorf("cannot %s the store %s: %s (%w)", doing, s.path, hint, err)
	}
	return fmt.Errorf("cannot %s the store %s: %w", doing, s.path, err)
}

func (s *Store) hint(result int) string {
	switch result {
	case code.SQLITE_BUSY, code.SQLITE_LOCKED:
		return fmt.Sprintf("another process has been writing to it for more than %s: try again when it is done", s.tuning.patience)
	case code.SQLITE_FULL:
		return "there is no space left: free some; what was stored before is unharmed"
	case code.SQLITE_IOERR:
		return "reading or writing failed: look at the disk and its space"
	case code.SQLITE_READONLY, code.SQLITE_PERM, code.SQLITE_CANTOPEN:
		return "its files cannot be written: make the file, its directory and any file of that name with -wal or -shm writable, or " + elsewhere
	case code.SQLITE_NOTADB:
		return "it is not a SQLite database: move it away, or " + elsewhere
	case code.SQLITE_CORRUPT:
		return "it is damaged: restore it from a copy, or move it away and scan again"
	}
	return ""
}

// resultCode is SQLite's primary result code, 0 if err is not SQLite's.
func resultCode(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func isBusy(err error) bool { return resultCode(err) == code.SQLITE_BUSY }

// untilFree runs try, again and again while another connection has the file
// locked, until the store's patience or ctx ends.
func (s *Store) untilFree(ctx context.Context, try func(context.Context) error) error {
	patience := time.After(s.tuning.patience)
	for {
		err := try(ctx)
		if !isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-patience:
			return err
		case <-time.After(time.Millisecond):
		}
	}
}
