package finding

import "time"

// A Summary is a finding as answers show it: AWS's FindingSummaryV2 with the
// details of GetFindingV2, and what is ours. Fields may be added, none renamed;
// docs/formats/finding.md describes them.
// Source: IAM Access Analyzer API Reference, FindingSummaryV2, FindingDetails,
// read 2026-11.
type Summary struct {
	ID                   string    `json:"id"`
	FindingType          Type      `json:"findingType"`
	Status               Status    `json:"status"`
	Resource             string    `json:"resource"`
	ResourceType         string    `json:"resourceType"`
	ResourceOwnerAccount string    `json:"resourceOwnerAccount"`
	Error                string    `json:"error,omitempty"`
	CreatedAt            time.Time `json:"createdAt"`
	AnalyzedAt           time.Time `json:"analyzedAt"`
	UpdatedAt            time.Time `json:"updatedAt"`
	FindingDetails       []Details `json:"findingDetails"`
	// NumberOf… are those of AWS's events about unused permissions.
	NumberOfUnusedServices int `json:"numberOfUnusedServices,omitempty"`
	NumberOfUnusedActions  int `json:"numberOfUnusedActions,omitempty"`

	Severity              Severity   `json:"severity"`
	ConsoleURL            string     `json:"consoleUrl"`
	ExternalPrincipalType string     `json:"externalPrincipalType"`
	AnalyzerID            string     `json:"analyzerId"`
	Region                string     `json:"region"`
	Undetermined          string     `json:"undetermined,omitempty"`
	Remark                string     `json:"remark,omitempty"`
	Evidence              []Evidence `json:"evidence"`
	Witness               *Witness   `json:"witness,omitempty"`
	Archived              *Archiving `json:"archived,omitempty"`
	Stale                 *Staleness `json:"stale,omitempty"`
	History               []Event    `json:"history"`
}

// Details is AWS's union: one field is set.
type Details struct {
	External         *ExternalDetails   `json:"externalAccessDetails,omitempty"`
	Internal         *InternalDetails   `json:"internalAccessDetails,omitempty"`
	UnusedRole       *UsedDetails       `json:"unusedIamRoleDetails,omitempty"`
	UnusedPassword   *UsedDetails       `json:"unusedIamUserPasswordDetails,omitempty"`
	UnusedAccessKey  *AccessKeyDetails  `json:"unusedIamUserAccessKeyDetails,omitempty"`
	UnusedPermission *PermissionDetails `json:"unusedPermissionDetails,omitempty"`
}

// AccessDetails are common to external and internal access.
type AccessDetails struct {
	Action                           []string          `json:"action"`
	Condition                        map[string]string `json:"condition"`
	Principal                        map[string]string `json:"principal"`
	Sources                          []SourceDetails   `json:"sources,omitempty"`
	ResourceControlPolicyRestriction string            `json:"resourceControlPolicyRestriction,omitempty"`
}

// ExternalDetails is AWS's ExternalAccessDetails.
type ExternalDetails struct {
	AccessDetails
	IsPublic bool `json:"isPublic"`
}

// InternalDetails is AWS's InternalAccessDetails.
type InternalDetails struct {
	AccessDetails
	AccessType                      string `json:"accessType,omitempty"`
	PrincipalOwnerAccount           string `json:"principalOwnerAccount,omitempty"`
	PrincipalType                   string `json:"principalType,omitempty"`
	ServiceControlPolicyRestriction string `json:"serviceControlPolicyRestriction,omitempty"`
}

// SourceDetails is AWS's FindingSource.
type SourceDetails struct {
	Type   string        `json:"type"`
	Detail *SourceDetail `json:"detail,omitempty"`
}

// SourceDetail is AWS's FindingSourceDetail.
type SourceDetail struct {
	AccessPointARN     string `json:"accessPointArn,omitempty"`
	AccessPointAccount string `json:"accessPointAccount,omitempty"`
}

// UsedDetails are AWS's UnusedIamRoleDetails and UnusedIamUserPasswordDetails.
type UsedDetails struct {
	LastAccessed *time.Time `json:"lastAccessed,omitempty"`
}

// AccessKeyDetails is AWS's UnusedIamUserAccessKeyDetails.
type AccessKeyDetails struct {
	AccessKeyID  string     `json:"accessKeyId"`
	LastAccessed *time.Time `json:"lastAccessed,omitempty"`
}

// PermissionDetails is AWS's UnusedPermissionDetails, one a service.
type PermissionDetails struct {
	ServiceNamespace string         `json:"serviceNamespace"`
	LastAccessed     *time.Time     `json:"lastAccessed,omitempty"`
	Actions          []UnusedAction `json:"actions,omitempty"`
}

// Summary is the finding as answers show it. Lists that scripts rely on are
// never nil.
func (f *Finding) Summary() Summary {
	services, actions := f.Unused.counts()
	return Summary{
		ID: f.ID, FindingType: f.Type, Status: f.Status, Resource: f.Resource, ResourceType: f.ResourceType,
		ResourceOwnerAccount: f.Account, Error: f.Error,
		CreatedAt: f.CreatedAt, AnalyzedAt: f.AnalyzedAt, UpdatedAt: f.UpdatedAt, FindingDetails: f.details(),
		NumberOfUnusedServices: services, NumberOfUnusedActions: actions,
		Severity: f.Severity, ConsoleURL: f.ConsoleURL, ExternalPrincipalType: f.ExternalPrincipalType,
		AnalyzerID: f.Analyzer, Region: f.Region, Undetermined: f.Undetermined, Remark: f.Remark,
		Evidence: orEmpty(f.Evidence), Witness: f.Witness, Archived: f.Archived, Stale: f.Stale, History: orEmpty(f.History),
	}
}

// Summaries is never nil.
func Summaries(findings []Finding) []Summary {
	out := make([]Summary, len(findings))
	for i := range findings {
		out[i] = findings[i].Summary()
	}
	return out
}

// counts are of whole services that are unused, and of actions in the others.
func (u *Unused) counts() (services, actions int) {
	if u == nil {
		return 0, 0
	}
	for _, s := range u.Services {
		if len(s.Actions) == 0 {
			services++
		}
		actions += len(s.Actions)
	}
	return services, actions
}
