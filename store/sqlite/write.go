package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"

	"sightline/store"
)

type snapshots struct{ s *Store }

func (k snapshots) Save(ctx context.Context, meta store.Meta, r io.Reader) error {
	if err := meta.Check(); err != nil {
		return err
	}
	err := k.s.write(ctx, func(tx *sql.Tx) error { return save(ctx, tx, meta, r) })
	return k.s.failure("save snapshot "+meta.ID+" in", err)
}

func (k snapshots) Delete(ctx context.Context, id string) error {
	err := k.s.write(ctx, func(tx *sql.Tx) error {
		found, err := remove(tx, id)
		if err == nil && !found {
			return final{store.NotFound(id)}
		}
		return err
	})
	return k.s.failure("delete a snapshot from", err)
}

// write runs do in one transaction, which is kept if do returns nil and ctx
// has not ended.
//
// The transaction itself is not bound to ctx: database/sql would roll it back
// in the background, and write would return before the file is free again.
func (s *Store) write(ctx context.Context, do func(*sql.Tx) error) error {
	conn, err := s.turn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := s.begin(ctx, conn)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.Commit()
}

// begin waits for the writers of other processes.
func (s *Store) begin(ctx context.Context, conn *sql.Conn) (tx *sql.Tx, err error) {
	err = s.untilFree(ctx, func(ctx context.Context) (err error) {
		tx, err = conn.BeginTx(context.WithoutCancel(ctx), nil)
		return err
	})
	return tx, err
}

// turn waits for this process's one writing connection.
func (s *Store) turn(ctx context.Context) (*sql.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, s.tuning.patience)
	defer cancel()
	conn, err := s.writes.Conn(waiting)
	if err != nil && waiting.Err() != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("this process has been writing to it for more than %s: try again when it is done", s.tuning.patience)
	}
	return conn, err
}

// save puts the row first, for the chunks refer to it, and fills in the size
// when it is known.
func save(ctx context.Context, tx *sql.Tx, meta store.Meta, r io.Reader) error {
	if _, err := remove(tx, meta.ID); err != nil {
		return err
	}
	if err := insert(tx, meta.Kept(0)); err != nil {
		return err
	}
	size, err := saveChunks(ctx, tx, meta.ID, r)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE snapshot SET size = ?1 WHERE id = ?2", size, meta.ID)
	return err
}

func insert(tx *sql.Tx, m store.Meta) error {
	sources, err := json.Marshal(m.Sources)
	if err != nil {
		return err
	}
	sample := 0
	if m.Sample {
		sample = 1
	}
	_, err = tx.Exec(`INSERT INTO snapshot
		(id, save_order, taken_at, saved_at, sources, accounts, identities, resources, gaps, sample, size)
		VALUES (?1, (SELECT coalesce(max(save_order), 0) + 1 FROM snapshot), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
		m.ID, m.TakenAt.UnixMilli(), m.SavedAt.UnixMilli(), string(sources),
		m.Accounts, m.Identities, m.Resources, m.Gaps, sample, m.Size)
	return err
}

// remove deletes a snapshot and, through the foreign key, its chunks.
func remove(tx *sql.Tx, id string) (found bool, err error) {
	done, err := tx.Exec("DELETE FROM snapshot WHERE id = ?1", id)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

var _ store.Snapshots = snapshots{}
