package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// A file of the web application, as it is and compressed.
type file struct {
	content, gzip []byte // gzip is nil where there is none
	tag, kind     string
}

// pages serves the web application: its files, and index.html for the
// addresses that the application makes up.
type pages map[string]*file

// newPages reads all files: they are few, and part of the program.
func newPages(ui fs.FS) (pages, error) {
	out := make(pages)
	if ui == nil {
		return out, nil
	}
	err := fs.WalkDir(ui, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gz") || path.Ext(name) == "" {
			return err
		}
		content, err := fs.ReadFile(ui, name)
		if err != nil {
			return err
		}
		compressed, err := fs.ReadFile(ui, name+".gz")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		sum := sha256.Sum256(content)
		out["/"+name] = &file{content, compressed, hex.EncodeToString(sum[:8]), kindOf(name)}
		return nil
	})
	return out, err
}

// ServeHTTP answers for everything that nothing else answers for.
func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		sayPlain(w, http.StatusMethodNotAllowed, "Pages are read; they take no "+r.Method+".")
		return
	}
	f := p[r.URL.Path]
	if f == nil && ofApplication(r.URL.Path) {
		f = p["/index.html"]
	}
	if f == nil {
		sayPlain(w, http.StatusNotFound, "There is no page of this name.")
		return
	}
	f.serve(w, r)
}

// ofApplication tells addresses that the application makes up from files. What
// is below its lists are names and ARNs, which may have dots.
func ofApplication(address string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	switch first {
	case "explore", "principals", "resources", "findings", "analyzers", "discovery":
		return true
	case "assets":
		return false
	default:
		return path.Ext(address) == ""
	}
}

// serve lets browsers keep a file and ask whether it changed: names carry no
// hash.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Encoding")
	content, tag := f.content, f.tag
	if f.gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content, tag = f.gzip, tag+"-gzip"
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

func kindOf(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}
