// Package eval decides one concrete request against the policies that apply
// to it, and gives every reason. It is the definition of the policy language
// in Go: short, without shortcuts that change meaning, and a stranger to the
// reasoner of package symbolic, which it tests and is tested by.
//
//	engine := eval.New()
//	program := engine.Compile(stack)
//	explanation := program.Explain(&request)
//
// Decide gives the decision alone and does not allocate; it runs the same code
// as Explain without a recorder, so the two cannot differ.
//
// What is not known stays not known: a context key nobody gave, a policy that
// was refused or a statement that cannot be understood count as Maybe in
// three-valued logic, and the decision is Unknown only if it depends on them.
//
// Source: IAM User Guide "Policy evaluation logic"
// (reference_policies_evaluation-logic, -policy-eval-denyallow, -cross-account),
// read 2026-11. docs/semantics has a page for each rule.
package eval
