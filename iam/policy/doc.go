// Package policy reads and prints policy documents of AWS's JSON grammar. It
// says what a text contains, with the line, column, offset and JSON pointer of
// every element, and what is wrong with it; it does not say what it means.
//
//	doc := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[…]}`))
//	for _, issue := range doc.Issues { fmt.Println(policy.FormatIssue("p.json", issue, doc.Raw)) }
//	canonical := policy.Print(doc)
//
// A text of any content and size may be given to Parse: it has limits (MaxSize,
// MaxDepth, MaxStatements, MaxIssues) and never panics.
//
// Source: IAM User Guide "Grammar of the IAM JSON policy language"
// (reference_policies_grammar), read 2026-11.
package policy
