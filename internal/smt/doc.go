// Package smt writes questions about policies in SMT-LIB 2 and asks them of cvc5.
// It is the second opinion on the reasoner and shares no code with it: it stands
// on the parsed documents alone. It serves tests and measurements only.
//
//	script, err := smt.NoNewAccess(smt.Identity, existing, changed)
//	answer, err := smt.Solver{Limit: 20 * time.Second}.Ask(ctx, script.Whole)
//
// A request is a handful of variables: strings for action, resource and most
// values, reals for numbers, integers for dates (milliseconds), bit vectors for
// addresses, and a Boolean for the presence of each key. A policy is a formula
// over them, so "A allows what B does not" is a question of satisfiability. The
// model of requests is that of testdata/conformance/reason/README.md.
//
// The encoding is exact. A multivalued key has as many elements as there are set
// conditions on it in the whole question, and one at least: a condition asks for
// one element at most to be there, and leaving out elements that none asks for
// spoils no condition on all of them. Elements may be equal, so a smaller set is
// among them. What cannot be said exactly is refused with the reason, see
// RefusalError.
//
// Source: SMT-LIB Standard 2.6 and its theory of Unicode strings; the idea is of
// "Semantic-based Automated Reasoning for AWS Access Policies using SMT" (FMCAD
// 2018).
package smt
