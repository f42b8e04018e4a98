package sqlite

import (
	"context"
	"database/sql"

	"sightline/store"
)

type findings struct{ s *Store }

func (k findings) Save(ctx context.Context, list []store.Finding) error {
	for i := range list {
		if err := list[i].Check(); err != nil {
			return err
		}
	}
	err := k.s.write(ctx, func(tx *sql.Tx) error { return saveFindings(ctx, tx, list) })
	return k.s.failure("save findings in", err)
}

// saveFindings ends at the first finding that cannot be saved.
func saveFindings(ctx context.Context, tx *sql.Tx, list []store.Finding) error {
	insert, err := tx.Prepare(`INSERT INTO finding
		(analyzer_id, status, resource, account, kind, severity, updated_at, version, body, id)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING`)
	if err != nil {
		return err
	}
	defer insert.Close()
	update, err := tx.Prepare(`UPDATE finding SET
		analyzer_id = ?1, status = ?2, resource = ?3, account = ?4, kind = ?5, severity = ?6, updated_at = ?7, version = ?8, body = ?9
		WHERE id = ?10 AND version = ?8 - 1`)
	if err != nil {
		return err
	}
	defer update.Close()
	known := make(map[string]bool)
	for i := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := checkAnalyzer(tx, known, list[i].Analyzer); err != nil {
			return err
		}
		save := update
		if list[i].Version == 0 {
			save = insert
		}
		if err := saveFinding(save, list[i].Kept()); err != nil {
			return err
		}
	}
	return nil
}

func saveFinding(save *sql.Stmt, f store.Finding) error {
	done, err := save.Exec(f.Analyzer, f.Status, f.Resource, f.Account, f.Kind, f.Severity, f.UpdatedAt.UnixMilli(), f.Version, body(f.Body), f.ID)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return final{store.FindingChanged(f.ID)}
}

// checkAnalyzer looks for each analyzer of a batch once.
func checkAnalyzer(tx *sql.Tx, known map[string]bool, id string) error {
	if known[id] {
		return nil
	}
	var found bool
	if err := tx.QueryRow("SELECT count(*) > 0 FROM analyzer WHERE id = ?1", id).Scan(&found); err != nil {
		return err
	}
	if !found {
		return final{store.NoAnalyzer(id)}
	}
	known[id] = true
	return nil
}

func (k findings) DeleteOf(ctx context.Context, analyzer string) (int, error) {
	var n int64
	err := k.s.write(ctx, func(tx *sql.Tx) error {
		done, err := tx.Exec("DELETE FROM finding WHERE analyzer_id = ?1", analyzer)
		if err == nil {
			n, err = done.RowsAffected()
		}
		return err
	})
	if err != nil {
		return 0, k.s.failure("delete findings from", err)
	}
	return int(n), nil
}

// body is never NULL.
func body(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

var _ store.Findings = findings{}
