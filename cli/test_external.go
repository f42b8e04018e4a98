package cli

import (
	"fmt"

	"sightline/internal/casefile"
)

// findings is the outcome of a case about access from outside a zone of trust.
type findings struct {
	Findings []externalFinding `json:"findings"`
	// notJudged: there is no answer to compare.
	notJudged bool
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
	switch n := len(f.Findings); {
	case f.notJudged:
		return "nothing: cases of external access cannot be judged yet"
	case n == 1:
		return "1 finding"
	default:
		return fmt.Sprintf("%d findings", n)
	}
}

// runExternal will ask the analyzer of external access. Until there is one, a
// case of it fails: nothing says that it holds.
func runExternal(c *casefile.Case, q *casefile.ExternalAccess) result {
	return result{
		Name: c.Name, about: c.About,
		Because: []string{"this version has no analyzer of external access: the case cannot be judged yet"},
		Want:    findings{Findings: expected(q.Expect.Findings)},
		Got:     findings{Findings: []externalFinding{}, notJudged: true},
	}
}

func expected(list []casefile.Finding) []externalFinding {
	out := []externalFinding{}
	for i := range list {
		f := &list[i]
		out = append(out, externalFinding{callerMember(&f.Principal), f.Actions, f.Condition, f.IsPublic, f.Sources})
	}
	return out
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
