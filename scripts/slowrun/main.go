// Command slowrun runs the full counts of `make test-slow` in parts: random
// cases against the oracle, laws of the reasoner and of findings, kills of a
// saving process, minutes of every fuzz target. Each part adds one line to
// testdata/slow-results.jsonl when it ends.
//
//	go run ./scripts/slowrun -list              # the parts and their numbers
//	go run ./scripts/slowrun -seed 7            # all parts
//	go run ./scripts/slowrun -seed 7 -from 5 -to 8
//
// A run that was interrupted goes on where it stopped if it is given the same
// seed: parts that passed with this seed at this commit are not run again. In a
// tree with changes that are not committed, everything is run.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"time"
)

// plan is what one run does.
type plan struct {
	seed     uint64
	from, to int
	only     string
	record   bool
	list     bool
	fuzzTime time.Duration
}

func main() {
	var p plan
	flag.Uint64Var(&p.seed, "seed", 0, "seed of all random choices (default: a new one)")
	flag.IntVar(&p.from, "from", 1, "first part")
	flag.IntVar(&p.to, "to", 0, "last part (default: the last there is)")
	flag.StringVar(&p.only, "only", "", "kind of parts: oracle, kills, laws, planted, worlds, reasoner, proof, access or fuzz (default: all)")
	flag.BoolVar(&p.record, "record", true, "add to "+resultsFile)
	flag.BoolVar(&p.list, "list", false, "list the parts and stop")
	flag.DurationVar(&p.fuzzTime, "fuzztime", 2*time.Minute, "time for each fuzz target")
	flag.Parse()
	if p.seed == 0 {
		p.seed = 1 + uint64(rand.Uint32N(1_000_000))
	}
	ok, err := p.run()
	if err != nil {
		fmt.Fprintln(os.Stderr, "slowrun:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run carries out the chosen parts, all of them, whatever they give.
func (p plan) run() (bool, error) {
	parts, err := p.parts()
	if err != nil {
		return false, err
	}
	if p.list {
		for _, part := range parts {
			fmt.Printf("%3d  %-6s %8d  %s\n", part.number, part.kind, part.count, part.name)
		}
		return true, nil
	}
	return p.runAll(parts)
}

func (p plan) runAll(parts []part) (bool, error) {
	at, err := commit()
	if err != nil {
		return false, err
	}
	done, err := passed(at, p.seed)
	if err != nil {
		return false, err
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	passedParts, failedParts := 0, 0
	for _, part := range parts {
		if p.record && done[part.name] {
			fmt.Printf("== part %d, %s: passed before\n", part.number, part.name)
			passedParts++
			continue
		}
		r := p.runPart(part, at)
		if len(interrupted) > 0 {
			return false, fmt.Errorf("interrupted in part %d; go on with SEED=%d FROM=%d", part.number, p.seed, part.number)
		}
		if r.Outcome == outcomePassed {
			passedParts++
		} else {
			failedParts++
		}
		if err := p.keep(r); err != nil {
			return false, err
		}
	}
	fmt.Printf("%d passed, %d failed\n", passedParts, failedParts)
	return failedParts == 0, nil
}
