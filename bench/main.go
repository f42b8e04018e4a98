// Command bench measures Sightline against peers and baselines and prints one
// table: what, ours, the other, the ratio, the goal. All figures of a table are
// of one run on one machine, and what is compared was measured by turns, so
// read the ratios; the times are this machine's at that moment.
//
//	go -C bench run .                       # about two minutes
//	go -C bench run . -only who             # one section
//	go -C bench run . -only who -cpuprofile who.prof
//
// It is a module of its own, so that the peers are in nobody's go.mod but this
// one. It writes nothing but a temporary folder, which it removes. The exit
// status is 0 unless something could not be run: a goal that is not met is a
// line of the table and no failure.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"strings"
	"time"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == childWord {
		os.Exit(childMain(os.Args[2:], os.Stdout, os.Stderr))
	}
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A section measures what belongs together and gives its rows.
type section struct {
	name    string
	measure func(*fixture) ([]row, error)
}

func sections() []section {
	return []section{
		{"decide", decideRows},
		{"who", whoRows},
		{"cold", coldRows},
		{"load", loadRows},
		{"store", storeRows},
		{"parse", parseRows},
		{"glob", globRows},
		{"what", whatRows},
		{"reach", reachRows},
		{"build", buildRows},
		{"reason", reasonRows},
	}
}

func names() (out []string) {
	for _, s := range sections() {
		out = append(out, s.name)
	}
	return out
}

// options are the flags of the command.
type options struct {
	only, profile string
	reps          int
}

func run(args []string, out, progress io.Writer) error {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.only, "only", "", "sections to run, separated by commas: "+strings.Join(names(), ", "))
	flags.StringVar(&o.profile, "cpuprofile", "", "write a CPU profile of the measuring process to this file")
	flags.IntVar(&o.reps, "reps", 7, "how often each thing is measured")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case o.reps < 1 || flags.NArg() > 0:
		return errors.New("no arguments are taken, and -reps is at least 1")
	}
	chosen, err := choose(o.only)
	if err != nil {
		return err
	}
	return measureAll(chosen, o, out, progress)
}

func choose(only string) ([]section, error) {
	if only == "" {
		return sections(), nil
	}
	var out []section
	for _, name := range strings.Split(only, ",") {
		before := len(out)
		for _, s := range sections() {
			if s.name == name {
				out = append(out, s)
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("-only %q: there is no such section; there are %s", name, strings.Join(names(), ", "))
		}
	}
	return out, nil
}

// measureAll runs the sections, prints the table of those that ran, and tells
// of those that did not.
func measureAll(chosen []section, o options, out, progress io.Writer) error {
	f, err := newFixture(o.reps)
	if err != nil {
		return err
	}
	defer f.remove()
	stop, err := profile(o.profile)
	if err != nil {
		return err
	}
	start, before := time.Now(), machine()
	var t table
	var failed []error
	for _, s := range chosen {
		fmt.Fprintf(progress, "measuring %s, %s since the start\n", s.name, time.Since(start).Round(time.Second))
		rows, err := s.measure(f)
		t.add(rows)
		if err != nil {
			failed = append(failed, fmt.Errorf("section %s could not be run: %w", s.name, err))
		}
	}
	stop()
	before.print(out, machine(), o.reps)
	t.print(out)
	return errors.Join(failed...)
}

func profile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { pprof.StopCPUProfile(); _ = f.Close() }, nil
}
