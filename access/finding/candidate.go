package finding

import (
	"maps"
	"slices"
	"time"

	"sightline/snapshot"
)

// A Candidate is what an analysis says exists now: one access, or one unused
// thing, or one resource that could not be analysed (Error). It is plain data;
// the zero value is about no resource.
type Candidate struct {
	Type         Type   `json:"findingType"`
	Resource     string `json:"resource"` // its ARN
	ResourceType string `json:"resourceType,omitempty"`
	Account      string `json:"resourceOwnerAccount,omitempty"`
	Region       string `json:"region,omitempty"`

	// Principal maps one of the Principal constants to who has access; none for
	// unused access and errors of a whole resource.
	Principal map[string]string `json:"principal,omitempty"`
	// ExternalPrincipalType is the key of Principal unless an analysis knows better.
	ExternalPrincipalType string `json:"externalPrincipalType,omitempty"`
	// Actions are sorted; none for sharing that lists no actions, such as
	// that of snapshots.
	Actions []string `json:"actions,omitempty"`
	// Condition maps the keys that narrow the access to their values.
	Condition map[string]string `json:"condition,omitempty"`
	IsPublic  bool              `json:"isPublic,omitempty"`
	Sources   []Source          `json:"sources,omitempty"`

	ResourceControlPolicyRestriction string `json:"resourceControlPolicyRestriction,omitempty"`
	ServiceControlPolicyRestriction  string `json:"serviceControlPolicyRestriction,omitempty"`

	Internal *Internal `json:"internal,omitempty"`
	Unused   *Unused   `json:"unused,omitempty"`

	// Error is one of the Error constants: the resource could not be analysed,
	// or not for Principal, if that is set.
	Error string `json:"error,omitempty"`
	// Undetermined says why nobody could prove or refute the access; empty means
	// that it is proved.
	Undetermined string `json:"undetermined,omitempty"`
	// Remark says what makes the access worse than it looks, such as a trust in
	// tokens that strangers can get; no part of what a finding is.
	Remark string `json:"remark,omitempty"`

	// Evidence and Witness say why; they are no part of what a finding is.
	Evidence []Evidence `json:"evidence,omitempty"`
	Witness  *Witness   `json:"witness,omitempty"`
}

// A Source is how the access to a bucket is granted.
// Source: IAM Access Analyzer API Reference, FindingSource, read 2026-11.
type Source struct {
	Type               string `json:"type"` // POLICY, BUCKET_ACL, S3_ACCESS_POINT, S3_ACCESS_POINT_ACCOUNT
	AccessPointARN     string `json:"accessPointArn,omitempty"`
	AccessPointAccount string `json:"accessPointAccount,omitempty"`
}

// Internal is what a finding of internal access says beside the access.
type Internal struct {
	PrincipalOwnerAccount string `json:"principalOwnerAccount,omitempty"`
	PrincipalType         string `json:"principalType,omitempty"` // IAM_ROLE, IAM_USER
	AccessType            string `json:"accessType,omitempty"`    // INTRA_ACCOUNT, INTRA_ORG
}

// Unused is what a finding of unused access says.
type Unused struct {
	AccessKeyID  string          `json:"accessKeyId,omitempty"`
	LastAccessed *time.Time      `json:"lastAccessed,omitempty"`
	Services     []UnusedService `json:"services,omitempty"`
}

// An UnusedService is a service of an UnusedPermission finding. Without Actions
// the whole service is unused.
type UnusedService struct {
	Namespace    string         `json:"serviceNamespace"`
	LastAccessed *time.Time     `json:"lastAccessed,omitempty"`
	Actions      []UnusedAction `json:"actions,omitempty"`
}

// An UnusedAction is an action that was not used; no LastAccessed means never
// within what is tracked.
type UnusedAction struct {
	Action       string     `json:"action"`
	LastAccessed *time.Time `json:"lastAccessed,omitempty"`
}

// Evidence names a statement, list or setting that grants the access.
type Evidence struct {
	Layer string `json:"layer,omitempty"` // as in the contract: resource, grant, acl …
	// Policy is the name of the document or of what stands for one, Kind the
	// kind of policy.
	Policy string `json:"policy,omitempty"`
	Kind   string `json:"kind,omitempty"`
	// Statement counts from 0; nil if there are no statements.
	Statement *int   `json:"statement,omitempty"`
	SID       string `json:"sid,omitempty"`
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
}

// A Witness is one request that the access allows.
type Witness struct {
	Principal string              `json:"principal"`
	Action    string              `json:"action"`
	Resource  string              `json:"resource"`
	Context   map[string][]string `json:"context,omitempty"`
}

// clean returns the Candidate in the one form in which findings keep it, so
// that equal content is equal: sorted lists, nil for what is empty, UTC.
func (c Candidate) clean() Candidate {
	c.Actions = distinct(c.Actions)
	c.Sources = distinctFunc(c.Sources, compareSources)
	c.Evidence = distinctFunc(c.Evidence, compareEvidence)
	c.Principal, c.Condition = cloneMap(c.Principal), cloneMap(c.Condition)
	if c.ExternalPrincipalType == "" && c.Type != TypeInternalAccess {
		c.ExternalPrincipalType, _ = firstKey(c.Principal)
	}
	if c.Region == "" {
		c.Region = regionOf(c.Resource)
	}
	c.Unused, c.Witness = c.Unused.clean(), c.Witness.clean()
	return c
}

func (u *Unused) clean() *Unused {
	if u == nil {
		return nil
	}
	out := Unused{AccessKeyID: u.AccessKeyID, LastAccessed: utc(u.LastAccessed)}
	for _, s := range u.Services {
		service := UnusedService{Namespace: s.Namespace, LastAccessed: utc(s.LastAccessed)}
		for _, a := range s.Actions {
			service.Actions = append(service.Actions, UnusedAction{a.Action, utc(a.LastAccessed)})
		}
		slices.SortFunc(service.Actions, compareUnusedActions)
		out.Services = append(out.Services, service)
	}
	slices.SortFunc(out.Services, compareUnusedServices)
	return &out
}

func (w *Witness) clean() *Witness {
	if w == nil {
		return nil
	}
	out := *w
	if out.Context = maps.Clone(w.Context); len(out.Context) == 0 {
		out.Context = nil
	}
	return &out
}

// A Gap is why something is not known.
type Gap = snapshot.Gap
