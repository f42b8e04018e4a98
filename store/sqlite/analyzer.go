package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"sightline/store"
)

type analyzers struct{ s *Store }

const selectAnalyzer = `SELECT id, name, updated_at, version, body FROM analyzer `

func (k analyzers) Save(ctx context.Context, a store.Analyzer) (store.Analyzer, error) {
	if err := a.Check(); err != nil {
		return store.Analyzer{}, err
	}
	kept := a.Kept()
	err := k.s.write(ctx, func(tx *sql.Tx) error { return saveAnalyzer(tx, kept) })
	if err != nil {
		return store.Analyzer{}, k.s.failure("save analyzer "+a.Name+" in", err)
	}
	return kept, nil
}

// saveAnalyzer looks first: the transaction is the only writer.
func saveAnalyzer(tx *sql.Tx, a store.Analyzer) error {
	var taken bool
	err := tx.QueryRow("SELECT count(*) > 0 FROM analyzer WHERE name = ?1 AND id <> ?2 OR id = ?2 AND ?3 = 1", a.Name, a.ID, a.Version).Scan(&taken)
	switch {
	case err != nil:
		return err
	case taken:
		return final{store.AnalyzerExists(a.Name)}
	}
	change := "UPDATE analyzer SET name = ?2, updated_at = ?3, version = ?4, body = ?5 WHERE id = ?1 AND version = ?4 - 1"
	if a.Version == 1 {
		change = "INSERT INTO analyzer (id, name, updated_at, version, body) VALUES (?1, ?2, ?3, ?4, ?5)"
	}
	done, err := tx.Exec(change, a.ID, a.Name, a.UpdatedAt.UnixMilli(), a.Version, body(a.Body))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return final{store.AnalyzerChanged(a.Name)}
}

func (k analyzers) Get(ctx context.Context, id string) (store.Analyzer, error) {
	return k.one(ctx, "WHERE id = ?1", id)
}

func (k analyzers) Named(ctx context.Context, name string) (store.Analyzer, error) {
	return k.one(ctx, "WHERE name = ?1", name)
}

func (k analyzers) one(ctx context.Context, where, arg string) (store.Analyzer, error) {
	a, err := scanAnalyzer(k.s.reads.QueryRowContext(ctx, selectAnalyzer+where, arg).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return a, store.NoAnalyzer(arg)
	}
	return a, k.s.failure("read from", err)
}

func (k analyzers) List(ctx context.Context) ([]store.Analyzer, error) {
	rows, err := k.s.reads.QueryContext(ctx, selectAnalyzer+"ORDER BY name")
	list, err := collect(rows, err, scanAnalyzer)
	return list, k.s.failure("read from", err)
}

// Delete removes the analyzer's findings, too, through the foreign key.
func (k analyzers) Delete(ctx context.Context, id string) error {
	err := k.s.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.Exec("DELETE FROM analyzer WHERE id = ?1", id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return final{store.NoAnalyzer(id)}
	})
	return k.s.failure("delete an analyzer from", err)
}

// scanAnalyzer reads the columns of selectAnalyzer.
func scanAnalyzer(scan func(...any) error) (store.Analyzer, error) {
	var a store.Analyzer
	var updated int64
	if err := scan(&a.ID, &a.Name, &updated, &a.Version, &a.Body); err != nil {
		return store.Analyzer{}, err
	}
	a.UpdatedAt = time.UnixMilli(updated).UTC()
	return a.Clone(), nil
}

var _ store.Analyzers = analyzers{}
