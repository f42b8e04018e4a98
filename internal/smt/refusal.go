package smt

import (
	"fmt"

	"sightline/iam/policy"
)

// A RefusalError says what of a question cannot be written exactly.
type RefusalError struct{ Reason string }

// Error gives the reason.
func (r *RefusalError) Error() string { return "not encoded: " + r.Reason }

// refuse ends the encoding; question catches it.
func refuse(format string, args ...any) {
	panic(&RefusalError{fmt.Sprintf(format, args...)})
}

// catch turns a refusal into an error.
func catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case *RefusalError:
		*err = r
	default:
		panic(r)
	}
}

// refuseBroken refuses documents of which nobody can tell what they say.
func refuseBroken(d *policy.Document) {
	if d.Broken {
		refuse("a broken document: %s", firstIssue(d))
	}
	for _, s := range d.Statements {
		if len(s.Broken) > 0 {
			refuse("statement %d is broken: %v", s.Index, s.Broken)
		}
	}
}

func firstIssue(d *policy.Document) string {
	if len(d.Issues) == 0 {
		return "no issue is named"
	}
	return d.Issues[0].Error()
}
