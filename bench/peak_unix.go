//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakOf is the greatest resident size of a process that ended, in bytes.
// Source: getrusage(2): kilobytes on Linux, bytes on macOS.
func peakOf(s *os.ProcessState) int64 {
	usage, ok := s.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return int64(usage.Maxrss)
	default:
		return int64(usage.Maxrss) << 10
	}
}
