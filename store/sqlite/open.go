package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	driver "modernc.org/sqlite"

	"sightline/store"
)

// A Store is an open SQLite file. It is safe for concurrent use, and other
// processes may have the same file open. Open makes one.
type Store struct {
	path   string
	reads  *sql.DB
	writes *sql.DB // has one connection: writers of this process stand in line
	tuning tuning
}

// tuning is what tests vary.
type tuning struct {
	// patience is how long a writer waits for the others.
	patience time.Duration
	// pragmas are run, as "name(value)", on each writing connection.
	pragmas []string
}

// Open opens the store at path, relative or absolute, and brings its tables up
// to date. A missing file is made with mode 0600, a missing directory with
// 0700. It fails, naming the path and what to do, for a directory, a path that
// cannot be written, a file that is no SQLite database or that of another
// program, and a store that a newer Sightline made; these are left as they
// are.
func Open(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, tuning{patience: 30 * time.Second})
}

func open(ctx context.Context, path string, tuned tuning) (*Store, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the store %s: %w", path, err)
	}
	if err := prepareFile(abs); err != nil {
		return nil, err
	}
	s := &Store{path: abs, tuning: tuned}
	if err := s.connect(); err != nil {
		return nil, err
	}
	if err := s.makeReady(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// Snapshots returns the part of the store that keeps snapshots.
func (s *Store) Snapshots() store.Snapshots { return snapshots{s} }

// Findings returns the part of the store that keeps findings.
func (s *Store) Findings() store.Findings { return findings{s} }

// Analyzers returns the part of the store that keeps analyzers.
func (s *Store) Analyzers() store.Analyzers { return analyzers{s} }

// Close ends the use of the file. Readers that are still open hold it until
// they are closed.
func (s *Store) Close() error {
	return errors.Join(s.reads.Close(), s.writes.Close())
}

// connect opens nothing yet: connections are made when they are needed.
func (s *Store) connect() (err error) {
	if s.writes, err = s.pool(s.writeParams()); err != nil {
		return err
	}
	s.writes.SetMaxOpenConns(1)
	s.reads, err = s.pool(readParams())
	return err
}

func (s *Store) pool(params url.Values) (*sql.DB, error) {
	name, err := driverName(s.path, params)
	if err != nil {
		return nil, err
	}
	c, err := driver.NewConnector(name)
	if err != nil {
		return nil, fmt.Errorf("open the store %s: %w", s.path, err)
	}
	return sql.OpenDB(c), nil
}

// readWait is how long SQLite itself waits for the moments in which even a
// reader must, such as the recovery after a crash.
const readWait = 10 * time.Second

// writeWait is short, for a waiting writer must see that its context ended;
// untilFree repeats what was busy.
const writeWait = 50 * time.Millisecond

func readParams() url.Values {
	v := commonParams(readWait)
	v.Set("_query_only", "1")
	return v
}

func (s *Store) writeParams() url.Values {
	v := commonParams(writeWait)
	v.Set("_txlock", "immediate")
	v.Set("_sync", "FULL")
	v.Set("_fk", "1")
	v.Add("_pragma", "journal_size_limit(67108864)")
	for _, p := range s.tuning.pragmas {
		v.Add("_pragma", p)
	}
	return v
}

func commonParams(wait time.Duration) url.Values {
	v := url.Values{"_pragma": {"trusted_schema(0)"}}
	v.Set("_timeout", strconv.FormatInt(wait.Milliseconds(), 10))
	v.Set("_defensive", "1")
	v.Set("_dqs", "0")
	v.Set("_error_rc", "1")
	return v
}

var _ store.Store = (*Store)(nil)
