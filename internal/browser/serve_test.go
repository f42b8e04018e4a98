package browser_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is the built program, made once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "sightline-browser")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "sightline")
	build := exec.Command("go", "build", "-trimpath", "-o", path, "./cmd/sightline")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		return "", errors.New("build the program: " + string(out))
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// fastRun skips what needs a browser, where that is not wanted.
func fastRun(t *testing.T) {
	t.Helper()
	if testing.Short() || os.Getenv("SIGHTLINE_FAST") == "1" {
		t.Skip("a fast run has no external parts: no browser is started")
	}
	for _, name := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Fatalf("%s is not installed: run `sh scripts/prepare.sh`, as make test does", name)
		}
	}
}

// patience is how long the program may take until it prints its link.
const patience = 30 * time.Second

var linkForm = regexp.MustCompile(`http://127\.0\.0\.1:\d+/sign-in\?token=\S+`)

// serve starts the program and returns its sign-in link.
func serve(t *testing.T, env []string, args ...string) (link string) {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	c := exec.CommandContext(ctx, path, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = patience
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AWS_EC2_METADATA_DISABLED=true"}, env...)
	var log strings.Builder
	c.Stderr = &log
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = c.Wait()
		if t.Failed() {
			t.Logf("the program's log:\n%s", log.String())
		}
	})
	return firstLink(t, out)
}

func firstLink(t *testing.T, out io.Reader) string {
	t.Helper()
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if link := linkForm.FindString(lines.Text()); link != "" {
				found <- link
			}
		}
	}()
	select {
	case link := <-found:
		return link
	case <-time.After(patience):
		t.Fatal("the program prints no sign-in link")
		return ""
	}
}

// walk runs a script of web/e2e. Its pictures go where SIGHTLINE_PICTURES
// says, if it says so.
func walk(t *testing.T, script string, env ...string) {
	t.Helper()
	pictures := os.Getenv("SIGHTLINE_PICTURES")
	if pictures == "" {
		pictures = t.TempDir()
	}
	c := exec.Command("node", "e2e/"+script, filepath.Join(pictures, strings.TrimSuffix(script, ".mjs")))
	c.Dir, c.Env = "../../web", append(os.Environ(), env...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", script, err, out)
	}
}
