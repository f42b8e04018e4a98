package cli

import (
	"fmt"
	"slices"

	"sightline/access/analyze"
	"sightline/internal/casefile"
)

// findings is the outcome of a case about access from outside a zone of trust.
type findings struct {
	Findings []externalFinding `json:"findings"`
}

// A finding names who gets in and how.
type externalFinding struct {
	Principal map[string]any    `json:"principal"`
	Actions   []string          `json:"actions"`
	Condition map[string]string `json:"condition"`
	IsPublic  bool              `json:"isPublic"`
	Sources   []string          `json:"sources,omitempty"`
}

// String counts the findings.
func (f findings) String() string {
	if len(f.Findings) == 1 {
		return "1 finding"
	}
	return fmt.Sprintf("%d findings", len(f.Findings))
}

// runExternal asks the analyzer of external access.
func runExternal(c *casefile.Case, q *casefile.ExternalAccess) result {
	r := result{Name: c.Name, about: c.About}
	var tolerated []string
	want, got := findings{Findings: []externalFinding{}}, findings{Findings: []externalFinding{}}
	for i := range q.Expect.Findings {
		f := &q.Expect.Findings[i]
		tolerated = append(tolerated, f.ConditionTolerate...)
		want.Findings = append(want.Findings, externalFinding{callerMember(&f.Principal), f.Actions, f.Condition, f.IsPublic, f.Sources})
	}
	because := []string{}
	for _, a := range analyze.External(analyze.FromCase(q)) {
		if a.Undetermined != "" {
			because, r.open = append(because, a.Undetermined), true
		}
		got.Findings = append(got.Findings, found(&a, len(q.Resource.SharedWith) > 0))
	}
	missing, extra := differing(exploded(want.Findings, tolerated), exploded(got.Findings, tolerated))
	for _, t := range missing {
		because = append(because, "missing: "+t)
	}
	for _, t := range extra {
		because = append(because, "not wanted: "+t)
	}
	r.Want, r.Got, r.Because = want, got, because
	r.Pass = len(because) == 0
	return r
}

// found writes down what the analyzer found. Actions on snapshots are not
// judged.
func found(a *analyze.Access, snapshots bool) externalFinding {
	f := externalFinding{Principal: map[string]any{a.Kind: a.Principal}, Actions: a.Actions, Condition: a.Condition, IsPublic: a.Public}
	if a.Source != "" {
		f.Sources = []string{a.Source}
	}
	if snapshots || f.Actions == nil {
		f.Actions = []string{}
	}
	return f
}

// differing lists what stands in one list alone.
func differing(want, got []string) (missing, extra []string) {
	for _, t := range want {
		if !slices.Contains(got, t) {
			missing = append(missing, t)
		}
	}
	for _, t := range got {
		if !slices.Contains(want, t) {
			extra = append(extra, t)
		}
	}
	return missing, extra
}

func callerMember(c *casefile.Caller) map[string]any {
	switch {
	case c.AWS != "":
		return map[string]any{"AWS": c.AWS}
	case c.Service != "":
		return map[string]any{"Service": c.Service}
	case c.Federated != "":
		return map[string]any{"Federated": c.Federated}
	case c.CanonicalUser != "":
		return map[string]any{"CanonicalUser": c.CanonicalUser}
	default:
		return map[string]any{"Anonymous": true}
	}
}
