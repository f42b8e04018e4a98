package finding

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// byID cleans candidates and makes one of those that share an id. Their order
// does not matter.
func byID(analyzer string, candidates []Candidate) map[string]Candidate {
	groups := make(map[string][]Candidate, len(candidates))
	for _, c := range candidates {
		c = c.clean()
		id := ID(analyzer, c)
		groups[id] = append(groups[id], c)
	}
	out := make(map[string]Candidate, len(groups))
	for id, group := range groups {
		out[id] = joined(group)
	}
	return out
}

// joined keeps the evidence of all. Of the rest counts what sorts first: what is
// proved comes before what is not, else the texts decide.
func joined(group []Candidate) Candidate {
	if len(group) == 1 {
		return group[0]
	}
	slices.SortFunc(group, func(a, b Candidate) int {
		return cmp.Or(strings.Compare(a.Undetermined, b.Undetermined), bytes.Compare(spelled(a), spelled(b)))
	})
	out := group[0]
	for _, c := range group[1:] {
		out.Evidence = append(slices.Clone(out.Evidence), c.Evidence...)
		if out.Witness == nil {
			out.Witness = c.Witness
		}
	}
	out.Evidence = distinctFunc(out.Evidence, compareEvidence)
	return out
}

// spelled is a candidate as text, to compare.
func spelled(c Candidate) []byte {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // it holds nothing that JSON cannot
	}
	return text
}
