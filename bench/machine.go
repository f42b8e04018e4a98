package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// state is where and on what a table was measured.
type state struct {
	cpu, load, commit string
}

// machine looks at the machine as it is now.
func machine() state {
	return state{cpu: cpuName(), load: loadAverage(), commit: commit()}
}

func (s state) print(out io.Writer, after state, reps int) {
	fmt.Fprintf(out, "machine  %s, %d CPUs, %s/%s, %s\n", s.cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Fprintf(out, "load     %s before, %s after (average of 1, 5 and 15 minutes)\n", s.load, after.load)
	fmt.Fprintf(out, "commit   %s\n", s.commit)
	fmt.Fprintf(out, "figures  median (least … most) of up to %d rounds, by turns; ratio: ours to the other, the median of the rounds, 1/57 is 57 times faster or smaller\n\n", reps)
}

func cpuName() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // missing where there is no such file
	for _, line := range strings.Split(string(text), "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown CPU"
}

func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg")
	if fields := strings.Fields(string(text)); len(fields) >= 3 {
		return strings.Join(fields[:3], " ")
	}
	return "unknown"
}

func commit() string {
	id, err := exec.Command("git", "rev-parse", "--short=12", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	changed, err := exec.Command("git", "status", "--porcelain", "--", "..").Output()
	if err == nil && len(changed) > 0 {
		return strings.TrimSpace(string(id)) + " with changes that are not committed"
	}
	return strings.TrimSpace(string(id))
}
