//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is sightline as a process of its own.
func (d *desk) process(args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		d.t.Fatal(err)
	}
	return &exec.Cmd{Path: self, Args: append([]string{"sightline"}, args...), Env: []string{"HOME=" + d.home, "GORACE=" + quickEnd}}
}

// finish waits for a process, but not for ever.
func finish(t *testing.T, c *exec.Cmd) {
	t.Helper()
	timer := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer timer.Stop()
	var failed *exec.ExitError
	if err := c.Wait(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
}

// TestSpecialFiles: pipes and devices are refused before they are opened, for
// reading them could hang or never end.
func TestSpecialFiles(t *testing.T) {
	d := stocked(t)
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/zero", "/dev/null"} {
		want := []string{path}
		d.refused(want, "scan", "--from", path)
		d.refused(want, "snapshot", "import", path)
		d.refused(want, "test", path)
		d.refused(want, "who-can", "*", "*", "--snapshot", path)
		d.refused(want, "version", "--config", path)
		d.refused(want, "version", "--catalog", path)
		d.refused(want, "snapshot", "list", "--store", "sqlite://"+path)
	}
}

// TestUnreadable asks for files that the user may not read, and writes where
// the user may not. Root may all of it, so root asks as somebody else.
func TestUnreadable(t *testing.T) {
	d := &desk{t: t, home: publicDirectory(t)}
	secret := filepath.Join(d.home, "secret.json")
	if err := os.WriteFile(secret, []byte(users(user("111111111111", "u"))), 0); err != nil {
		t.Fatal(err)
	}
	closed := filepath.Join(d.home, "closed")
	if err := os.Mkdir(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"scan", "--from", secret},
		{"snapshot", "import", secret},
		{"test", secret},
		{"who-can", "*", "*", "--snapshot", secret},
		{"version", "--config", secret},
		{"version", "--catalog", secret},
		{"snapshot", "list", "--store", "sqlite://" + secret},
		{"scan", "--from", "sample", "--store", "sqlite://" + closed + "/x.db"},
		{"scan", "--from", "sample", "--store", "sqlite://" + closed + "/x/y.db"},
	} {
		d.refusedToNobody(args)
	}
	if entries, err := os.ReadDir(closed); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func (d *desk) refusedToNobody(args []string) {
	d.t.Helper()
	var stdout, stderr bytes.Buffer
	c := d.process(args...)
	c.Stdout, c.Stderr = &stdout, &stderr
	if os.Geteuid() == 0 {
		c.Path = filepath.Join(d.home, "sightline")
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	if err := c.Start(); err != nil {
		d.t.Skipf("root reads every file, and no process of another user can be started here: %v", err)
	}
	finish(d.t, c)
	if c.ProcessState.ExitCode() != 2 || stdout.Len() > 0 || !strings.Contains(stderr.String(), "permission denied") {
		d.t.Errorf("%q: status %d, stdout %q, stderr %q", args, c.ProcessState.ExitCode(), stdout.String(), stderr.String())
	}
	checkLine(d.t, stderr.String())
}

// publicDirectory is one that every user may enter; for root it holds this
// program, which stands where others may not look.
func publicDirectory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sightline-test-")
	if err == nil {
		t.Cleanup(func() { os.RemoveAll(dir) })
		err = os.Chmod(dir, 0o755)
	}
	if err == nil && os.Geteuid() == 0 {
		err = copySelf(filepath.Join(dir, "sightline"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func copySelf(to string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	program, err := os.ReadFile(self)
	if err != nil {
		return err
	}
	return os.WriteFile(to, program, 0o755)
}

// TestFullOutput: an answer that could not be written is a failure.
func TestFullOutput(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("this system has no device that is always full: %v", err)
	}
	defer full.Close()
	d := stocked(t)
	for _, args := range [][]string{
		{"version"},
		{"version", "--output", "json"},
		{"--help"},
		{"can", "--help"},
		{"completion", "bash"},
		{"snapshot", "list"},
		{"what-can", "obama"},
		{"what-can", "obama", "--output", "json"},
		{"reach", "obama"},
		{"who-can", "*", "*"},
		{"can", "obama", "s3:GetObject"},
		{"serve", "--from", "sample", "--listen", "127.0.0.1:0"},
		{"test", "../testdata/cases"},
		{"test", "../testdata/cases", "--output", "json"},
		{"snapshot", "export", "latest", "-"},
		{"scan", "--from", details},
	} {
		var stderr bytes.Buffer
		c := d.process(args...)
		c.Stdout, c.Stderr = full, &stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		finish(t, c)
		if c.ProcessState.ExitCode() != 2 || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%q: status %d, stderr %q", args, c.ProcessState.ExitCode(), stderr.String())
		}
		checkLine(t, stderr.String())
		if args[0] == "scan" && !strings.Contains(stderr.String(), "is stored, but: ") {
			t.Errorf("does not say that it stored: %s", stderr.String())
		}
	}
}

// TestReaderGoesAway: as any filter, the program ends quietly by SIGPIPE when
// nobody reads its answer.
func TestReaderGoesAway(t *testing.T) {
	d := newDesk(t)
	d.must(3, "scan", "--from", "sample")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	var stderr bytes.Buffer
	c := d.process("who-can", "*", "*", "--output", "json")
	c.Stdout, c.Stderr = w, &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	finish(t, c)
	status := c.ProcessState.Sys().(syscall.WaitStatus)
	if !status.Signaled() || status.Signal() != syscall.SIGPIPE || stderr.Len() > 0 {
		t.Errorf("%v, stderr %q", c.ProcessState, stderr.String())
	}
}

// TestInterrupted sends signals at several moments of a scan: it is stored
// whole, also if the analyzers did not come to an end, or it says that nothing
// was.
func TestInterrupted(t *testing.T) {
	d := stocked(t)
	big := filepath.Join(t.TempDir(), "big")
	d.must(0, "generate-organization", "--accounts", "8", "--principals", "300", "--resources", "300", "--output-dir", big)
	before := d.state()
	interrupted := 0
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		for _, wait := range []time.Duration{20, 60, 120, 250} {
			var stderr bytes.Buffer
			c := d.process("scan", "--from", big)
			c.Stdout, c.Stderr = io.Discard, &stderr
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(wait * time.Millisecond)
			_ = c.Process.Signal(signal)
			finish(t, c)
			after := d.state()
			switch status := c.ProcessState.ExitCode(); {
			case status == 0, status == 3 && strings.Contains(stderr.String(), " is stored, but the analyzers did not come to an end"):
				before = after
			case after != before:
				t.Errorf("%v after %v: %v, and something was stored:\n%s", signal, wait, c.ProcessState, after)
			case status == 2:
				interrupted++
				if stderr.String() != "sightline: interrupted; nothing was stored\n" {
					t.Errorf("stderr %q", stderr.String())
				}
			case status != -1: // the signal came before the program listened to it
				t.Errorf("status %d, stderr %q", status, stderr.String())
			}
		}
	}
	if interrupted == 0 {
		t.Error("no scan was interrupted")
	}
}
