package cli

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/check"
	"sightline/internal/casefile"
)

// A checked is the outcome of a reasoning case, as wanted or as it came out.
// Statements are the indexes of the statements that fail the check; nil, and
// not printed, where a comparison has none.
type checked struct {
	Result     string `json:"result"`
	Statements *[]int `json:"statements,omitempty"`
}

// String prints a result with its statements.
func (c checked) String() string {
	if c.Statements == nil || len(*c.Statements) == 0 {
		return c.Result
	}
	list := strings.Trim(strings.ReplaceAll(fmt.Sprint(*c.Statements), " ", ", "), "[]")
	return c.Result + " by statement " + list
}

// runReasoning answers a case about the set of all requests.
func runReasoning(c *casefile.Case) result {
	switch q := c.Reasoning; {
	case q.NoNewAccess != nil:
		n := q.NoNewAccess
		return judged(c, check.NoNewAccess(n.Existing.Document, n.New.Document, caseOptions(n.PolicyType)), n.Expect)
	case q.AccessNotGranted != nil:
		n := q.AccessNotGranted
		return judged(c, check.AccessNotGranted(n.Policy.Document, n.Access.Actions, n.Access.Resources, caseOptions(n.PolicyType)), n.Expect)
	case q.NoPublicAccess != nil:
		n := q.NoPublicAccess
		return judged(c, check.NoPublicAccess(n.Policy.Document, n.ResourceType, check.Options{}), n.Expect)
	case q.Equivalent != nil:
		return compared(c, q.Equivalent)
	default:
		return runExternal(c, q.ExternalAccess)
	}
}

func caseOptions(policyType string) check.Options {
	if policyType == casefile.ResourcePolicy {
		return check.Options{Kind: check.Resource}
	}
	return check.Options{Kind: check.Identity}
}

// judged holds an answer against what a case expects. Every statement that
// fails the check must be named, and no other.
func judged(c *casefile.Case, a check.Answer, want casefile.Result) result {
	failing := []int{}
	for _, r := range a.Reasons {
		if r.Witness != nil {
			failing = append(failing, r.StatementIndex)
		}
	}
	return result{
		Name: c.Name, about: c.About, Because: a.Reasons,
		Want: checked{want.Result, &want.Statements}, Got: checked{string(a.Result), &failing},
		Pass: string(a.Result) == want.Result && slices.Equal(failing, want.Statements),
		open: a.Result == check.Undetermined,
	}
}

func compared(c *casefile.Case, q *casefile.Equivalent) result {
	got := check.Compare(q.A.Document, q.B.Document, caseOptions(q.PolicyType))
	return result{
		Name: c.Name, about: c.About, Because: got,
		Want: checked{Result: q.Expect.Result}, Got: checked{Result: string(got.Result)},
		Pass: string(got.Result) == q.Expect.Result, open: got.Result == check.RelationUnsure,
	}
}
