package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A figure is one measured thing as the table shows it. The zero value is one
// that was not measured.
type figure struct {
	name   string    // whose it is, where the column does not say
	values []float64 // one a round
	unit   unit
	note   string
}

// unit says how to write a value and which direction is better.
type unit uint8

const (
	nanoseconds unit = iota
	bytesUnit
	megabytesPerSecond
)

// A row is one line of the table. Goal is empty where there is none.
type row struct {
	what  string
	ours  figure
	other figure
	goal  string
	met   bool
}

func took(t timing) figure { return figure{values: t.ns} }

// tookWith adds what was allocated.
func tookWith(t timing) figure {
	return figure{values: t.ns, note: fmt.Sprintf("%s, %d allocs", writeBytes(float64(t.bytes)), t.allocs)}
}

func (f figure) of(name string) figure { f.name = name; return f }

// within sets a limit on the median as the row's goal.
func (r row) within(limit float64) row {
	r.goal = "≤ " + r.ours.unit.write(limit)
	r.met = median(r.ours.values) <= limit
	return r
}

// atMost sets a share of the other's median as the goal, and no allocations.
func (r row) atMost(part int, allocs uint64) row {
	r.goal = fmt.Sprintf("≤ 1/%d, 0 allocs", part)
	r.met = allocs == 0 && r.quotient()*float64(part) <= 1
	return r
}

func (f figure) String() string {
	if len(f.values) == 0 {
		return "–"
	}
	out := f.unit.write(median(f.values)) + f.spread()
	if f.note != "" {
		out += ", " + f.note
	}
	if f.name != "" {
		return f.name + ": " + out
	}
	return out
}

// spread writes the least and the most, the least without its unit where both
// have the same.
func (f figure) spread() string {
	low, high := f.unit.write(slices.Min(f.values)), f.unit.write(slices.Max(f.values))
	if low == high {
		return ""
	}
	number, name, _ := strings.Cut(low, " ")
	if strings.HasSuffix(high, " "+name) {
		low = number
	}
	return " (" + low + "–" + high + ")"
}

func (u unit) write(v float64) string {
	switch u {
	case bytesUnit:
		return writeBytes(v)
	case megabytesPerSecond:
		return threeDigits(v) + " MB/s"
	default:
		return writeTime(v)
	}
}

func writeTime(ns float64) string {
	for _, u := range []struct {
		size time.Duration
		name string
	}{{time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}} {
		if ns >= float64(u.size) {
			return threeDigits(ns/float64(u.size)) + " " + u.name
		}
	}
	return threeDigits(ns) + " ns"
}

func writeBytes(v float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if v >= u.size {
			return threeDigits(v/u.size) + " " + u.name
		}
	}
	return threeDigits(v) + " B"
}

// threeDigits writes a number with three digits, or all it has before the point.
func threeDigits(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v == 0:
		return "0"
	default:
		return fmt.Sprintf("%.2f", v)
	}
}

// ratio says how many times the other's time ours is: "1/57" is 57 times
// faster. Of speeds it is the other way round.
func (r row) ratio() string {
	if len(r.ours.values) == 0 || len(r.other.values) == 0 {
		return "–"
	}
	q := r.quotient()
	if q < 1 {
		return "1/" + threeDigits(1/q)
	}
	return threeDigits(q)
}

// quotient is the median of what the single rounds give, where both sides ran
// in the same rounds: a busy moment then hits both alike. Else it is that of
// the medians.
func (r row) quotient() float64 {
	ours, other := r.ours.values, r.other.values
	if r.ours.unit == megabytesPerSecond {
		ours, other = other, ours
	}
	if len(ours) != len(other) {
		return median(ours) / median(other)
	}
	each := make([]float64, len(ours))
	for i := range ours {
		each[i] = ours[i] / other[i]
	}
	return median(each)
}

func (r row) verdict() string {
	switch {
	case r.goal == "":
		return ""
	case r.met:
		return "yes"
	default:
		return "NO"
	}
}

// table collects rows and prints them in columns.
type table struct{ rows []row }

func (t *table) add(rows []row) { t.rows = append(t.rows, rows...) }

func (t *table) print(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tours\tpeer or baseline\tratio\tgoal\tmet?")
	for _, r := range t.rows {
		cells := []string{r.what, r.ours.String(), r.other.String(), r.ratio(), r.goal, r.verdict()}
		fmt.Fprintln(w, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
	}
	_ = w.Flush()
}
