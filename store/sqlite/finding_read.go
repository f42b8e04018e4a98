package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sightline/store"
)

const selectFinding = `SELECT id, analyzer_id, status, resource, account, kind, severity, updated_at, version, body FROM finding `

func (k findings) Get(ctx context.Context, id string) (store.Finding, error) {
	f, err := scanFinding(k.s.reads.QueryRowContext(ctx, selectFinding+"WHERE id = ?1", id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return f, store.NoFinding(id)
	}
	return f, k.s.failure("read from", err)
}

// Resolve reads ids alone first: a short prefix may be that of very many.
func (k findings) Resolve(ctx context.Context, prefix string) (store.Finding, error) {
	if prefix == "" {
		return store.Finding{}, store.NoFinding(prefix)
	}
	const begins = "SELECT id FROM finding WHERE id >= ?1 AND id < ?1 || '~' AND substr(id, 1, length(?1)) = ?1 ORDER BY id"
	rows, err := k.s.reads.QueryContext(ctx, begins, prefix)
	list, err := collect(rows, err, func(scan func(...any) error) (f store.Finding, err error) { return f, scan(&f.ID) })
	if err != nil {
		return store.Finding{}, k.s.failure("read from", err)
	}
	chosen, err := store.ChooseFinding(prefix, list)
	if err != nil {
		return store.Finding{}, err
	}
	return k.Get(ctx, chosen.ID)
}

func (k findings) List(ctx context.Context, q store.FindingQuery) (store.FindingPage, error) {
	c := conditionsOf(q)
	begin, given, err := q.Begin()
	switch {
	case err != nil:
		return store.FindingPage{}, err
	case given && q.Newest:
		c.add("(updated_at < ? OR updated_at = ? AND id > ?)", begin.UpdatedAt, begin.UpdatedAt, begin.ID)
	case given:
		c.add("id > ?", begin.ID)
	}
	order := " ORDER BY id LIMIT ?"
	if q.Newest {
		order = " ORDER BY updated_at DESC, id LIMIT ?"
	}
	rows, err := k.s.reads.QueryContext(ctx, selectFinding+c.where()+order, append(c.args, q.Page()+1)...) // one more, to know of a next page
	list, err := collect(rows, err, scanFinding)
	if err != nil {
		return store.FindingPage{}, k.s.failure("read from", err)
	}
	return pageOf(q, list), nil
}

func pageOf(q store.FindingQuery, list []store.Finding) store.FindingPage {
	if len(list) <= q.Page() {
		return store.FindingPage{Findings: list}
	}
	list = list[:q.Page()]
	return store.FindingPage{Findings: list, Next: q.PlaceOf(list[len(list)-1]).String()}
}

func (k findings) Count(ctx context.Context, q store.FindingQuery) (n int, err error) {
	c := conditionsOf(q)
	err = k.s.reads.QueryRowContext(ctx, "SELECT count(*) FROM finding "+c.where(), c.args...).Scan(&n)
	return n, k.s.failure("read from", err)
}

// conditions are the parts of a WHERE, with their arguments.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(part string, args ...any) {
	c.parts, c.args = append(c.parts, part), append(c.args, args...)
}

func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return "WHERE " + strings.Join(c.parts, " AND ")
}

// conditionsOf gives each list as one argument, whatever its length.
func conditionsOf(q store.FindingQuery) *conditions {
	c := &conditions{}
	for _, list := range []struct {
		column string
		values []string
	}{
		{"id", q.IDs},
		{"analyzer_id", q.Analyzers},
		{"status", q.Statuses},
		{"resource", q.Resources},
		{"account", q.Accounts},
		{"kind", q.Kinds},
		{"severity", q.Severities},
	} {
		if len(list.values) > 0 {
			c.add(list.column+" IN (SELECT value FROM json_each(?))", jsonList(list.values))
		}
	}
	return c
}

// jsonList leaves out what no column can hold, and JSON in SQLite would spell
// as something else.
func jsonList(values []string) string {
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !utf8.ValidString(v) || strings.ContainsRune(v, 0) })
	text, err := json.Marshal(values)
	if err != nil {
		panic(err) // a list of strings
	}
	return string(text)
}

// collect reads all rows.
func collect[T any](rows *sql.Rows, err error, read func(scan func(...any) error) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		one, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}

// scanFinding reads the columns of selectFinding.
func scanFinding(scan func(...any) error) (store.Finding, error) {
	var f store.Finding
	var updated int64
	err := scan(&f.ID, &f.Analyzer, &f.Status, &f.Resource, &f.Account, &f.Kind, &f.Severity, &updated, &f.Version, &f.Body)
	if err != nil {
		return store.Finding{}, err
	}
	f.UpdatedAt = time.UnixMilli(updated).UTC()
	return f.Clone(), nil
}
