package finding

import (
	"slices"
	"strings"

	"sightline/iam/arn"
)

// An Inclusion chooses resources: those that agree with every list that is not
// empty. ARNs are compared exactly.
// Source: IAM Access Analyzer API Reference, InternalAccessAnalysisRuleCriteria,
// read 2026-11.
type Inclusion struct {
	Resources     []string `json:"resources,omitempty"`
	ResourceTypes []string `json:"resourceTypes,omitempty"`
	Accounts      []string `json:"accounts,omitempty"`
}

// Covers tells whether a resource is chosen; the empty Inclusion chooses none.
func (i Inclusion) Covers(resource, kind, account string) bool {
	if len(i.Resources)+len(i.ResourceTypes)+len(i.Accounts) == 0 {
		return false
	}
	return admits(i.Resources, resource) && admits(i.ResourceTypes, kind) && admits(i.Accounts, account)
}

func admits(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }

func (a *Analyzer) checkInclude() error {
	if a.Kind != KindInternal && len(a.Include) > 0 {
		return invalid("include", "belongs to analyzers of type internal: leave it out")
	}
	if a.Kind == KindInternal && len(a.Include) == 0 {
		return invalid("include", "is missing: choose the resources to watch by ARN, type or account")
	}
	if len(a.Include) > maxAccounts {
		return invalid("include", "has %d entries, the limit is %d", len(a.Include), maxAccounts)
	}
	for _, i := range a.Include {
		if err := i.check(); err != nil {
			return err
		}
	}
	return nil
}

func (i Inclusion) check() error {
	if n := len(i.Resources) + len(i.ResourceTypes) + len(i.Accounts); n == 0 || n > maxResources {
		return invalid("include", "an entry has %d ARNs, types and accounts: give 1 to %d", n, maxResources)
	}
	for _, r := range i.Resources {
		if _, err := arn.Parse(r); err != nil || strings.ContainsAny(r, "*?") {
			return invalid("include", "%.100q is no ARN of one resource: write it whole, without wildcards", r)
		}
	}
	for _, t := range i.ResourceTypes {
		if strings.Count(t, "::") != 2 {
			return invalid("include", "%.100q is no resource type: write it as AWS::S3::Bucket", t)
		}
	}
	if bad := slices.IndexFunc(i.Accounts, func(id string) bool { return !isAccount(id) }); bad >= 0 {
		return invalid("include", "%.100q is no account id: give its 12 digits", i.Accounts[bad])
	}
	return nil
}
