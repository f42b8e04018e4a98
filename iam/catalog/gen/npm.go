package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The limits on the tarball and on what it unpacks to.
const (
	maxTarball  = 32 << 20
	maxUnpacked = 256 << 20
)

// fetch has npm download one package, so that npm's own settings (proxy,
// mirror) apply, and returns its files by their path below "package/".
func fetch(ctx context.Context, p pin) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "catalog-gen")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	tarball, err := npmPack(ctx, dir, p)
	if err != nil {
		return nil, err
	}
	if err := verify(tarball, p.integrity); err != nil {
		return nil, fmt.Errorf("%s@%s: %w", p.name, p.version, err)
	}
	return unpack(tarball)
}

func npmPack(ctx context.Context, dir string, p pin) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "npm", "pack", "--silent", "--ignore-scripts", p.name+"@"+p.version)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s@%s: %w\n%s", p.name, p.version, err, stderr.String())
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("npm pack left %d tarballs, want one", len(found))
	}
	f, err := os.Open(found[0])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAtMost(f, maxTarball)
}

// verify compares the tarball with the pinned integrity.
func verify(tarball []byte, integrity string) error {
	sum := sha512.Sum512(tarball)
	got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
	if got != integrity {
		return fmt.Errorf("the tarball's integrity is %s, pinned is %s: do not use it", got, integrity)
	}
	return nil
}

func unpack(tarball []byte) (map[string][]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, err
	}
	tr := tar.NewReader(io.LimitReader(zr, maxUnpacked))
	files := make(map[string][]byte)
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("tarball: %w", err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(tr)
		if err != nil {
			return nil, fmt.Errorf("tarball: %s: %w", h.Name, err)
		}
		files[strings.TrimPrefix(h.Name, "package/")] = data
	}
}

func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	return data, err
}
