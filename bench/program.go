package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// binary is the program, built as it is shipped.
type binary struct {
	path string
	size int64
}

// program builds the program from the source beside this module.
func (f *fixture) program() (*binary, error) {
	if f.built != nil {
		return f.built, nil
	}
	b := &binary{path: filepath.Join(f.dir, "sightline")}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.path, "./cmd/sightline")
	cmd.Dir, cmd.Env = "..", append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build ./cmd/sightline (is this run from the folder bench?): %w: %s", err, strings.TrimSpace(string(out)))
	}
	info, err := os.Stat(b.path)
	if err != nil {
		return nil, err
	}
	b.size = info.Size()
	f.built = b
	return b, nil
}

// coldGoal is issue 1's: an answer from a cold start within a second.
const coldGoal = 1e9

func coldRows(f *fixture) ([]row, error) {
	b, err := f.program()
	if err != nil {
		return nil, err
	}
	w, err := f.account()
	if err != nil {
		return nil, err
	}
	dsn := "sqlite://" + filepath.Join(f.dir, "cold.db")
	if _, err := child("run", b.path, "scan", "--from", w.files, "--store", dsn); err != nil {
		return nil, err
	}
	var cold, peaks, start figure
	for range f.reps { // by turns
		if err := turn(&cold, &peaks, b.path, "who-can", "*", w.buckets[0], "--store", dsn); err != nil {
			return nil, err
		}
		if err := turn(&start, nil, b.path, "version"); err != nil {
			return nil, err
		}
	}
	peaks.unit = bytesUnit
	return []row{
		row{what: "sightline who-can '*' BUCKET, the process, same account", ours: cold, other: start.of("sightline version")}.within(coldGoal),
		{what: "  its peak memory", ours: peaks},
	}, nil
}

// turn runs a program once and adds time and peak to figures.
func turn(times, peaks *figure, args ...string) error {
	t, p, err := children(1, append([]string{"run"}, args...)...)
	if err != nil {
		return err
	}
	times.values = append(times.values, t.values...)
	if peaks != nil {
		peaks.values = append(peaks.values, p.values...)
	}
	return nil
}
