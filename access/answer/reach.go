package answer

import (
	"strings"

	"sightline/access/permission"
	"sightline/access/reach"
)

// Reach lists access paths, with its gaps in the form of every answer.
type Reach struct {
	reach.Answer
	Gaps []Gap `json:"gaps"`
}

// AskReach answers what FROM can become and touch, or, with TO, by which way.
// The explorer is one of the asker's snapshot. The error names what does not
// exist.
func AskReach(k *permission.Asker, x *reach.Explorer, from, to string) (*Reach, error) {
	if CheckResource(to) == nil && !strings.ContainsAny(to, "*?") {
		if err := KnownResource(k, to); err != nil {
			return nil, err
		}
	}
	found, err := x.From(from, to)
	if err != nil {
		return nil, err
	}
	return &Reach{found, Gaps(found.Gaps)}, nil
}
