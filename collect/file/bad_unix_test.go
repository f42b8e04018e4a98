//go:build unix

package file

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestBadPaths(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "none.json"): "none.json: no such file or directory (check the path)",
		pipe:                            "pipe: is neither a file nor a directory but a named pipe (save its content in a file first)",
		"/dev/zero":                     "zero: is neither a file nor a directory but a device",
		empty:                           "empty: this directory holds nothing that can be scanned",
		filepath.Join(realAccount, "x"): "x: cannot be read: not a directory",
	} {
		if got := failure(t, path, Options{}); !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
