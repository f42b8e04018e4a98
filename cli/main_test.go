package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sightline/cli"
)

// TestMain lets this binary be `sightline` for the scripts, and for tests that
// need a process of their own.
//
// Nothing here asks AWS: credentials of whoever runs the tests are put out of
// reach, also in the processes that tests start.
func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			os.Unsetenv(name)
		}
	}
	os.Setenv("AWS_CONFIG_FILE", os.DevNull)
	os.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	os.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	testscript.Main(m, map[string]func(){
		"sightline": func() { os.Exit(cli.Main(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// details is a real file of account authorization details.
const details = "../collect/file/testdata/authorization-details/example-authz-details.json"

// quickEnd keeps the race detector from waiting a second at the end of every
// process.
const quickEnd = "atexit_sleep_ms=10"

// A desk is a place to work: a home directory with no store in it yet.
type desk struct {
	t    *testing.T
	home string
	// program is another binary than this one, and environment what it gets
	// beside HOME; both may be empty. See serve.
	program     string
	environment []string
}

func newDesk(t *testing.T) *desk { return &desk{t: t, home: t.TempDir()} }

// An answer is what one command line printed, and its exit status.
type answer struct {
	status         int
	stdout, stderr string
}

func (d *desk) run(args ...string) answer { return d.runWith("", args...) }

func (d *desk) runWith(stdin string, args ...string) answer {
	var stdout, stderr bytes.Buffer
	status := cli.Main(args, []string{"HOME=" + d.home}, strings.NewReader(stdin), &stdout, &stderr)
	return answer{status, stdout.String(), stderr.String()}
}

// must runs a command line that has to end with a status.
func (d *desk) must(status int, args ...string) answer {
	d.t.Helper()
	a := d.run(args...)
	if a.status != status {
		d.t.Fatalf("sightline %q: status %d, want %d; stderr: %s", args, a.status, status, a.stderr)
	}
	return a
}

func (d *desk) storeDirectory() string { return filepath.Join(d.home, ".local", "share", "sightline") }

// state is what is stored, and which files are beside it.
func (d *desk) state() string {
	d.t.Helper()
	list := d.must(0, "snapshot", "list", "--output", "json").stdout
	entries, err := os.ReadDir(d.storeDirectory())
	if err != nil {
		d.t.Fatal(err)
	}
	for _, e := range entries {
		switch e.Name() {
		case "sightline.db", "sightline.db-wal", "sightline.db-shm":
		default:
			list += "stray file " + e.Name() + "\n"
		}
	}
	return list
}

// write makes a file in a directory of its own.
func (d *desk) write(name, content string) string {
	d.t.Helper()
	path := filepath.Join(d.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}
