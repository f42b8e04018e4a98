// Package authz is the vocabulary of an authorization question: who asks
// (Principal), for what (Request, Context), under which policies (Stack), and
// what the answer looks like (Decision, Explanation). Two engines that never
// see each other speak it: the concrete evaluator and the reasoner.
//
// It also holds the facts in which services differ (Facts), so that engines
// have one general combination and no service by name.
//
// Source: IAM User Guide "Policy evaluation logic"
// (reference_policies_evaluation-logic), read 2026-11.
package authz
