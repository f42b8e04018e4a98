package sqlite

import (
	"database/sql"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	"sightline/store"
)

// olderStore makes the file that a Sightline made which knew only the first
// migrations, with one snapshot in it.
func olderStore(t *testing.T, known ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s.db")
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	dir := fstest.MapFS{}
	for _, name := range known {
		text, err := fs.ReadFile(migrations, "migrations/"+name)
		must(t, err)
		dir[name] = &fstest.MapFile{Data: text}
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	must(t, err)
	_, err = p.Up(t.Context())
	must(t, err)
	rawExec(t, path, fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		"INSERT INTO snapshot VALUES ('old', 1, 0, 0, '[]', 1, 1, 1, 0, 0, 4)",
		"INSERT INTO snapshot_chunk VALUES ('old', 0, 'none', CAST('text' AS BLOB))")
	return path
}

func TestAnOlderStoreIsBroughtUpToDate(t *testing.T) {
	path := olderStore(t, "00001_snapshots.sql")
	s := openTuned(t, path, time.Second)
	wantText(t, s, "old", "text")
	a, err := s.Analyzers().Save(t.Context(), store.Analyzer{ID: "an", Name: "outside"})
	must(t, err)
	must(t, s.Findings().Save(t.Context(), []store.Finding{{ID: "f", Analyzer: a.ID}}))
	must(t, s.Close())
	again := openTuned(t, path, time.Second)
	wantLatest(t, again, "old")
	if n, err := again.Findings().Count(t.Context(), store.FindingQuery{}); n != 1 || err != nil {
		t.Errorf("%d findings, %v", n, err)
	}
}

// Lists go by an index where there may be hundreds of thousands of findings.
func TestListsUseIndexes(t *testing.T) {
	s := openTuned(t, filepath.Join(t.TempDir(), "s.db"), time.Second)
	for query, index := range map[string]string{
		"WHERE id > 'a' ORDER BY id LIMIT 10": "sqlite_autoindex_finding_1",
		"WHERE analyzer_id IN (SELECT value FROM json_each('[\"a\"]')) AND id > 'a' ORDER BY id LIMIT 10":             "finding_by_analyzer",
		"WHERE resource IN (SELECT value FROM json_each('[\"a\"]')) ORDER BY id LIMIT 10":                             "finding_by_resource",
		"WHERE (updated_at < 5 OR updated_at = 5 AND id > 'a') ORDER BY updated_at DESC, id LIMIT 10":                 "finding_by_time",
		"WHERE id >= 'ab' AND id < 'ab' || '~' AND substr(id, 1, length('ab')) = 'ab' ORDER BY id":                    "sqlite_autoindex_finding_1",
		"WHERE id IN (SELECT value FROM json_each('[\"a\"]')) AND status IN (SELECT value FROM json_each('[\"b\"]'))": "sqlite_autoindex_finding_1",
	} {
		rows, err := s.reads.Query("EXPLAIN QUERY PLAN " + selectFinding + query)
		plan, err := collect(rows, err, func(scan func(...any) error) (detail string, err error) {
			var id, parent, unused int
			return detail, scan(&id, &parent, &unused, &detail)
		})
		must(t, err)
		if text := fmt.Sprint(plan); !strings.Contains(text, index) {
			t.Errorf("%s\nis planned as %s, want it to use %s", query, text, index)
		}
	}
}
