package finding

import (
	"slices"
	"time"
)

// An ArchiveRule sets new findings aside that its filter chooses. Owner, reason,
// ticket and expiry are ours and pass on to the findings.
// Source: IAM Access Analyzer API Reference, ArchiveRuleSummary, read 2026-11.
type ArchiveRule struct {
	Name   string `json:"ruleName"`
	Filter Filter `json:"filter"`
	Owner  string `json:"owner,omitempty"`
	Reason string `json:"reason,omitempty"`
	Ticket string `json:"ticket,omitempty"`
	// Expires ends the rule and what it archived; nil: never.
	Expires *time.Time `json:"expires,omitempty"`
	// DeclaredIn is where the configuration declares it; empty: a person made it.
	DeclaredIn string    `json:"declaredIn,omitempty"`
	CreatedAt  time.Time `json:"createdAt"`
	UpdatedAt  time.Time `json:"updatedAt"`
}

// Validate returns an *InvalidError for the first thing that is wrong, or nil.
// A filter without criteria would hide every finding and is refused.
func (r *ArchiveRule) Validate() error {
	if err := checkName(r.Name, ""); err != nil {
		return invalid("archiveRules", "%s", err)
	}
	if len(r.Filter) == 0 {
		return invalid("archiveRules", "rule %s has no filter and would hide every finding: give one", r.Name)
	}
	if err := r.Filter.Validate(UseArchiveRule); err != nil {
		return invalid("archiveRules", "rule %s: %s", r.Name, err)
	}
	if err := checkWords(r.Reason, r.Owner, r.Ticket, ""); err != nil {
		return invalid("archiveRules", "rule %s: %s", r.Name, err)
	}
	return nil
}

// Expired tells whether the rule has come to its end.
func (r *ArchiveRule) Expired(now time.Time) bool { return r.Expires != nil && !now.Before(*r.Expires) }

// acts tells whether the rule archives a finding now.
func (r *ArchiveRule) acts(f *Finding, now time.Time) bool {
	return !r.Expired(now) && r.Filter.Match(f)
}

// HidesPublic tells whether the rule may archive public access: it does not say
// isPublic=false. AWS's guide advises that rules say so; whoever makes a rule is
// to be told.
func (r *ArchiveRule) HidesPublic() bool {
	c := r.Filter["isPublic"]
	return !slices.Equal(c.Eq, []string{"false"}) && !slices.Contains(c.Neq, "true")
}

// Apply lets rules act on findings that were there before them: those that are
// active and match are archived by the first rule that matches.
// Source: API Reference, ApplyArchiveRule, read 2026-11.
func Apply(rules []ArchiveRule, findings []Finding, now time.Time) (out []Transition) {
	now = moment(now)
	for i := range findings {
		f := &findings[i]
		if f.Status != StatusActive {
			continue
		}
		if rule := matching(rules, f, now); rule != nil {
			out = append(out, Transition{Archived, f.archivedBy(rule, now, "the rule was applied to existing findings")})
		}
	}
	return out
}

// Rule returns the analyzer's rule of a name, or nil.
func (a *Analyzer) Rule(name string) *ArchiveRule {
	for i := range a.Rules {
		if a.Rules[i].Name == name {
			return &a.Rules[i]
		}
	}
	return nil
}

// WithRule returns the analyzer with a rule put in, in the place of one of the
// same name. The error is that of Validate.
func (a Analyzer) WithRule(r ArchiveRule, now time.Time) (Analyzer, error) {
	a = a.clone()
	r.Filter, r.Expires = r.Filter.clone(), utc(r.Expires)
	r.CreatedAt, r.UpdatedAt, a.UpdatedAt = moment(now), moment(now), moment(now)
	if former := a.Rule(r.Name); former != nil {
		r.CreatedAt = former.CreatedAt
		*former = r
	} else {
		a.Rules = append(a.Rules, r)
	}
	return a, a.Validate()
}

// WithoutRule returns the analyzer without a rule, and whether it had it. What
// the rule archived stays so.
func (a Analyzer) WithoutRule(name string, now time.Time) (Analyzer, bool) {
	a = a.clone()
	had := len(a.Rules)
	a.Rules = slices.DeleteFunc(a.Rules, func(r ArchiveRule) bool { return r.Name == name })
	if len(a.Rules) == had {
		return a, false
	}
	a.UpdatedAt = moment(now)
	return a, true
}
