package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is the built program, made once; the folder goes with TestMain.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "sightline-scan")
	if err != nil {
		return "", err
	}
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	args := []string{"build", "-o", filepath.Join(dir, "sightline")}
	if raced {
		args = append(args, "-race") // its races end the program with a status of its own
	}
	c := exec.Command("go", append(args, "./cmd/sightline")...)
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		return "", errors.New("build the program: " + string(out))
	}
	return filepath.Join(dir, "sightline"), nil
})

// result is what one run of the program gave.
type result struct {
	exit           int
	stdout, stderr string
	took           time.Duration
}

// desk is a store and the environment that a user has.
type desk struct {
	t     *testing.T
	store string
	env   []string
}

// atDesk prepares runs against an endpoint.
func atDesk(t *testing.T, endpoint string, env ...string) *desk {
	t.Helper()
	home := t.TempDir()
	return &desk{t: t, store: "sqlite://" + filepath.Join(home, "s.db"), env: append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "AWS_ENDPOINT_URL=" + endpoint,
		"AWS_ACCESS_KEY_ID=" + AccessKey, "AWS_SECRET_ACCESS_KEY=" + SecretKey, "AWS_REGION=" + Virginia,
		"AWS_EC2_METADATA_DISABLED=true",
	}, env...)}
}

// longest is after which time a run counts as hanging.
const longest = 90 * time.Second

// run runs the program with its answer in JSON.
func (d *desk) run(args ...string) result {
	d.t.Helper()
	path, err := program()
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	var stdout, stderr bytes.Buffer
	c := exec.CommandContext(ctx, path, append(args, "--output", "json", "--store", d.store)...)
	c.Env, c.Stdout, c.Stderr = d.env, &stdout, &stderr
	start := time.Now()
	err = c.Run()
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) {
		d.t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	return result{c.ProcessState.ExitCode(), stdout.String(), stderr.String(), time.Since(start)}
}

// answer is any answer of the program; a field that a verb does not have is
// empty.
type answerJSON struct {
	Decision       string
	DecidedBy      string
	MissingContext []string
	Incomplete     bool
	Principals     []struct{ Principal, Verdict string }
	Paths          []struct{ Target, Verdict string }
	Snapshot       string
	Accounts       int
	Identities     int
	Resources      int
	Gaps           []gapJSON
	NotCollected   []struct{ What, Source, Account string }
}

type gapJSON struct{ Account, Region, Call, Reason, MissingAction, Subject, Type string }

// ask runs a question and reads the answer.
func (d *desk) ask(args ...string) (answerJSON, result) {
	d.t.Helper()
	r := d.run(args...)
	var a answerJSON
	if r.exit != 2 {
		if err := json.Unmarshal([]byte(r.stdout), &a); err != nil {
			d.t.Errorf("%s: exit %d, no JSON: %v; standard error: %s", strings.Join(args, " "), r.exit, err, r.stderr)
		}
	}
	return a, r
}

// scan scans the organization and demands an exit status.
func (d *desk) scan(exit int, args ...string) answerJSON {
	d.t.Helper()
	a, r := d.ask(append([]string{"scan"}, args...)...)
	if r.exit != exit {
		d.t.Fatalf("scan %s: exit %d in %s, want %d; %s gaps %+v", strings.Join(args, " "), r.exit, r.took.Round(time.Millisecond), exit, r.stderr, a.Gaps)
	}
	return a
}

// twoRegions are those that have something in them: moto has many more.
const twoRegions = "--regions=" + Virginia + "," + Ireland
