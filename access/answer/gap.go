package answer

import (
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// A Gap is a snapshot.Gap as answers show it: the fields that scripts rely on
// are always there.
type Gap struct {
	Account       string      `json:"account"`
	Region        string      `json:"region"`
	Call          string      `json:"call"`
	Reason        string      `json:"reason"`
	MissingAction string      `json:"missingAction"`
	Layer         authz.Layer `json:"layer,omitempty"`
	Subject       string      `json:"subject,omitempty"`
	Type          string      `json:"type,omitempty"`
}

// String words the gap in one line.
func (g Gap) String() string { return snapshot.Gap(g).String() }

// Gaps is never nil.
func Gaps(gaps []snapshot.Gap) []Gap {
	out := make([]Gap, len(gaps))
	for i, g := range gaps {
		out[i] = Gap(g)
	}
	return out
}

// gapsNamed finds the gaps that an explanation names by their text.
func gapsNamed(s *snapshot.Snapshot, texts []string) []Gap {
	out := []Gap{}
	for _, text := range texts {
		entry := Gap{Reason: text}
		for _, g := range s.Data().Gaps {
			if g.String() == text {
				entry = Gap(g)
				break
			}
		}
		out = append(out, entry)
	}
	return out
}

// Completeness is what every answer from a snapshot says of what it lacks.
type Completeness struct {
	Gaps         []Gap                   `json:"gaps"`
	NotCollected []snapshot.NotCollected `json:"notCollected"`
	Incomplete   bool                    `json:"incomplete"`
}

func completeness(k *permission.Asker, gaps []snapshot.Gap) Completeness {
	return Completeness{Gaps: Gaps(gaps), NotCollected: k.Snapshot.NotCollected(), Incomplete: len(gaps) > 0}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
