package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Goals of issue 2: with AWS's clients the program stays small and builds on a
// fresh machine of two cores in reasonable time.
const (
	sizeGoal  = 40e6
	buildGoal = 5 * time.Minute
)

// buildRows measures the program as a file, and how long it takes to build it
// with nothing in the cache: once, since it is minutes of work. What it is
// compared with is the same without a change.
func buildRows(f *fixture) ([]row, error) {
	b, err := f.program()
	if err != nil {
		return nil, err
	}
	cache := filepath.Join(f.dir, "gocache")
	cold, err := f.build(cache)
	if err != nil {
		return nil, err
	}
	again, err := f.build(cache)
	if err != nil {
		return nil, err
	}
	return []row{
		row{what: "size of the stripped program", ours: figure{values: []float64{float64(b.size)}, unit: bytesUnit}}.within(sizeGoal),
		row{what: "go build, nothing cached", ours: cold, other: again.of("everything cached")}.within(float64(buildGoal)),
	}, nil
}

// build builds the program with a cache of its own, once.
func (f *fixture) build(cache string) (figure, error) {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(f.dir, "built"), "./cmd/sightline")
	cmd.Dir, cmd.Env = "..", append(os.Environ(), "CGO_ENABLED=0", "GOCACHE="+cache)
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return figure{}, fmt.Errorf("go build ./cmd/sightline: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return figure{values: []float64{float64(time.Since(start))}}, nil
}
