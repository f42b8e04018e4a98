// Package planted proves that the cases and the oracle find mistakes: each
// entry of testdata/planted/mistakes.txt is a mistake that a good engineer
// could make in the evaluator. It is put into a copy of one file, the tests
// are built with that copy, and one of them must fail. It has tests only.
//
//	SIGHTLINE_PLANTED=all go test ./internal/planted -v -timeout=1h
//
// Without SIGHTLINE_PLANTED a sample is tried, which SIGHTLINE_SEED chooses; a
// number tries so many.
package planted
