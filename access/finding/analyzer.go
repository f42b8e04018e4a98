package finding

import (
	"maps"
	"slices"
	"time"
)

// An Analyzer watches for one kind of access beyond one zone of trust. It is
// plain data with stable JSON; Validate says whether it can be used. One
// analyzer sees every Region.
// Source: IAM Access Analyzer API Reference, AnalyzerSummary, read 2026-11.
type Analyzer struct {
	ID   string `json:"id"` // AnalyzerID of the name
	Name string `json:"name"`
	Kind Kind   `json:"type"`
	Zone Zone   `json:"zone"`
	// UnusedAge is for how many days something must have been unused; of
	// KindUnused only.
	UnusedAge int         `json:"unusedAccessAge,omitempty"`
	Exclude   []Exclusion `json:"exclude,omitempty"`
	// Include are the resources that KindInternal watches: any of these.
	Include []Inclusion `json:"include,omitempty"`
	// ServicePrincipals reports outside service principals without a guard
	// against the confused deputy; of KindExternal only.
	ServicePrincipals bool              `json:"servicePrincipals,omitempty"`
	Tags              map[string]string `json:"tags,omitempty"`
	Rules             []ArchiveRule     `json:"archiveRules,omitempty"`

	// Origin is who made it; empty is a person.
	Origin Origin `json:"origin,omitempty"`
	// DeclaredIn is where the configuration declares it: file and line.
	DeclaredIn string `json:"declaredIn,omitempty"`

	Status AnalyzerStatus `json:"status"`
	// StatusReason says why the status is not ACTIVE.
	StatusReason string    `json:"statusReason,omitempty"`
	CreatedAt    time.Time `json:"createdAt"`
	UpdatedAt    time.Time `json:"updatedAt"`
	// LastAnalyzedAt is when it last looked, at LastSnapshot.
	LastAnalyzedAt *time.Time `json:"lastAnalyzedAt,omitempty"`
	LastSnapshot   string     `json:"lastSnapshot,omitempty"`
}

// An AnalyzerStatus is whether an analyzer works.
type AnalyzerStatus string

// The statuses of an Analyzer.
const (
	AnalyzerActive   AnalyzerStatus = "ACTIVE"
	AnalyzerCreating AnalyzerStatus = "CREATING"
	AnalyzerDisabled AnalyzerStatus = "DISABLED"
	AnalyzerFailed   AnalyzerStatus = "FAILED"
)

// DefaultUnusedAge is the UnusedAge of an analyzer that names none, in days.
const DefaultUnusedAge = 90

// New makes an active analyzer of what a person chose: its id, its times and
// defaults are filled in. The error is that of Validate.
func New(chosen Analyzer, now time.Time) (Analyzer, error) {
	a := chosen.clone()
	a.ID, a.Status, a.StatusReason = AnalyzerID(a.Name), AnalyzerActive, ""
	a.CreatedAt, a.UpdatedAt = moment(now), moment(now)
	if a.Kind == KindUnused && a.UnusedAge == 0 {
		a.UnusedAge = DefaultUnusedAge
	}
	for i := range a.Rules {
		a.Rules[i].CreatedAt, a.Rules[i].UpdatedAt = a.CreatedAt, a.CreatedAt
	}
	return a, a.Validate()
}

// Excludes tells whether the analyzer leaves out something of an account with
// these tags.
func (a *Analyzer) Excludes(account string, tags map[string]string) bool {
	return slices.ContainsFunc(a.Exclude, func(e Exclusion) bool { return e.Covers(account, tags) })
}

// Includes tells whether the analyzer watches a resource; one that chooses none
// watches all.
func (a *Analyzer) Includes(resource, kind, account string) bool {
	return len(a.Include) == 0 || slices.ContainsFunc(a.Include, func(i Inclusion) bool { return i.Covers(resource, kind, account) })
}

// ARN is the analyzer's name as AWS-compatible clients of an account and Region
// see it.
func (a *Analyzer) ARN(partition, region, account string) string {
	return "arn:" + partition + ":access-analyzer:" + region + ":" + account + ":analyzer/" + a.Name
}

// clone shares nothing with a that this package writes to.
func (a Analyzer) clone() Analyzer {
	a.Zone, a.Exclude, a.Include = a.Zone.clone(), slices.Clone(a.Exclude), slices.Clone(a.Include)
	a.Tags, a.Rules = maps.Clone(a.Tags), slices.Clone(a.Rules)
	return a
}
