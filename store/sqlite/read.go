package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"sightline/store"
)

const selectMeta = `SELECT id, taken_at, saved_at, sources, accounts, identities, resources, gaps, sample, size FROM snapshot `

func (k snapshots) Open(ctx context.Context, id string) (io.ReadCloser, store.Meta, error) {
	r, err := k.s.openContent(ctx, id)
	if err != nil {
		return nil, store.Meta{}, k.s.failure("read from", err)
	}
	return r, r.meta.Clone(), nil
}

func (k snapshots) Latest(ctx context.Context) (store.Meta, error) {
	list, err := k.List(ctx, 1)
	if err != nil {
		return store.Meta{}, err
	}
	if len(list) == 0 {
		return store.Meta{}, store.Empty()
	}
	return list[0], nil
}

func (k snapshots) List(ctx context.Context, limit int) ([]store.Meta, error) {
	if limit <= 0 {
		limit = -1 // SQLite: no limit
	}
	return k.s.metas(ctx, selectMeta+"ORDER BY save_order DESC LIMIT ?1", limit)
}

func (k snapshots) Resolve(ctx context.Context, prefix string) (store.Meta, error) {
	list, err := k.s.metas(ctx, selectMeta+"WHERE substr(id, 1, length(?1)) = ?1 ORDER BY save_order DESC", prefix)
	if err != nil {
		return store.Meta{}, err
	}
	return store.Choose(prefix, list)
}

func (s *Store) metas(ctx context.Context, query string, arg any) ([]store.Meta, error) {
	rows, err := s.reads.QueryContext(ctx, query, arg)
	if err != nil {
		return nil, s.failure("read from", err)
	}
	defer rows.Close()
	var list []store.Meta
	for rows.Next() {
		m, err := scanMeta(rows.Scan)
		if err != nil {
			return nil, s.failure("read from", err)
		}
		list = append(list, m)
	}
	return list, s.failure("read from", rows.Err())
}

// scanMeta reads the columns of selectMeta.
func scanMeta(scan func(...any) error) (store.Meta, error) {
	var m store.Meta
	var taken, saved int64
	var sources string
	err := scan(&m.ID, &taken, &saved, &sources, &m.Accounts, &m.Identities, &m.Resources, &m.Gaps, &m.Sample, &m.Size)
	if err != nil {
		return store.Meta{}, err
	}
	if err := json.Unmarshal([]byte(sources), &m.Sources); err != nil {
		return store.Meta{}, fmt.Errorf("the sources of snapshot %s: %w", m.ID, err)
	}
	m.TakenAt, m.SavedAt = time.UnixMilli(taken), time.UnixMilli(saved)
	return m.Kept(m.Size), nil
}

// openContent begins a transaction, so that the row and its chunks are of one
// moment and stay so until the reader is closed.
func (s *Store) openContent(ctx context.Context, id string) (*content, error) {
	tx, err := s.reads.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	c := &content{s: s, ctx: ctx, tx: tx}
	c.meta, err = scanMeta(tx.QueryRowContext(ctx, selectMeta+"WHERE id = ?1", id).Scan)
	if err == nil {
		c.rows, err = tx.QueryContext(ctx, "SELECT position, packing, content FROM snapshot_chunk WHERE snapshot_id = ?1 ORDER BY position", id)
	}
	if err != nil {
		_ = tx.Rollback()
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = final{store.NotFound(id)}
	}
	return c, err
}

// content reads the chunks of one snapshot.
type content struct {
	s     *Store
	ctx   context.Context // of Open: it governs the reading too
	tx    *sql.Tx
	rows  *sql.Rows
	meta  store.Meta
	next  int64 // position of the chunk to come
	read  int64 // bytes unpacked so far
	plain []byte
	err   error
}

func (c *content) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	for len(c.plain) == 0 && c.err == nil {
		c.err = c.nextChunk()
	}
	n := copy(p, c.plain)
	c.plain = c.plain[n:]
	if n > 0 || len(p) == 0 {
		return n, nil
	}
	return 0, c.err
}

// nextChunk returns io.EOF only when all of the content was read.
func (c *content) nextChunk() error {
	if !c.rows.Next() {
		return c.end()
	}
	var position int64
	var packing string
	var packed []byte
	if err := c.rows.Scan(&position, &packing, &packed); err != nil {
		return c.failure(err)
	}
	if position != c.next {
		return c.failure(fmt.Errorf("chunk %d is missing", c.next))
	}
	plain, err := unpack(packing, packed)
	if err != nil {
		return c.failure(fmt.Errorf("chunk %d is damaged: %w", position, err))
	}
	c.plain, c.next, c.read = plain, c.next+1, c.read+int64(len(plain))
	return nil
}

func (c *content) end() error {
	if err := c.rows.Err(); err != nil {
		return c.failure(err)
	}
	if c.read != c.meta.Size {
		return c.failure(fmt.Errorf("it has %d bytes, %d were saved", c.read, c.meta.Size))
	}
	return io.EOF
}

func (c *content) failure(err error) error {
	if ended := c.ctx.Err(); ended != nil {
		return ended
	}
	return c.s.failure("read snapshot "+c.meta.ID+" from", err)
}

// Close frees the connection. Reading afterwards fails.
func (c *content) Close() error {
	err := c.rows.Close()
	_ = c.tx.Rollback() // nothing was written
	c.plain, c.err = nil, errors.New("read of a snapshot that was closed")
	return err
}
