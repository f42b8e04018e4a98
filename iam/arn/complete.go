package arn

import "strings"

// CompleteResource gives a Resource of an identity-based policy as AWS reads
// it: an ARN with fewer than six fields gets a star for each missing one.
// `arn:aws:sqs` becomes `arn:aws:sqs:*:*:*`. A lone `*` and any text that does
// not begin with "arn:" stay as they are. Colons inside a policy variable
// (`${aws:username}`) separate no fields.
// Source: IAM User Guide "Grammar" (reference_policies_grammar), read 2026-11.
// Cases: grammar-incomplete-arn-is-filled-with-stars,
// grammar-incomplete-arn-covers-one-service-only.
func CompleteResource(text string) string {
	if !strings.HasPrefix(text, "arn:") {
		return text
	}
	missing := parts - fields(text)
	if missing <= 0 {
		return text
	}
	return text + strings.Repeat(":*", missing)
}

// fields counts what stands between colons outside of variables. A `${` that
// nothing closes begins no variable.
func fields(text string) int {
	n, closed := 1, strings.LastIndexByte(text, '}')
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == ':':
			n++
		case i < closed && strings.HasPrefix(text[i:], "${"):
			i += strings.IndexByte(text[i:], '}')
		}
	}
	return n
}
