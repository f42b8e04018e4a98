// Package analyze finds out who reaches what from outside a zone of trust, and
// from inside. It gives candidates; package finding keeps their history.
//
// External access follows the stratified abstraction of Access Analyzer: every
// fixed value that a policy names for a caller or a narrowing condition key is
// a predicate, "anyone" stands above them all, and a finding is one predicate
// of each kind under which the policy allows a request that no narrower
// combination describes. The findings together cover every request that the
// policy allows from outside, and each covers one that no other does.
//
// Source: Backes et al., "Stratified Abstraction of Access Control Policies"
// (CAV 2020); IAM User Guide "Findings" (access-analyzer-findings) and
// "Supported resource types" (access-analyzer-resources), read 2026-11;
// docs/semantics/external-access.md. Cases: testdata/conformance/reason,
// testdata/external-findings-recorded.
package analyze
