package main

import "fmt"

// decoder names the baseline of loading.
const decoder = "encoding/json into the same types"

// Goals of issue 1 for 100,000 resources, decoded and indexed.
const (
	loadGoal   = 5e9
	memoryGoal = 1 << 30
)

func loadRows(f *fixture) ([]row, error) {
	l, err := f.organization()
	if err != nil {
		return nil, err
	}
	times, peaks := make([]figure, 3), make([]figure, 3)
	for range f.few() { // by turns
		for i, job := range []string{"decode", "json", "documents"} {
			t, p, err := children(1, job, l.path)
			if err != nil {
				return nil, err
			}
			times[i].values = append(times[i].values, t.values...)
			peaks[i].unit, peaks[i].values = p.unit, append(peaks[i].values, p.values...)
		}
	}
	return []row{
		row{what: fmt.Sprintf("decode and index %s (%s)", l.what(), writeBytes(float64(l.size))), ours: times[0], other: times[1].of(decoder)}.within(loadGoal),
		row{what: "  peak memory of the process", ours: peaks[0], other: peaks[1].of(decoder)}.remembered(),
		{what: fmt.Sprintf("  with all %d documents parsed", l.meta.Documents), ours: times[2], other: times[1].of(decoder)},
	}, nil
}

// remembered sets the goal for memory, where the system tells it.
func (r row) remembered() row {
	if len(r.ours.values) == 0 {
		return r
	}
	return r.within(memoryGoal)
}
