package cli

import (
	"sightline/iam/authz"
	"sightline/snapshot"
)

// gapEntry is a snapshot.Gap as answers print it: the fields that scripts rely
// on are always there.
type gapEntry struct {
	Account       string      `json:"account"`
	Region        string      `json:"region"`
	Call          string      `json:"call"`
	Reason        string      `json:"reason"`
	MissingAction string      `json:"missingAction"`
	Layer         authz.Layer `json:"layer,omitempty"`
	Subject       string      `json:"subject,omitempty"`
	Type          string      `json:"type,omitempty"`
}

func (g gapEntry) String() string { return snapshot.Gap(g).String() }

func gapEntries(gaps []snapshot.Gap) []gapEntry {
	out := make([]gapEntry, len(gaps))
	for i, g := range gaps {
		out[i] = gapEntry(g)
	}
	return out
}

// gapsNamed finds the gaps that an explanation names by their text.
func gapsNamed(s *snapshot.Snapshot, texts []string) []gapEntry {
	out := []gapEntry{}
	for _, text := range texts {
		entry := gapEntry{Reason: text}
		for _, g := range s.Data().Gaps {
			if g.String() == text {
				entry = gapEntry(g)
				break
			}
		}
		out = append(out, entry)
	}
	return out
}

// stepEntry is an authz.Step as answers print it, likewise.
type stepEntry struct {
	Layer      authz.Layer       `json:"layer"`
	Policy     string            `json:"policy"`
	Statement  int               `json:"statement"`
	SID        string            `json:"sid,omitempty"`
	Effect     string            `json:"effect,omitempty"`
	Verdict    authz.Verdict     `json:"verdict"`
	Reason     authz.Reason      `json:"reason"`
	Facts      map[string]string `json:"facts,omitempty"`
	Conditions []authz.Test      `json:"conditions,omitempty"`
	File       string            `json:"file"`
	Line       int               `json:"line"`
}

func stepEntries(steps []authz.Step) []stepEntry {
	out := make([]stepEntry, len(steps))
	for i, s := range steps {
		out[i] = stepEntry(s)
	}
	return out
}
