package main

import (
	"runtime"
	"slices"
	"time"
)

// An op does something n times and returns a number that depends on all of the
// work, so that none of it can be left out.
type op func(n int) uint64

// timing is what one op cost, once in each round.
type timing struct {
	ns []float64 // for one of the n
	// bytes and allocs that one of the n allocated, as `go test -benchmem`
	// counts: whole ones, rounded down.
	bytes, allocs uint64
	sum           uint64 // of what the op returned
}

// batch is how long one round of a short op lasts at least.
const batch = 60 * time.Millisecond

// byTurns measures ops in rounds, each in each round, so that a busy moment of
// the machine hits all alike. One round before that warms up and is not kept.
func byTurns(rounds int, ops ...op) []timing {
	out := make([]timing, len(ops))
	counts := make([]int, len(ops))
	for i, o := range ops {
		counts[i] = calibrate(o)
	}
	for range rounds {
		for i, o := range ops {
			out[i].measure(o, counts[i])
		}
	}
	return out
}

// calibrate finds how often an op must run to fill a batch.
func calibrate(o op) int {
	for n := 1; ; n *= 2 {
		start := time.Now()
		o(n)
		if took := time.Since(start); took >= batch/2 || n >= 1<<30 {
			return max(1, int(float64(n)*float64(batch)/float64(max(took, 1))))
		}
	}
}

func (t *timing) measure(o op, n int) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	t.sum += o(n)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	bytes, allocs := (after.TotalAlloc-before.TotalAlloc)/uint64(n), (after.Mallocs-before.Mallocs)/uint64(n)
	if len(t.ns) == 0 || allocs < t.allocs {
		t.bytes, t.allocs = bytes, allocs
	}
	t.ns = append(t.ns, float64(took)/float64(n))
}

// once measures something long, each round doing it once.
func once(rounds int, do func() error) (timing, error) {
	var t timing
	for range rounds {
		start := time.Now()
		if err := do(); err != nil {
			return t, err
		}
		t.ns = append(t.ns, float64(time.Since(start)))
	}
	return t, nil
}

func (t timing) median() float64 { return median(t.ns) }

// scaled gives the timing of k times as much work.
func (t timing) scaled(k float64) timing {
	out := t
	out.ns = nil
	for _, v := range t.ns {
		out.ns = append(out.ns, v*k)
	}
	return out
}

// median of some numbers, at least one.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	mid := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[mid]
	}
	return (sorted[mid-1] + sorted[mid]) / 2
}
