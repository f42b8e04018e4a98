package cli_test

import (
	"bytes"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadUsage are command lines that no verb takes.
func TestBadUsage(t *testing.T) {
	d := stocked(t)
	const anyone, bucket = "*", "arn:aws:s3:::b"
	for _, c := range []struct {
		want string
		args []string
	}{
		{`unknown command "scn"; did you mean scan`, []string{"scn"}},
		{`unknown command "frobnicate"`, []string{"frobnicate"}},
		{`unknown command "frobnicate"`, []string{"help", "frobnicate"}},
		{`unknown command "frobnicate"`, []string{"help", "snapshot", "frobnicate"}},
		{"unknown command", []string{"\x1b[31m\u202e"}},
		{"usage: sightline completion", []string{"completion"}},
		{`no shell "tcsh"`, []string{"completion", "tcsh"}},
		{"unknown flag: --colour", []string{"scan", "--colour"}},
		{"unknown flag: --colour", []string{"--colour"}},
		{"unknown shorthand flag", []string{"scan", "-x"}},
		{"flag needs an argument: --from", []string{"scan", "--from"}},
		{"flag needs an argument: --output", []string{"version", "--output"}},
		{`--output "yaml": the formats are table and json`, []string{"version", "--output", "yaml"}},
		{`--output ""`, []string{"version", "--output", ""}},
		{"usage: sightline scan", []string{"scan", details}},
		{"usage: sightline can PRINCIPAL ACTION [RESOURCE]", []string{"can"}},
		{"usage: sightline can PRINCIPAL ACTION [RESOURCE]", []string{"can", anyone}},
		{"usage: sightline can PRINCIPAL ACTION [RESOURCE]", []string{"can", anyone, "s3:GetObject", bucket, "x"}},
		{"usage: sightline who-can ACTION RESOURCE", []string{"who-can", "s3:GetObject"}},
		{"usage: sightline who-can ACTION RESOURCE", []string{"who-can", "s3:GetObject", bucket, "x"}},
		{"usage: sightline what-can PRINCIPAL", []string{"what-can"}},
		{"usage: sightline what-can PRINCIPAL", []string{"what-can", "a", "b"}},
		{"usage: sightline reach FROM [TO]", []string{"reach"}},
		{"usage: sightline reach FROM [TO]", []string{"reach", "a", "b", "c"}},
		{"usage: sightline test FILE", []string{"test"}},
		{"usage: sightline snapshot list|export|import", []string{"snapshot"}},
		{"usage: sightline snapshot export SNAPSHOT FILE", []string{"snapshot", "export", "latest"}},
		{"usage: sightline snapshot import FILE", []string{"snapshot", "import"}},
		{"usage: sightline snapshot list", []string{"snapshot", "list", "x"}},
		{"usage: sightline version", []string{"version", "x"}},
		{"no AWS credentials found", []string{"scan"}},
	} {
		d.refused([]string{c.want}, c.args...)
	}
}

// TestBadQuestions are questions with a slip in them; an answer "denied" or
// "nobody" would be wrong.
func TestBadQuestions(t *testing.T) {
	d := newDesk(t)
	d.must(3, "scan", "--from", "sample")
	const lake = "arn:aws:s3:::kestrel-data-lake"
	for _, c := range []struct {
		want string
		args []string
	}{
		{`principal "nobody": not in the snapshot`, []string{"can", "nobody", "s3:GetObject", lake}},
		{`principal "role/alice": not in the snapshot`, []string{"what-can", "role/alice"}},
		{`principal "arn:aws:iam::222233334444:role/nope": not in the snapshot`, []string{"what-can", "arn:aws:iam::222233334444:role/nope"}},
		{"an ARN has six parts", []string{"what-can", "arn:aws:iam::1"}},
		{"arn:aws:iam::222233334444:role/deploy, arn:aws:iam::333344445555:role/deploy; give the ARN", []string{"what-can", "deploy"}},
		{"give the ARN", []string{"reach", "role/deploy"}},
		{"give the ARN", []string{"can", "deploy", "s3:GetObject", lake}},
		{"i-0123", []string{"reach", "i-0123"}},
		{"i-0123", []string{"what-can", "i-0123"}},
		{`""`, []string{"what-can", ""}},
		{`principal "arn:aws:iam::222233334444:user/`, []string{"what-can", "arn:aws:iam::222233334444:user/\x1b[2J\u009b\u202e"}},
		{"", []string{"what-can", strings.Repeat("a", 1<<16)}},

		{lake + "?", []string{"who-can", "s3:GetObject", "arn:aws:s3:::kestrel-data-lakes"}},
		{"not in the snapshot", []string{"can", "alice", "s3:GetObject", "arn:aws:s3:::nope/key"}},
		{"not in the snapshot", []string{"reach", "alice", "arn:aws:s3:::nope"}},
		{`resource "kestrel-data-lake": not an ARN`, []string{"who-can", "s3:GetObject", "kestrel-data-lake"}},
		{"not an ARN", []string{"who-can", "s3:GetObject", "arn:aws:s3"}},
		{"not an ARN", []string{"can", "alice", "s3:GetObject", "arn:::::"}},
		{`reach to "nope"`, []string{"reach", "alice", "nope"}},

		{`action "s3": write one action`, []string{"can", "alice", "s3", lake}},
		{`action "s3:": write one action`, []string{"can", "alice", "s3:", lake}},
		{`action "s3:*": write one action`, []string{"can", "alice", "s3:*", lake}},
		{`action "s3:Get Object"`, []string{"can", "alice", "s3:Get Object", lake}},
		{`action "lists"`, []string{"who-can", "lists", lake}},
		{`action ""`, []string{"who-can", "", lake}},
		{`--service "s33": no such service`, []string{"what-can", "alice", "--service", "s33"}},

		{`--context "aws:SourceIp": write key=value`, []string{"can", "alice", "s3:GetObject", lake, "--context", "aws:SourceIp"}},
		{`--context "=x"`, []string{"can", "alice", "s3:GetObject", lake, "--context", "=x"}},
		{`--context "SourceIp=1.2.3.4"`, []string{"who-can", "s3:GetObject", lake, "--context", "SourceIp=1.2.3.4"}},
		{`--absent "SourceIp"`, []string{"what-can", "alice", "--absent", "SourceIp"}},
		{"--absent AWS:sourceip: the key is also given", []string{"reach", "alice", "--context", "aws:SourceIp=1.2.3.4", "--absent", "AWS:sourceip"}},
		{"--session: alice is no role", []string{"can", "alice", "s3:GetObject", lake, "--session", "x"}},
		{`--session "a b"`, []string{"can", "svc-web", "s3:GetObject", lake, "--session", "a b"}},

		{`"zzz"`, []string{"can", "alice", "s3:GetObject", lake, "--snapshot", "zzz"}},
		{"0000000", []string{"snapshot", "export", "00000000000000000000000000000000", filepath.Join(d.home, "x")}},
	} {
		d.refused([]string{c.want}, c.args...)
	}
}

// TestAmbiguousSnapshot asks for the beginning of two ids.
func TestAmbiguousSnapshot(t *testing.T) {
	d := newDesk(t)
	seen := make(map[byte]bool)
	for i := 0; ; i++ { // 17 ids begin with 16 digits
		path := d.write("u.json", users(user("111111111111", "u"+strings.Repeat("x", i))))
		out := d.must(0, "scan", "--from", path).stdout
		digit := strings.TrimPrefix(out, "Stored snapshot ")[0]
		if seen[digit] {
			d.refused([]string{"2 snapshots begin with \"" + string(digit)}, "what-can", "u", "--snapshot", string(digit))
			d.refused([]string{"2 snapshots begin with"}, "snapshot", "export", string(digit), filepath.Join(d.home, "x"))
			return
		}
		seen[digit] = true
	}
}

// TestBadStores names stores that are none, and checks that they are left as
// they are.
func TestBadStores(t *testing.T) {
	d := newDesk(t)
	dir := t.TempDir()
	foreign := d.write("notes.txt", "these are my notes, not a database; "+strings.Repeat("x", 4096))
	newer := filepath.Join(dir, "newer.db")
	d.must(0, "scan", "--from", details, "--store", "sqlite://"+newer)
	execute(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, 1)")
	other := filepath.Join(dir, "other.db")
	execute(t, other, "CREATE TABLE t (x)")
	for _, c := range []struct{ store, want string }{
		{"foreign://x", "is no SQLite store: write sqlite://PATH"},
		{"/tmp/x.db", "is no SQLite store: write sqlite://PATH"},
		{"sqlite://", "sqlite://PATH"},
		{"sqlite://:memory:", "sqlite://PATH"},
		{"postgres://host/db", "PostgreSQL is not part of this version"},
		{"sqlite://" + dir, "is a directory"},
		{"sqlite://" + foreign, "is not a SQLite database"},
		{"sqlite://" + foreign + "/x.db", "not a directory"},
		{"sqlite://" + other, "database of another program"},
		{"sqlite://" + newer, "was made by a newer Sightline (schema 999999"},
		{"sqlite:///dev/null", "is no regular file"},
	} {
		for _, args := range [][]string{{"scan", "--from", details}, {"snapshot", "list"}, {"what-can", "obama"}, {"serve", "--listen", "127.0.0.1:0"}} {
			path := strings.TrimPrefix(c.store, "sqlite://")
			before, _ := os.ReadFile(path)
			a := d.run(append(args, "--store", c.store)...)
			after, _ := os.ReadFile(path)
			if a.status != 2 || a.stdout != "" || !strings.Contains(a.stderr, c.want) {
				t.Errorf("%s --store %s: status %d, stdout %.80q, stderr %s", args, c.store, a.status, a.stdout, a.stderr)
			}
			checkLine(t, a.stderr)
			if !bytes.Equal(before, after) {
				t.Errorf("%s --store %s: the file was changed", args, c.store)
			}
		}
	}
	if a := d.run("scan", "--from", details, "--store", "sqlite:///proc/none/x.db"); a.status != 2 || !strings.Contains(a.stderr, "cannot make the directory") {
		t.Errorf("status %d, %s", a.status, a.stderr)
	}
}

// TestNoStore asks of stores that are not there: only verbs that store a first
// thing make one.
func TestNoStore(t *testing.T) {
	d := newDesk(t)
	at := filepath.Join(t.TempDir(), "none", "x.db")
	for _, args := range [][]string{
		{"snapshot", "list"},
		{"snapshot", "export", "latest", "-"},
		{"who-can", "*", "*"},
		{"findings", "list"},
		{"findings", "export"},
		{"findings", "rescan", "a"},
		{"findings", "archive", "a"},
		{"analyzers", "list"},
		{"analyzers", "delete", "a"},
		{"archive-rules", "list"},
	} {
		a := d.run(append(args, "--store", "sqlite://"+at)...)
		if a.status != 2 || a.stdout != "" || !strings.Contains(a.stderr, "there is no store at "+at+": give another --store") {
			t.Errorf("%s: status %d, %.80q, %s", args, a.status, a.stdout, a.stderr)
		}
		if a := d.run(args...); strings.Contains(a.stderr, "there is no store") {
			t.Errorf("%s at the default place: %s", args, a.stderr)
		}
	}
	for _, place := range []string{filepath.Dir(at), filepath.Join(d.home, ".local")} {
		if _, err := os.Stat(place); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s was made: %v", place, err)
		}
	}
	d.must(0, "analyzers", "create", "a", "--type", "external", "--zone", "organization", "--store", "sqlite://"+at)
	d.must(0, "analyzers", "list", "--store", "sqlite://"+at)
}

// execute changes a database as no Sightline would. The driver is the one that
// the program links.
func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
