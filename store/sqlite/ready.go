package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID, "Sgtl", stands in the header of the file and tells our
// databases from those of other programs.
const applicationID = 0x5367746c

// makeReady claims the file, sets its journal mode and brings its tables up to
// date. Each step is one transaction and looks first whether it is done, so a
// process killed between two is no matter, nor are two that open at once.
func (s *Store) makeReady(ctx context.Context) error {
	for _, step := range []struct {
		doing string
		run   func(context.Context) error
	}{
		{"open", s.claim},
		{"turn on write-ahead logging in", s.useWAL},
		{"bring up to date", s.migrate},
	} {
		if err := s.untilFree(ctx, step.run); err != nil {
			return s.failure(step.doing, err)
		}
	}
	syncDirectory(s.path)
	return nil
}

// claim marks an empty database as ours and refuses one that is not. It writes
// only if it must: opening a store never waits for a writer.
func (s *Store) claim(ctx context.Context) error {
	claimed, err := inquire(ctx, s.reads, s.claimed)
	if err != nil || claimed {
		return err
	}
	_, err = inquire(ctx, s.writes, s.markOurs)
	return err
}

// inquire runs ask in one transaction, so that all it reads is of one moment.
func inquire(ctx context.Context, db *sql.DB, ask func(context.Context, *sql.Tx) (bool, error)) (bool, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	answer, err := ask(ctx, tx)
	if err != nil {
		return false, err
	}
	return answer, tx.Commit()
}

func (s *Store) markOurs(ctx context.Context, tx *sql.Tx) (bool, error) {
	claimed, err := s.claimed(ctx, tx)
	if err != nil || claimed { // another process was first
		return claimed, err
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return true, err
}

// claimed reports whether the database is ours; one with no tables and no id
// is free.
func (s *Store) claimed(ctx context.Context, tx *sql.Tx) (bool, error) {
	var id, tables int64
	if err := tx.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return false, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return false, err
	}
	if id != applicationID && (id != 0 || tables != 0) {
		return false, final{fmt.Errorf("the store %s is the SQLite database of another program, it was left as it is: %s", s.path, elsewhere)}
	}
	return id == applicationID, nil
}

func (s *Store) useWAL(ctx context.Context) error {
	var mode string
	if err := s.writes.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return final{fmt.Errorf("the store %s is on a file system that cannot share memory between processes (a network drive?): %s", s.path, elsewhere)}
	}
	return nil
}

// migrate runs the migrations that the file lacks. If it fails because another
// process does the same, the next try finds the other's work done.
func (s *Store) migrate(ctx context.Context) (err error) {
	for range maxTries {
		var p *goose.Provider
		if p, err = s.migrator(); err != nil { // a Provider serves one try: it looks for its table once
			return err
		}
		var done bool
		if done, err = s.upToDate(ctx, p); err != nil || done {
			return err
		}
		_, err = p.Up(ctx)
	}
	return err
}

const maxTries = 4

func (s *Store) migrator() (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, s.writes, dir,
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}

// upToDate compares the schema's version with the newest that we know.
func (s *Store) upToDate(ctx context.Context, p *goose.Provider) (bool, error) {
	have, err := s.version(ctx)
	if err != nil {
		return false, err
	}
	sources := p.ListSources()
	want := sources[len(sources)-1].Version
	if have > want {
		return false, final{fmt.Errorf("the store %s was made by a newer Sightline (schema %d, this one knows %d), it was left as it is: use that version, or %s",
			s.path, have, want, elsewhere)}
	}
	return have == want, nil
}

// version is 0 while there is no table of versions.
func (s *Store) version(ctx context.Context) (v int64, err error) {
	var tables int
	const known = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '" + goose.DefaultTablename + "'"
	if err := s.writes.QueryRowContext(ctx, known).Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	const newest = "SELECT coalesce(max(version_id), 0) FROM " + goose.DefaultTablename
	err = s.writes.QueryRowContext(ctx, newest).Scan(&v)
	return v, err
}
