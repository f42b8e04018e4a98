package semantics

import (
	"strings"
	"testing"
	"time"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/snapshot"
)

// findingCases are single facts about findings, by the name that the pages give
// them. access/finding has the tables behind them.
func findingCases() []findingCase {
	return []findingCase{
		{"finding-not-found-and-judged-is-resolved", becomes(nil, finding.Judged, "RESOLVED")},
		{"finding-of-a-deleted-resource-is-resolved", becomes(nil, finding.Gone, "RESOLVED")},
		{"finding-behind-a-gap-keeps-its-status", becomes(nil, finding.Unjudged, "ACTIVE stale")},
		{"finding-of-a-resource-that-was-not-read-again-is-untouched", becomes(nil, finding.Untouched, "ACTIVE")},
		{"finding-found-again-stays", becomes(again(open()), finding.Judged, "ACTIVE")},
		{"finding-in-another-shape-is-another-finding", becomes(again(wider()), finding.Judged, "RESOLVED", "ACTIVE")},
		{"finding-with-an-error-is-not-resolved", becomes(again(failed()), finding.Judged, "ACTIVE stale", "ACTIVE")},
		{"finding-error-is-resolved-when-its-cause-is-gone", func() bool {
			return sameWords(after(after(nil, again(failed()), finding.Unjudged), nil, finding.Judged), "RESOLVED")
		}},
		{"finding-resolved-and-back-has-its-id", func() bool {
			kept := after(after(after(nil, again(open()), finding.Judged), nil, finding.Judged), again(open()), finding.Judged)
			return sameWords(kept, "ACTIVE") && len(kept[0].History) == 3
		}},
		{"finding-archived-stays-archived-until-its-end", func() bool {
			kept := archivedUntil(moment(2))
			return sameWords(run(kept, again(open()), finding.Judged, 1), "ARCHIVED") && sameWords(run(kept, again(open()), finding.Judged, 2), "ACTIVE")
		}},
		{"finding-rule-acts-on-new-findings-only", func() bool {
			kept := run(nil, again(open()), finding.Judged, 0)
			return sameWords(run(kept, again(open()), finding.Judged, 1, readersRule()), "ACTIVE") &&
				sameWords(run(nil, again(open()), finding.Judged, 1, readersRule()), "ARCHIVED")
		}},
		{"finding-rule-acts-on-what-comes-back", func() bool {
			kept := after(after(nil, again(open()), finding.Judged), nil, finding.Judged)
			return sameWords(run(kept, again(open()), finding.Judged, 1, readersRule()), "ARCHIVED")
		}},
		{"finding-id-does-not-depend-on-evidence", func() bool {
			c := open()
			c.Evidence = []finding.Evidence{{File: "other.json", Line: 9}}
			return finding.ID("a", c) == finding.ID("a", open())
		}},
		{"finding-id-does-not-depend-on-organization-policies", func() bool {
			c := open()
			c.ResourceControlPolicyRestriction = "APPLICABLE"
			return finding.ID("a", c) == finding.ID("a", open())
		}},
		{"finding-id-takes-an-account-and-its-root-as-one", func() bool {
			c := open()
			c.Principal = map[string]string{"AWS": "arn:aws:iam::444455556666:root"}
			return finding.ID("a", c) == finding.ID("a", open())
		}},
		{"finding-id-depends-on-actions", func() bool { return finding.ID("a", wider()) != finding.ID("a", open()) }},
		{"finding-filter-neq-is-met-without-a-value", chooses("principal.Federated!=x", true)},
		{"finding-filter-values-are-alternatives", chooses("status=ACTIVE|status=ARCHIVED", true)},
		{"finding-filter-neq-values-all-differ", chooses("status!=ACTIVE|status!=ARCHIVED", false)},
		{"finding-filter-keys-hold-together", chooses("status=ACTIVE|isPublic=true", false)},
		{"finding-severity-public-write-is-critical", severe(true, "s3:PutObject", finding.SeverityCritical)},
		{"finding-severity-public-read-is-high", severe(true, "s3:GetObject", finding.SeverityHigh)},
		{"finding-severity-outside-write-is-high", severe(false, "sts:AssumeRole", finding.SeverityHigh)},
		{"finding-severity-outside-read-is-medium", severe(false, "s3:GetObject", finding.SeverityMedium)},
		{"finding-severity-unknown-action-is-write", severe(true, "s3:NeverHeardOf", finding.SeverityCritical)},
		{"finding-severity-tagging-is-write", severe(true, "s3:PutObjectTagging", finding.SeverityCritical)},
		{"finding-zone-member-is-inside", inZone("", "222233334444", authz.True)},
		{"finding-zone-unlisted-account-is-outside", inZone("", "444455556666", authz.False)},
		{"finding-zone-unlisted-account-is-unknown-behind-a-gap", inZone("organizations:ListAccounts", "444455556666", authz.Maybe)},
	}
}

type findingCase struct {
	name  string
	holds func() bool
}

func TestFindings(t *testing.T) {
	for _, c := range findingCases() {
		t.Run(c.name, func(t *testing.T) {
			if !c.holds() {
				t.Error("it does not hold")
			}
		})
	}
}

func moment(day int) time.Time { return time.Date(2026, 11, 20+day, 12, 0, 0, 0, time.UTC) }

func open() finding.Candidate {
	return finding.Candidate{
		Type: finding.TypeExternalAccess, Resource: "arn:aws:s3:::shop-data", ResourceType: snapshot.TypeBucket, Account: "111122223333",
		Principal: map[string]string{"AWS": "444455556666"}, Actions: []string{"s3:GetObject"},
	}
}

func wider() finding.Candidate {
	c := open()
	c.Actions = []string{"s3:GetObject", "s3:PutObject"}
	return c
}

func failed() finding.Candidate {
	c := open()
	c.Principal, c.Actions, c.Error = nil, nil, finding.ErrorAccessDenied
	return c
}

func again(c ...finding.Candidate) []finding.Candidate { return c }

func readersRule() finding.ArchiveRule {
	return finding.ArchiveRule{Name: "readers", Filter: finding.Filter{"isPublic": {Eq: []string{"false"}}}}
}

// run is one analysis; it returns all findings, in the order of their making.
func run(kept []finding.Finding, found []finding.Candidate, c finding.Coverage, day int, rules ...finding.ArchiveRule) []finding.Finding {
	out := append([]finding.Finding(nil), kept...)
	scope := func(*finding.Finding) finding.Judgement { return finding.Judgement{Coverage: c} }
	for _, t := range finding.Reconcile(finding.Run{Analyzer: "a", Previous: kept, Candidates: found, Scope: scope, Rules: rules, At: moment(day)}) {
		if at := indexOf(out, t.Finding.ID); at >= 0 {
			out[at] = t.Finding
		} else {
			out = append(out, t.Finding)
		}
	}
	return out
}

func indexOf(list []finding.Finding, id string) int {
	for i := range list {
		if list[i].ID == id {
			return i
		}
	}
	return -1
}

func after(kept []finding.Finding, found []finding.Candidate, c finding.Coverage) []finding.Finding {
	return run(kept, found, c, 0)
}

// becomes says what an active finding, and what is new, is after an analysis.
func becomes(found []finding.Candidate, c finding.Coverage, want ...string) func() bool {
	return func() bool { return sameWords(after(after(nil, again(open()), finding.Judged), found, c), want...) }
}

func sameWords(list []finding.Finding, want ...string) bool {
	if len(list) != len(want) {
		return false
	}
	for i := range list {
		words := string(list[i].Status)
		if list[i].Stale != nil {
			words += " stale"
		}
		if words != want[i] {
			return false
		}
	}
	return true
}

func archivedUntil(end time.Time) []finding.Finding {
	kept := run(nil, again(open()), finding.Judged, 0)
	t, err := finding.Archive(kept[0], finding.Archiving{By: "ada", Expires: &end}, moment(0))
	if err != nil {
		return nil
	}
	return []finding.Finding{t.Finding}
}

// chooses asks a filter, its criteria parted by |, about an active finding.
func chooses(filter string, want bool) func() bool {
	return func() bool {
		f, err := finding.ParseFilter(strings.Split(filter, "|"), finding.UseList)
		return err == nil && f.Match(&run(nil, again(open()), finding.Judged, 0)[0]) == want
	}
}

func severe(public bool, action string, want finding.Severity) func() bool {
	return func() bool {
		c := open()
		c.IsPublic, c.Actions = public, []string{action}
		return finding.SeverityOf(&c, catalog.Embedded()) == want
	}
}

// inZone asks an organization of two, of which a call may have been refused.
func inZone(refused, account string, want authz.Tri) func() bool {
	return func() bool {
		d := snapshot.Data{TakenAt: moment(0), Organizations: []snapshot.Organization{{ID: "o-shop", ManagementAccount: "111122223333", Root: "r-1"}}}
		for _, id := range []string{"111122223333", "222233334444"} {
			d.Accounts = append(d.Accounts, snapshot.Account{ID: id, Organization: "o-shop", Parent: "r-1", OrganizationKnown: true})
		}
		if refused != "" {
			d.Gaps = []snapshot.Gap{{Account: "111122223333", Call: refused, Reason: "AccessDenied", Type: "AWS::Organizations::Account"}}
		}
		s, err := snapshot.NewBuilder(d).Build()
		if err != nil {
			return false
		}
		trust, err := finding.Zone{Kind: finding.ZoneOrganization}.Resolve(s)
		return err == nil && trust.Account(account) == want
	}
}
