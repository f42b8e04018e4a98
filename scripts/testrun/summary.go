package main

import (
	"fmt"
	"strings"
	"time"
)

// step is what one part of the run gave.
type step struct {
	name           string
	passed, failed int
	skipped        []string
	note           string
	took           time.Duration
}

// summarise prints the table and the last line, and tells whether all passed.
// A run in which nothing passed has not tested anything and fails.
func summarise(steps []step, took time.Duration) bool {
	passed, failed := 0, 0
	fmt.Printf("\n== summary, %s\n", took.Round(time.Second))
	for _, s := range steps {
		passed, failed = passed+s.passed, failed+s.failed
		fmt.Printf("%-14s %6d passed %4d failed %6.1fs  %s\n", s.name, s.passed, s.failed, s.took.Seconds(), s.note)
		if len(s.skipped) > 0 {
			fmt.Printf("%-14s skipped, not counted: %s\n", "", strings.Join(s.skipped, ", "))
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	return failed == 0 && passed > 0
}
