// Package condition owns the condition operators of the policy language: their
// names, what each compares, and how single values of each type compare. It
// does not know documents, requests or layers.
//
// Source: IAM User Guide "Condition operators"
// (reference_policies_elements_condition_operators), read 2026-11.
package condition
