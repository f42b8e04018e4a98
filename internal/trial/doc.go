// Package trial sets the two readings of the rules against each other: the
// evaluator of iam/eval and the slow oracle of internal/oracle, which know
// nothing of each other, on random cases; and all ways of asking (can, who-can,
// what-can, reach) on random worlds. It has tests only.
//
//	SIGHTLINE_CASES=1000000 SIGHTLINE_SEED=7 go test ./internal/trial -run TestAgainstOracle -v
//	SIGHTLINE_WORLDS=300 SIGHTLINE_SEED=1 go test ./internal/trial -run TestWorlds -v
package trial
