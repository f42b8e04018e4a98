package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestParseDSN(t *testing.T) {
	for _, c := range []struct{ dsn, path, err string }{
		{"sqlite:///var/lib/s.db", "/var/lib/s.db", ""},
		{"sqlite://s.db", "s.db", ""},
		{"sqlite://dir/s.db", "dir/s.db", ""},
		{"sqlite://./s%20 ?#.db", "./s%20 ?#.db", ""},
		{"", "", "write sqlite://PATH"},
		{"s.db", "", "write sqlite://PATH"},
		{"sqlite:/s.db", "", "write sqlite://PATH"},
		{"SQLITE:///s.db", "", "write sqlite://PATH"},
		{"postgres://host/db", "", "write sqlite://PATH"},
		{"sqlite://", "", "names no file"},
		{"sqlite://:memory:", "", "needs a file"},
		{"sqlite://~/s.db", "", "~ is not expanded"},
		{"sqlite://a\x00b", "", "zero byte"},
	} {
		path, err := ParseDSN(c.dsn)
		if path != c.path || (err == nil) != (c.err == "") {
			t.Errorf("%q gives %q, %v; want %q", c.dsn, path, err, c.path)
		}
		if c.err != "" {
			wantError(t, err, c.err)
		}
	}
}

func TestANewStoreIsForItsOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	path := filepath.Join(dir, "s.db")
	s := openTuned(t, path, time.Second)
	mustSave(t, s, "a", "text")
	for name, want := range map[string]os.FileMode{dir: 0o700, filepath.Dir(dir): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		at, err := os.Stat(name)
		if err != nil || at.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", name, at.Mode().Perm(), err, want)
		}
	}
}

func TestAnyPathMayBeAStore(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"plain.db", "with space.db", "with?query=1&mode=memory", "with#hash", "with%41percent", "sub/é.db", "no-extension", ":memory:", "file:x"} {
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		mustSave(t, s, "a", "text")
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if at, err := os.Stat(path); err != nil || at.Size() == 0 {
			t.Errorf("%s: the file is not there: %v", path, err)
		}
	}
}

func TestAnEmptyFileIsANewStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	writeFile(t, path, "")
	mustSave(t, openTuned(t, path, time.Second), "a", "text")
}

// Each of these is refused with one line, and left as it was.
func TestWhatIsNoStoreIsRefused(t *testing.T) {
	for _, c := range []struct {
		sentence string
		make     func(t *testing.T, path string)
		want     []string
	}{
		{
			"a directory", func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) },
			[]string{"is a directory", "write sqlite://", "sightline.db"},
		},
		{
			"a text file", func(t *testing.T, path string) { writeFile(t, path, strings.Repeat("{}\n", 2000)) },
			[]string{"is not a SQLite database", "--store sqlite://PATH"},
		},
		{
			"a short file", func(t *testing.T, path string) { writeFile(t, path, "S") },
			[]string{"is not a SQLite database"},
		},
		{
			"a database's first bytes alone", func(t *testing.T, path string) { writeFile(t, path, magic) },
			[]string{"is not a SQLite database"},
		},
		{"a database with its inside overwritten", func(t *testing.T, path string) {
			openTuned(t, path, time.Second).Close()
			text, err := os.ReadFile(path)
			must(t, err)
			writeFile(t, path, string(text[:100])+strings.Repeat("x", len(text)-100))
		}, []string{"damaged", "restore it from a copy"}},
		{
			"the database of another program", func(t *testing.T, path string) { rawExec(t, path, "CREATE TABLE bookmarks (url TEXT)") },
			[]string{"another program", "--store sqlite://PATH"},
		},
		{
			"the empty database of another program", func(t *testing.T, path string) { rawExec(t, path, "PRAGMA application_id = 7") },
			[]string{"another program"},
		},
		{"the store of a newer version", func(t *testing.T, path string) {
			openTuned(t, path, time.Second).Close()
			rawExec(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
		}, []string{"newer Sightline", "schema 99, this one knows 2"}},
		{
			"a device", func(t *testing.T, path string) { must(t, os.Symlink(os.DevNull, path)) },
			[]string{"is no regular file"},
		},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.db")
			c.make(t, path)
			before := dump(t, path)
			_, err := Open(t.Context(), path)
			wantError(t, err, append(c.want, path)...)
			if dump(t, path) != before {
				t.Error("the file was changed")
			}
		})
	}
}

func TestAPathThatCannotBeWrittenIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, file, "text")
	for _, path := range []string{
		filepath.Join(file, "s.db"),
		filepath.Join(file, "deeper", "s.db"),
		filepath.Join(lockedDirectory(t), "s.db"),
		filepath.Join(lockedDirectory(t), "deeper", "s.db"),
		filepath.Join(t.TempDir(), strings.Repeat("long", 100)),
	} {
		_, err := Open(t.Context(), path)
		wantError(t, err, filepath.Dir(path), "--store sqlite://PATH")
	}
}

// lockedDirectory returns a directory in which this user cannot make files.
// Root can everywhere but in the likes of /proc.
func lockedDirectory(t *testing.T) string {
	if os.Geteuid() == 0 {
		return "/proc"
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o500))
	return dir
}

func TestManyMayOpenANewStoreAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := Open(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if err := saveText(t.Context(), s, "a", "text"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	wantText(t, openTuned(t, path, time.Second), "a", "text")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

// dump returns a regular file's bytes, and "" for anything else.
func dump(t testing.TB, path string) string {
	t.Helper()
	if at, err := os.Stat(path); err != nil || !at.Mode().IsRegular() {
		return ""
	}
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}
