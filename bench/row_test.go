package main

import (
	"strings"
	"testing"
	"time"
)

func TestRow(t *testing.T) {
	ours := timing{ns: []float64{900, 1000, 1100}}
	peer := timing{ns: []float64{40e3, 50e3, 60e3}}
	tests := []struct {
		name  string
		row   row
		wants string
	}{
		{
			"a share that is met", row{what: "a", ours: took(ours), other: took(peer).of("peer")}.atMost(20, 0),
			"a  1.00 µs (900 ns–1.10 µs)  peer: 50.0 µs (40.0–60.0 µs)  1/50.0  ≤ 1/20, 0 allocs  yes",
		},
		{
			"a share that is not", row{what: "a", ours: took(ours), other: took(peer)}.atMost(51, 0),
			"a  1.00 µs (900 ns–1.10 µs)  50.0 µs (40.0–60.0 µs)  1/50.0  ≤ 1/51, 0 allocs  NO",
		},
		{
			"an allocation too many", row{what: "a", ours: took(ours), other: took(peer)}.atMost(20, 1),
			"a  1.00 µs (900 ns–1.10 µs)  50.0 µs (40.0–60.0 µs)  1/50.0  ≤ 1/20, 0 allocs  NO",
		},
		{
			"a limit", row{what: "b", ours: figure{values: []float64{2 << 30}, unit: bytesUnit}}.within(1 << 30),
			"b  2.00 GiB  –  –  ≤ 1.00 GiB  NO",
		},
		{
			"no goal",
			row{what: "c", ours: took(peer), other: took(ours)},
			"c  50.0 µs (40.0–60.0 µs)  1.00 µs (900 ns–1.10 µs)  50.0",
		},
		{
			"speed",
			row{what: "d", ours: speed(timing{ns: []float64{1e6}}, 2e5), other: speed(timing{ns: []float64{1e6}}, 1e5)},
			"d  200 MB/s  100 MB/s  1/2.00",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			(&table{[]row{test.row}}).print(&out)
			lines := strings.Split(out.String(), "\n")
			if got, want := strings.Fields(lines[1]), strings.Fields(test.wants); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("the row is\n%s\nwant\n%s", strings.Join(got, " "), strings.Join(want, " "))
			}
		})
	}
}

// TestByTurns: the time is that of one op, and allocations are seen.
func TestByTurns(t *testing.T) {
	var kept [][]byte
	got := byTurns(2,
		func(n int) uint64 { time.Sleep(time.Duration(n) * 20 * time.Millisecond); return 1 },
		func(n int) uint64 {
			kept = kept[:0]
			for range n {
				kept = append(kept[:0], make([]byte, 1<<20))
			}
			return uint64(len(kept))
		})
	if ms := got[0].median() / 1e6; ms < 20 || ms > 200 {
		t.Errorf("a sleep of 20 ms took %.1f ms", ms)
	}
	if got[0].allocs != 0 || got[1].allocs < 1 || got[1].bytes < 1<<20 {
		t.Errorf("allocations %d and %d (%d B), want none and at least one of 1 MiB", got[0].allocs, got[1].allocs, got[1].bytes)
	}
	if len(got[0].ns) != 2 || got[0].sum != 2 {
		t.Errorf("%d rounds with the sum %d, want 2 and 2", len(got[0].ns), got[0].sum)
	}
}

func TestChoose(t *testing.T) {
	if some, err := choose("parse,who"); err != nil || len(some) != 2 || some[0].name != "parse" {
		t.Errorf("got %d sections and %v, want parse and who", len(some), err)
	}
	if _, err := choose("parse,nothing"); err == nil || !strings.Contains(err.Error(), `"nothing"`) {
		t.Errorf("the error is %v, want one that names the section", err)
	}
}
