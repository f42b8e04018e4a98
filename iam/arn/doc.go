// Package arn holds Amazon Resource Names: the ARN of one thing, and the
// pattern of the ARN condition operators.
//
//	a, err := arn.Parse("arn:aws:iam::111122223333:role/app")
//	a.Account() // "111122223333"
//
//	p, ok := arn.ParsePattern("arn:aws:iam::*:role/app-*")
//	p.Match(a.String()) // true
//
// An ARN has six parts: arn:partition:service:region:account:resource. Region
// and account may be empty; the resource part holds the rest, colons included.
//
// Source: IAM User Guide "IAM ARNs" (reference_identifiers), "Condition
// operators" (reference_policies_elements_condition_operators) and "Grammar"
// (reference_policies_grammar), read 2026-11.
package arn
