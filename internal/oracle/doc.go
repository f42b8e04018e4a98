// Package oracle is the second opinion on policy evaluation: a slow, plain
// decision procedure over the raw cases of the conformance format, a generator
// of random cases, and a minimiser for the cases on which two procedures differ.
//
// It is written straight from AWS's evaluation rules and shares no code with
// the evaluator: it imports nothing of iam/. What both must share is the
// reading of the rules where AWS's pages leave room; each such reading is
// stated here where it is applied. It serves tests only.
//
// Every function is pure. Documents that break the policy grammar are out of
// scope: the oracle does not report them, and the generator does not make them.
package oracle
