package finding

import "slices"

// A Kind is what an analyzer looks for.
type Kind string

// The kinds of Analyzer.
const (
	KindExternal Kind = "external"
	KindInternal Kind = "internal"
	KindUnused   Kind = "unused"
)

// A Type is what a finding is about. The names are AWS's FindingType, but for
// ServicePrincipalAccess, which is ours.
type Type string

// The types of Finding. ServicePrincipalAccess is an AWS service that may use a
// resource on behalf of anybody, because no condition ties it to accounts of
// the zone (the confused deputy).
const (
	TypeExternalAccess         Type = "ExternalAccess"
	TypeInternalAccess         Type = "InternalAccess"
	TypeUnusedRole             Type = "UnusedIAMRole"
	TypeUnusedAccessKey        Type = "UnusedIAMUserAccessKey"
	TypeUnusedPassword         Type = "UnusedIAMUserPassword"
	TypeUnusedPermission       Type = "UnusedPermission"
	TypeServicePrincipalAccess Type = "ServicePrincipalAccess"
)

// Types lists every type.
func Types() []Type {
	return []Type{
		TypeExternalAccess, TypeInternalAccess, TypeUnusedRole, TypeUnusedAccessKey,
		TypeUnusedPassword, TypeUnusedPermission, TypeServicePrincipalAccess,
	}
}

// Unused tells whether the type is one of unused access.
func (t Type) Unused() bool {
	switch t {
	case TypeUnusedRole, TypeUnusedAccessKey, TypeUnusedPassword, TypeUnusedPermission:
		return true
	case TypeExternalAccess, TypeInternalAccess, TypeServicePrincipalAccess:
	}
	return false
}

// A Status is where a finding stands.
type Status string

// The statuses of a Finding. Events also use StatusNone, for what was before.
const (
	StatusNone     Status = ""
	StatusActive   Status = "ACTIVE"
	StatusArchived Status = "ARCHIVED"
	StatusResolved Status = "RESOLVED"
)

// Statuses lists every status.
func Statuses() []Status { return []Status{StatusActive, StatusArchived, StatusResolved} }

// What keeps an analysis from a result: the Error of an error finding.
// Source: IAM User Guide "Error findings" (access-analyzer-error-findings).
const (
	ErrorAccessDenied = "ACCESS_DENIED"
	ErrorInternal     = "INTERNAL_ERROR"
)

// Keys of a Candidate's Principal.
const (
	PrincipalAWS           = "AWS"
	PrincipalFederated     = "Federated"
	PrincipalCanonicalUser = "CanonicalUser"
	PrincipalService       = "Service"
)

// A Severity says how bad a finding is.
type Severity string

// The severities, worst first.
const (
	SeverityCritical Severity = "critical"
	SeverityHigh     Severity = "high"
	SeverityMedium   Severity = "medium"
	SeverityLow      Severity = "low"
)

// Severities lists every severity, worst first.
func Severities() []Severity {
	return []Severity{SeverityCritical, SeverityHigh, SeverityMedium, SeverityLow}
}

// rank is 0 for the worst.
func (s Severity) rank() int {
	if i := slices.Index(Severities(), s); i >= 0 {
		return i
	}
	return len(Severities())
}
