package answer

import (
	"fmt"
	"strings"
)

// A QuestionError says that a parameter of a question is malformed or does not
// fit. Its text begins with the parameter's name.
type QuestionError struct {
	Parameter string // principal, action, resource, session, service, context, absent
	Text      string
}

// Error gives one line.
func (e *QuestionError) Error() string { return e.Parameter + e.Text }

func malformed(parameter, format string, args ...any) error {
	return &QuestionError{parameter, fmt.Sprintf(format, args...)}
}

// An UnknownResourceError says that the snapshot would hold a resource if it
// existed, and does not.
type UnknownResourceError struct {
	Resource string
	// Near lists ARNs that are spelled nearly the same.
	Near []string
}

// Error gives one line.
func (e *UnknownResourceError) Error() string {
	text := fmt.Sprintf("resource %s: not in the snapshot", e.Resource)
	if len(e.Near) > 0 {
		text += "; did you mean " + strings.Join(e.Near, " or ") + "?"
	}
	if strings.HasPrefix(e.Resource, "arn:") && strings.Contains(e.Resource, ":s3:::") {
		text += " (its ARN names no account: of one that was not read it would not be here either)"
	}
	return text
}
