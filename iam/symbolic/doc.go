// Package symbolic reasons about all requests at once. Where package eval
// decides one request, symbolic finds out whether any request of a described
// set exists: a proof that there is none, or one request that shows it.
//
//	p := symbolic.New(symbolic.Options{})
//	old, new := p.Identity(existing), p.Identity(candidate)
//	a := p.Solve(symbolic.Query{
//		All:  new.Allows[:1],
//		None: append(new.Denies, old.Allows...),
//	})
//	a.Verdict // Proved: nobody gains anything; Witness: a.Request is what is gained
//
// A statement is a Rule: a conjunction of atoms, each about one dimension of a
// request (action, resource, caller, one condition key). A Query asks for a
// request that meets some rules and escapes others. The search assigns atoms
// and asks each dimension alone whether a value is left: strings by automata
// built as they are walked, numbers, dates and addresses by the classes into
// which their values fall. Dimensions are independent of each other, save the
// keys that follow from the caller, which share one dimension with it.
//
// Precision: exact for the model of docs/semantics/reasoning.md, except for
// what ends in Undetermined: policy variables whose value decides, statements
// that cannot be understood, and questions that exceed the work cap. Proved
// and Witness are never guesses; whoever uses a witness replays it with eval.
//
// Source: IAM User Guide "Policy evaluation logic" and "JSON policy elements",
// read 2026-11; Backes et al., "Semantic-based Automated Reasoning for AWS
// Access Policies using SMT" (FMCAD 2018), whose encoding of statements this
// follows without a solver.
package symbolic
