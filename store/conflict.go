package store

import "fmt"

// NoFinding returns the error for an id or prefix that no finding has.
func NoFinding(id string) error {
	return &lookupError{ErrNotFound, fmt.Sprintf(
		"the store has no finding %q: `sightline findings list` shows those it has", shorten(id))}
}

// NoAnalyzer returns the error for an id or name that no analyzer has.
func NoAnalyzer(name string) error {
	return &lookupError{ErrNotFound, fmt.Sprintf(
		"the store has no analyzer %q: `sightline analyzers list` shows those it has", shorten(name))}
}

// FindingChanged returns the error for a finding that is not what was read.
func FindingChanged(id string) error {
	return &lookupError{ErrConflict, fmt.Sprintf("finding %s was changed by somebody else meanwhile: try again", shorten(id))}
}

// AnalyzerChanged returns the error for an analyzer that is not what was read.
func AnalyzerChanged(name string) error {
	return &lookupError{ErrConflict, fmt.Sprintf("analyzer %s was changed by somebody else meanwhile: look at it, and try again", shorten(name))}
}

// AnalyzerExists returns the error for the name or id of another analyzer.
func AnalyzerExists(name string) error {
	return &lookupError{ErrExists, fmt.Sprintf("there is an analyzer %q already: choose another name, or update that one", shorten(name))}
}
