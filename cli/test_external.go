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
	subject, trust := analyze.FromCase(q)
	found, because := analyze.External(subject, trust), []string{}
	for _, a := range found {
		if a.Undetermined != "" {
			because, r.open = append(because, a.Undetermined), true
		}
	}
	got, tolerated := analyze.ToCase(found, subject), casefile.Tolerated(q.Expect.Findings)
	missing, extra := differing(casefile.Exploded(q.Expect.Findings, tolerated), casefile.Exploded(got, tolerated))
	for _, t := range missing {
		because = append(because, "missing: "+t)
	}
	for _, t := range extra {
		because = append(because, "not wanted: "+t)
	}
	r.Want, r.Got, r.Because = shown(q.Expect.Findings), shown(got), because
	r.Pass = len(because) == 0
	return r
}

// shown are findings as the answer has them.
func shown(list []casefile.Finding) findings {
	out := findings{Findings: []externalFinding{}}
	for i := range list {
		f := &list[i]
		out.Findings = append(out.Findings, externalFinding{callerMember(&f.Principal), f.Actions, f.Condition, f.IsPublic, f.Sources})
	}
	return out
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
