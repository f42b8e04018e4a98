package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sightline/web"
)

// sources lists what the build reads; scripts/finish.mjs has the same list.
func sources(t *testing.T) []string {
	t.Helper()
	names := []string{".npmrc", "index.html", "package-lock.json", "package.json", "tsconfig.json", "vite.config.ts"}
	for _, folder := range []string{"public", "scripts", "src"} {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				names = append(names, filepath.ToSlash(path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	return names
}

// TestDistIsCurrent needs no node: the build writes the fingerprint of its
// sources into dist/BUILD.
func TestDistIsCurrent(t *testing.T) {
	hash := sha256.New()
	for _, name := range sources(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(hash, "%s\n%d\n", name, len(text))
		hash.Write(text)
	}
	want := hex.EncodeToString(hash.Sum(nil))
	got, err := fs.ReadFile(web.Dist(), "BUILD")
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(got)) != want {
		t.Error("web/dist was built from other sources: run make web, and commit web/dist")
	}
}

// TestDistBuildsAgain builds once more and compares every file.
func TestDistBuildsAgain(t *testing.T) {
	if testing.Short() || os.Getenv("SIGHTLINE_FAST") != "" {
		t.Skip("a build of the pages needs node: only the fingerprint in dist/BUILD was compared")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed: only the fingerprint in dist/BUILD was compared")
	}
	if _, err := os.Stat(filepath.Join("node_modules", "vite")); err != nil {
		t.Skip("node_modules is not there (make web installs it): only the fingerprint in dist/BUILD was compared")
	}
	again := filepath.Join(t.TempDir(), "dist")
	build := exec.Command(npm, "run", "--silent", "build")
	build.Env = append(os.Environ(), "SIGHTLINE_WEB_DIST="+again)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the build failed: %v\n%s", err, out)
	}
	committed, built := tree(t, web.Dist()), tree(t, os.DirFS(again))
	for name, text := range built {
		if !bytes.Equal(committed[name], text) {
			t.Errorf("%s differs from what a fresh build makes: run make web", name)
		}
		delete(committed, name)
	}
	for name := range committed {
		t.Errorf("%s is in web/dist and a fresh build does not make it", name)
	}
}

// tree reads all files; compressed ones as what they hold, because another
// version of zlib may pack the same bytes in other ways.
func tree(t *testing.T, files fs.FS) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err == nil && strings.HasSuffix(path, ".gz") {
			text = unpack(t, path, text)
		}
		all[path] = text
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func unpack(t *testing.T, name string, packed []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if !reader.ModTime.IsZero() || reader.Name != "" {
		t.Errorf("%s carries a time or a name", name)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return text
}

// TestPackedFiles holds each .gz against the file beside it.
func TestPackedFiles(t *testing.T) {
	files := tree(t, web.Dist())
	for _, name := range []string{"index.html", "assets/app.js", "assets/app.css", "theme.js"} {
		if files[name] == nil || !bytes.Equal(files[name], files[name+".gz"]) {
			t.Errorf("%s and %s.gz are not the same, or not there", name, name)
		}
	}
}

// TestPageKeepsTheContentPolicy holds what `default-src 'none'; script-src
// 'self'; style-src 'self'` refuses against the page: scripts and styles
// written into it, and addresses of other hosts.
func TestPageKeepsTheContentPolicy(t *testing.T) {
	page, err := fs.ReadFile(web.Dist(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for what, pattern := range map[string]string{
		"an inline script":           `<script(?:\s[^>]*)?>[^<]`,
		"a script without src":       `<script>`,
		"a style block":              `<style`,
		"a style attribute":          `\sstyle=`,
		"an event handler":           `\son[a-z]+=`,
		"an address of another host": `(?:src|href)="(?:https?:)?//`,
	} {
		if found := regexp.MustCompile(pattern).Find(page); found != nil {
			t.Errorf("index.html holds %s: %s", what, found)
		}
	}
	script, err := fs.ReadFile(web.Dist(), "assets/app.js")
	if err != nil {
		t.Fatal(err)
	}
	if regexp.MustCompile(`\beval\(|new Function\(`).Match(script) {
		t.Error("assets/app.js calls eval")
	}
}
