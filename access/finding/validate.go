package finding

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of what people write.
// Source: IAM User Guide "IAM Access Analyzer quotas" (access-analyzer-quotas)
// and the API Reference, read 2026-11.
const (
	maxName       = 255
	maxRules      = 1000
	maxAccounts   = 2000
	maxResources  = 10_000
	maxTags       = 50
	maxTagKey     = 128
	maxTagValue   = 256
	maxUnusedDays = 365
	maxText       = 4096 // reason, owner, ticket, values
)

// An InvalidError says which field of an analyzer, rule or filter is wrong and
// how to mend it.
type InvalidError struct{ Field, Text string }

func (e *InvalidError) Error() string { return e.Field + ": " + e.Text }

func invalid(field, format string, args ...any) error {
	return &InvalidError{field, fmt.Sprintf(format, args...)}
}

// Validate returns an *InvalidError for the first thing that is wrong, or nil.
func (a *Analyzer) Validate() error {
	for _, check := range []func() error{
		a.checkName, a.checkKind, a.Zone.check, a.checkAge, a.checkExclude, a.checkInclude, a.checkTags, a.checkStatus, a.checkRules,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (a *Analyzer) checkName() error { return checkName(a.Name, "_") }

// checkName: letters, digits, '_', '.' and '-', beginning with a letter or one
// of the characters in first.
func checkName(name, first string) error {
	switch {
	case name == "":
		return invalid("name", "is missing: choose one of letters, digits, '_', '.' and '-'")
	case len(name) > maxName:
		return invalid("name", "%.20q… has %d characters, the limit is %d", name, len(name), maxName)
	}
	for i, c := range name {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || strings.ContainsRune(first, c)
		if !letter && (i == 0 || !strings.ContainsRune("0123456789_.-", c)) {
			return invalid("name", "%q has %q in place %d: use letters, digits, '_', '.' and '-', and begin with a letter", name, c, utf8.RuneCountInString(name[:i])+1)
		}
	}
	return nil
}

func (a *Analyzer) checkKind() error {
	switch a.Kind {
	case KindExternal, KindInternal, KindUnused:
	default:
		return invalid("type", "%q is unknown: write external, internal or unused", string(a.Kind))
	}
	if a.ServicePrincipals && a.Kind != KindExternal {
		return invalid("servicePrincipals", "belongs to analyzers of type external: leave it out")
	}
	return nil
}

func (a *Analyzer) checkAge() error {
	switch {
	case a.Kind != KindUnused && a.UnusedAge != 0:
		return invalid("unusedAccessAge", "belongs to analyzers of type unused: leave it out")
	case a.Kind == KindUnused && (a.UnusedAge < 1 || a.UnusedAge > maxUnusedDays):
		return invalid("unusedAccessAge", "is %d: give 1 to %d days", a.UnusedAge, maxUnusedDays)
	}
	return nil
}

func (a *Analyzer) checkTags() error {
	if len(a.Tags) > maxTags {
		return invalid("tags", "%d tags, the limit is %d", len(a.Tags), maxTags)
	}
	for key, value := range a.Tags {
		if key == "" {
			return invalid("tags", "a tag has no key: write key=value")
		}
		if err := checkTag("tags", key, value); err != nil {
			return err
		}
	}
	return nil
}

func checkTag(field, key, value string) error {
	if utf8.RuneCountInString(key) > maxTagKey || utf8.RuneCountInString(value) > maxTagValue {
		return invalid(field, "tag %.40q is too long: a key has up to %d characters, a value up to %d", key, maxTagKey, maxTagValue)
	}
	return nil
}

func (a *Analyzer) checkStatus() error {
	switch a.Status {
	case AnalyzerActive, AnalyzerCreating, AnalyzerDisabled, AnalyzerFailed:
		return nil
	}
	return invalid("status", "%q is unknown: write ACTIVE, CREATING, DISABLED or FAILED", string(a.Status))
}

func (a *Analyzer) checkRules() error {
	if len(a.Rules) > maxRules {
		return invalid("archiveRules", "%d rules, the limit is %d", len(a.Rules), maxRules)
	}
	seen := make(map[string]bool, len(a.Rules))
	for i := range a.Rules {
		r := &a.Rules[i]
		if err := r.Validate(); err != nil {
			return err
		}
		if seen[r.Name] {
			return invalid("archiveRules", "two rules are called %q: give each its own name", r.Name)
		}
		seen[r.Name] = true
	}
	return nil
}

// isAccount tells of 12 digits.
func isAccount(id string) bool {
	return len(id) == 12 && strings.Trim(id, "0123456789") == ""
}

// isOrganization tells of the form of an organization's id.
// Source: Organizations API Reference, OrganizationId: o- and 10 to 32 letters
// or digits; shorter ones are taken, as examples have them.
func isOrganization(id string) bool {
	rest, ok := strings.CutPrefix(id, "o-")
	return ok && rest != "" && len(rest) <= 32 && strings.Trim(rest, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
