package main

import (
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	tests := []struct {
		name           string
		events         string
		passed, failed int
		skipped        int
	}{
		{"a test with subtests is their number", `
			{"Action":"pass","Package":"p","Test":"TestA/one"}
			{"Action":"pass","Package":"p","Test":"TestA/two/b"}
			{"Action":"pass","Package":"p","Test":"TestA"}
			{"Action":"pass","Package":"p"}`, 2, 0, 0},
		{"a failing subtest counts once", `
			{"Action":"fail","Package":"p","Test":"TestA/one"}
			{"Action":"pass","Package":"p","Test":"TestA/two"}
			{"Action":"fail","Package":"p","Test":"TestA"}
			{"Action":"fail","Package":"p"}`, 1, 1, 0},
		{"an outer test that fails by itself counts", `
			{"Action":"pass","Package":"p","Test":"TestA/one"}
			{"Action":"fail","Package":"p","Test":"TestA"}
			{"Action":"fail","Package":"p"}`, 1, 1, 0},
		{"a package that does not build is one failure", `
			{"Action":"build-output","ImportPath":"p","Output":"p.go:1:1: no\n"}
			{"Action":"fail","Package":"p","FailedBuild":"p"}`, 0, 1, 0},
		{"a package without tests is nothing", `
			{"Action":"skip","Package":"p"}`, 0, 0, 0},
		{"a skipped test is named, not counted", `
			{"Action":"skip","Package":"p","Test":"TestA"}
			{"Action":"pass","Package":"p"}`, 0, 0, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := tally{packages: make(map[string]*results)}
			c.read(strings.NewReader(strings.ReplaceAll(strings.TrimSpace(test.events), "\t", "")))
			if c.passed != test.passed || c.failed != test.failed || len(c.skipped) != test.skipped {
				t.Errorf("passed %d, failed %d, skipped %v; want %d, %d, %d", c.passed, c.failed, c.skipped,
					test.passed, test.failed, test.skipped)
			}
		})
	}
}

func TestLastSummary(t *testing.T) {
	var passed, failed int
	if !lastSummary("FAIL a\n3 passed, 1 failed\n478 passed, 2 failed\n", &passed, &failed) || passed != 478 || failed != 2 {
		t.Errorf("%d passed, %d failed", passed, failed)
	}
	if lastSummary("sightline: no such file\n", &passed, &failed) {
		t.Error("found a summary where there is none")
	}
}
