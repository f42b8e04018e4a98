package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// resultsFile holds one JSON object a line, oldest first.
const resultsFile = "testdata/slow-results.jsonl"

// The outcomes of a part.
const (
	outcomePassed = "passed"
	outcomeFailed = "failed"
)

// result is one line of the results: which part ran where, and what came of it.
type result struct {
	Commit  string  `json:"commit"` // "-changed" is added if the tree has changes
	Seed    uint64  `json:"seed"`
	Part    int     `json:"part"`
	Name    string  `json:"name"`
	Count   int     `json:"count"` // cases, kills, or seconds of fuzzing
	Outcome string  `json:"outcome"`
	Seconds float64 `json:"seconds"`
	Date    string  `json:"date"`
}

func (p plan) runPart(part part, commit string) result {
	fmt.Printf("== part %d, %s, %d (SEED=%d)\n", part.number, part.name, part.count, p.seed)
	start := time.Now()
	c := exec.Command("go", append([]string{"test"}, part.args...)...)
	c.Env = append(os.Environ(), part.env...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	r := result{
		Commit: commit, Seed: p.seed, Part: part.number, Name: part.name, Count: part.count,
		Outcome: outcomePassed, Date: start.UTC().Format(time.DateOnly),
	}
	if err := c.Run(); err != nil {
		r.Outcome = outcomeFailed
	}
	r.Seconds = float64(time.Since(start).Milliseconds()) / 1000
	return r
}

// keep adds a line to the results.
func (p plan) keep(r result) error {
	if !p.record {
		return nil
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(resultsFile), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(resultsFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// passed names the parts that passed at a commit with a seed. A tree with
// changes is no place that can be found again, so nothing counts there.
func passed(commit string, seed uint64) (map[string]bool, error) {
	names := make(map[string]bool)
	f, err := os.Open(resultsFile)
	if errors.Is(err, fs.ErrNotExist) || strings.HasSuffix(commit, changed) {
		return names, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for number := 1; lines.Scan(); number++ {
		var r result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", resultsFile, number, err)
		}
		if r.Commit == commit && r.Seed == seed && r.Outcome == outcomePassed {
			names[r.Name] = true
		}
	}
	return names, lines.Err()
}

// changed marks a commit whose tree has changes.
const changed = "-changed"

// commit names the commit of the tree. The results themselves may differ.
func commit() (string, error) {
	head, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "", fmt.Errorf("which commit is this (git rev-parse): %w", err)
	}
	status, err := exec.Command("git", "status", "--porcelain", "--", ".", ":!"+resultsFile).Output()
	if err != nil {
		return "", fmt.Errorf("are there changes (git status): %w", err)
	}
	name := strings.TrimSpace(string(head))
	if len(status) > 0 {
		name += changed
	}
	return name, nil
}
