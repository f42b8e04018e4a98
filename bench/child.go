package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"sightline/access/permission"
	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/snapshot"
)

// childWord makes this program a child of itself: some things must be measured
// in a process that has done nothing else.
const childWord = "child"

// A report is what a child says of its work.
type report struct {
	Nanoseconds int64
	// Peak is the greatest resident size, in bytes; 0 if the system does not
	// tell.
	Peak int64
	// Count of what was made, so that the work cannot be left out.
	Count int
}

// jobs are what a child can do. Each gives the time of what is measured.
func jobs() map[string]func(args []string) (report, error) {
	return map[string]func([]string) (report, error){
		"decode":    decodeJob,
		"documents": documentsJob,
		"json":      jsonJob,
		"who":       whoJob,
		"run":       runJob,
	}
}

func childMain(args []string, out, errs io.Writer) int {
	if len(args) == 0 || jobs()[args[0]] == nil {
		fmt.Fprintln(errs, "bench: this is no job of a child:", args)
		return 2
	}
	r, err := jobs()[args[0]](args[1:])
	if err == nil {
		if r.Peak == 0 {
			r.Peak = peak("self")
		}
		err = json.NewEncoder(out).Encode(r)
	}
	if err != nil {
		fmt.Fprintln(errs, "bench:", err)
		return 2
	}
	return 0
}

// child runs one job in a process of its own.
func child(args ...string) (report, error) {
	var r report
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	var errs bytes.Buffer
	cmd := exec.Command(self, append([]string{childWord}, args...)...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &r)
	}
	if err == nil && r.Count == 0 {
		err = errors.New("it made nothing")
	}
	if err != nil {
		return r, fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(errs.String()))
	}
	return r, nil
}

// children runs a job in several rounds and gives its times and peaks.
func children(rounds int, args ...string) (times, peaks figure, err error) {
	peaks.unit = bytesUnit
	for range rounds {
		r, err := child(args...)
		if err != nil {
			return times, peaks, err
		}
		times.values = append(times.values, float64(r.Nanoseconds))
		if r.Peak > 0 {
			peaks.values = append(peaks.values, float64(r.Peak))
		}
	}
	return times, peaks, nil
}

// peak is a process's VmHWM in bytes.
func peak(pid string) int64 {
	text, _ := os.ReadFile("/proc/" + pid + "/status") // missing where there is no such file
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kib << 10
		}
	}
	return 0
}

// decodeJob loads and indexes a snapshot.
func decodeJob(args []string) (report, error) {
	start := time.Now()
	s, err := decodeFile(args[0])
	if err != nil {
		return report{}, err
	}
	return report{Nanoseconds: int64(time.Since(start)), Count: s.Counts().Resources}, nil
}

// documentsJob also parses every policy document, which a snapshot puts off
// until somebody asks.
func documentsJob(args []string) (report, error) {
	start := time.Now()
	s, err := decodeFile(args[0])
	if err != nil {
		return report{}, err
	}
	count := 0
	for key := range s.Data().Documents {
		count += len(s.Document(key).Statements)
	}
	return report{Nanoseconds: int64(time.Since(start)), Count: count}, nil
}

// jsonJob decodes the same bytes with encoding/json into the same types, and
// builds no index.
func jsonJob(args []string) (report, error) {
	start := time.Now()
	text, err := os.ReadFile(args[0])
	if err != nil {
		return report{}, err
	}
	var d snapshot.Data
	if err := json.Unmarshal(text, &d); err != nil {
		return report{}, err
	}
	return report{Nanoseconds: int64(time.Since(start)), Count: len(d.Resources)}, nil
}

// whoJob asks the first question of a snapshot that was just loaded.
func whoJob(args []string) (report, error) {
	s, err := decodeFile(args[0])
	if err != nil {
		return report{}, err
	}
	start := time.Now()
	holders, err := who(permission.New(s, eval.New(), catalog.Embedded()), args[1])
	return report{Nanoseconds: int64(time.Since(start)), Count: len(holders)}, err
}

// runJob runs a program from a process that is itself small: on Linux a child's
// peak would otherwise count that of the process it was forked from.
func runJob(args []string) (report, error) {
	var errs bytes.Buffer
	cmd := exec.Command(args[0], args[1:]...)
	var size countingWriter
	cmd.Stdout, cmd.Stderr = &size, &errs
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return report{}, fmt.Errorf("%w: %s", err, strings.TrimSpace(errs.String()))
	}
	return report{Nanoseconds: int64(time.Since(start)), Peak: peakOf(cmd.ProcessState), Count: int(size)}, nil
}

// countingWriter keeps the number of bytes alone.
type countingWriter int

func (c *countingWriter) Write(p []byte) (int, error) {
	*c += countingWriter(len(p))
	return len(p), nil
}
