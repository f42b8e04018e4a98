// Package proof holds the answers of iam/check against three that know nothing
// of it: cvc5, asked through internal/smt; the evaluator, which decides every
// witness; and sampled requests, none of which may contradict a proof. The
// questions are those of internal/questions. It has tests only.
//
//	SIGHTLINE_QUESTIONS=500 SIGHTLINE_SEED=7 go test ./internal/proof -run 'TestReasoner$' -v -timeout=4h
//	SIGHTLINE_MANAGED=1 go test ./internal/proof -run TestReasonerOnManagedPolicies -v -timeout=4h
package proof
