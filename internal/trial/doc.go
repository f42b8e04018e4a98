// Package trial sets the two readings of the rules against each other: the
// evaluator of iam/eval and the slow oracle of internal/oracle, which know
// nothing of each other, on random cases. It has tests only.
//
//	SIGHTLINE_CASES=1000000 SIGHTLINE_SEED=7 go test ./internal/trial -run TestAgainstOracle -v
package trial
