// Package check answers the named questions about policies: does a new one
// grant more than an old one, does one grant named access, does one let the
// public in, do two mean the same.
//
//	a := check.NoNewAccess(existing, candidate, check.Options{Kind: check.Identity})
//	a.Result           // FAIL
//	a.Reasons[0]       // statement 2, with a request that it newly allows
//
// A PASS is proved by package symbolic; every request that backs a FAIL was
// replayed by package eval, which knows nothing of symbolic. Where neither can
// be had the answer is UNDETERMINED and says why.
//
// Source: IAM User Guide "Custom policy checks"
// (access-analyzer-checks-validating-policies), read 2026-11;
// docs/semantics/reasoning.md. Cases: testdata/conformance/reason.
package check
