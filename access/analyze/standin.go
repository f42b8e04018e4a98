package analyze

import (
	"errors"

	"sightline/access/finding"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// A Fix is the change that ends a finding.
type Fix struct{}

// A Preview is what a change does to one finding.
type Preview struct{}

// FixOf stands in for the search of a fix.
func FixOf(*snapshot.Snapshot, *finding.Analyzer, *finding.Finding) (*Fix, error) {
	return nil, errors.New("fixes are not part of this version")
}

// PreviewOf stands in for previews.
func PreviewOf(*snapshot.Snapshot, *finding.Analyzer, string, *policy.Document, []finding.Finding) ([]Preview, error) {
	return nil, errors.New("previews are not part of this version")
}
