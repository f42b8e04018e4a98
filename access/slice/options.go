package slice

import "sightline/access/permission"

// Limits of a picture.
const (
	DefaultLimit = 12  // cards per column
	MaxNodes     = 300 // cards in all
	maxMembers   = 50  // names of what is folded
)

// Options narrow and unfold a picture. The zero value shows everything, folded.
type Options struct {
	// Levels of access: list, read, write, permissions, tagging.
	Levels []string
	// Accounts of the resources.
	Accounts []string
	// Services, as actions begin: s3, dynamodb.
	Services []string
	Verdicts []permission.Verdict
	// Open are the IDs of folds to unfold. An ID that is none is passed over.
	Open []string
	// Limit is the number of cards in a column; 0 means DefaultLimit, a
	// negative number no limit, not even MaxNodes.
	Limit int
}
