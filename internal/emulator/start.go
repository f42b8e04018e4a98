package emulator

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// Emulator is a running emulator on loopback.
type Emulator struct {
	// Endpoint is its address: "http://127.0.0.1:40123".
	Endpoint string
	process  *exec.Cmd
}

// patience is how long the emulator may take until it listens.
const patience = 60 * time.Second

// Start starts the emulator for one test and stops it at its end. Without an
// emulator the test fails with the line that says how to install it; a fast
// run, which has no external parts, skips it.
func Start(t testing.TB) *Emulator {
	t.Helper()
	if reason := Skipped(); reason != "" {
		t.Skip(reason)
	}
	e, err := Run()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Stop)
	return e
}

// Skipped says why tests with the emulator are left out of this run; empty
// means that they are not.
func Skipped() string {
	if testing.Short() || os.Getenv("SIGHTLINE_FAST") == "1" { //nolint:forbidigo // an edge: test runs are told by the environment
		return "a fast run has no external parts: the AWS emulator is not started"
	}
	return ""
}

// Run starts the emulator on a free port and waits until it listens. Whoever
// calls it calls Stop.
func Run() (*Emulator, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	c := exec.Command("sh", filepath.Join(root, "scripts", "emulator.sh"), "serve", "", "0")
	c.Stdout, c.Stderr, c.SysProcAttr = write, write, ownGroup()
	err = c.Start()
	write.Close() // the child has its own: its end is the end of what we read
	if err != nil {
		read.Close()
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	e := &Emulator{process: c}
	if e.Endpoint, err = listening(read); err != nil {
		e.Stop()
		return nil, err
	}
	return e, nil
}

// Stop ends the emulator and everything that it started.
func (e *Emulator) Stop() {
	killGroup(e.process.Process)
	_ = e.process.Wait() // it was killed: that is no news
}

// listening reads what the emulator prints until it says where it listens, and
// goes on reading behind, so that it never waits for a reader.
func listening(from io.ReadCloser) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = from.Close() })
	address := regexp.MustCompile(`Running on (http://127\.0\.0\.1:\d+)`)
	lines, last := bufio.NewScanner(from), ""
	for lines.Scan() {
		last = lines.Text()
		if m := address.FindStringSubmatch(last); m != nil && stop() {
			go drain(from)
			return m[1], nil
		}
	}
	_ = from.Close() // only read from
	if ctx.Err() != nil {
		return "", fmt.Errorf("the emulator did not listen within %s; it printed last: %s", patience, last)
	}
	return "", errors.New(last)
}

func drain(from io.ReadCloser) {
	_, _ = io.Copy(io.Discard, from) // it ends when the emulator does
	_ = from.Close()
}

// moduleRoot is the folder of go.mod, from a test's folder upward.
func moduleRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module's root: %w", err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod in %s or above", start)
		}
	}
}
