package main

import (
	"testing"
	"time"
)

func TestFuzzParts(t *testing.T) {
	p := plan{fuzzTime: time.Minute}
	list := p.fuzzParts("?   \tsightline/cmd\t[no test files]\nFuzzA\nFuzzB\nok  \tsightline/iam/glob\t0.1s\nok  \tsightline/store\t0.1s\nFuzzC\nok  \tsightline/iam/arn\t0.2s\n")
	want := []string{"fuzz iam/glob FuzzA", "fuzz iam/glob FuzzB", "fuzz iam/arn FuzzC"}
	if len(list) != len(want) {
		t.Fatalf("%d parts, want %d", len(list), len(want))
	}
	for i := range want {
		if list[i].name != want[i] || list[i].count != 60 {
			t.Errorf("part %d is %q of %d seconds, want %q of 60", i, list[i].name, list[i].count, want[i])
		}
	}
}

func TestChoose(t *testing.T) {
	all := func() []part {
		return []part{{kind: kindOracle}, {kind: kindOracle}, {kind: kindKills}, {kind: kindFuzz}}
	}
	tests := []struct {
		name        string
		plan        plan
		first, last int // numbers, 0 for an error
	}{
		{"all", plan{from: 1}, 1, 4},
		{"some", plan{from: 2, to: 3}, 2, 3},
		{"one kind", plan{from: 1, only: kindKills}, 3, 3},
		{"beyond the last", plan{from: 3, to: 5}, 0, 0},
		{"backwards", plan{from: 3, to: 2}, 0, 0},
		{"from nothing", plan{from: 0}, 0, 0},
		{"an unknown kind", plan{from: 1, only: "moon"}, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.plan.choose(all())
			if (err != nil) != (test.first == 0) {
				t.Fatalf("error %v", err)
			}
			if err == nil && (got[0].number != test.first || got[len(got)-1].number != test.last) {
				t.Errorf("parts %d to %d, want %d to %d", got[0].number, got[len(got)-1].number, test.first, test.last)
			}
		})
	}
}

// TestFullCounts holds the parts against the counts that they add up to.
func TestFullCounts(t *testing.T) {
	p, sums, seeds := plan{seed: 3}, map[string]int{}, map[string]bool{}
	for _, part := range append(p.oracle(), p.kills()...) {
		sums[part.kind] += part.count
		seeds[part.env[1]] = true
	}
	if sums[kindOracle] != oracleCases || sums[kindKills] != kills {
		t.Errorf("%v", sums)
	}
	if len(seeds) != oracleParts+killParts {
		t.Errorf("%d different seeds for %d parts", len(seeds), oracleParts+killParts)
	}
}

func TestResultsAreFoundAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	if names, err := passed("aaa", 3); err != nil || len(names) != 0 {
		t.Fatalf("without a file: %v, %v", names, err)
	}
	resultsIn(t)
	names, err := passed("aaa", 3)
	if err != nil || len(names) != 1 || !names["one"] {
		t.Errorf("passed at aaa with seed 3: %v, %v", names, err)
	}
	if names, err := passed("aaa"+changed, 3); err != nil || len(names) != 0 {
		t.Errorf("a tree with changes: %v, %v", names, err)
	}
}

// resultsIn keeps one result that counts and four that do not.
func resultsIn(t *testing.T) {
	t.Helper()
	for _, r := range []result{
		{Commit: "aaa", Seed: 3, Name: "one", Outcome: outcomePassed},
		{Commit: "aaa", Seed: 3, Name: "failed", Outcome: outcomeFailed},
		{Commit: "aaa", Seed: 4, Name: "other seed", Outcome: outcomePassed},
		{Commit: "bbb", Seed: 3, Name: "other commit", Outcome: outcomePassed},
		{Commit: "aaa" + changed, Seed: 3, Name: "changed", Outcome: outcomePassed},
	} {
		if err := (plan{record: true}).keep(r); err != nil {
			t.Fatal(err)
		}
	}
}
