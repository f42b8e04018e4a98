package authz

import "strings"

// Facts are the particulars in which services differ, as data. Engines read
// them and hold no service by name. Immutable once built.
type Facts struct {
	// RCPServices are the prefixes that resource control policies reach.
	RCPServices map[string]bool
	// RCPExempt are actions that they never reach.
	RCPExempt []string
	// RootMayNot are actions that root users are always refused.
	RootMayNot []string
	// SignedOnly are actions ("*" at the end matches a prefix) that nobody may
	// call without credentials or a token.
	SignedOnly []string
	// GrantsAlone are actions that only grants allow: the resource's policy
	// neither allows nor denies them.
	GrantsAlone []string
	// OnAlias are the actions whose resource may be a KMS alias itself.
	OnAlias []string
	// rules say where a resource policy must allow.
	rules []resourceRule
}

type resourceRule struct {
	actions  []string // lower-cased, "*" at the end matches a prefix
	resource func(arn string) bool
}

// FactsDate is the date of the built-in facts, for reports.
const FactsDate = "2026-09-27"

// DefaultFacts returns the built-in facts. Callers may replace RCPServices by
// a newer list in a copy.
func DefaultFacts() *Facts {
	f := &Facts{
		RCPServices: make(map[string]bool),
		RCPExempt:   []string{"kms:RetireGrant"},
		// Source: STS API Reference "AssumeRole": root users cannot call it.
		RootMayNot: []string{"sts:AssumeRole"},
		// Source: STS API Reference "AssumeRole", "Requesting temporary security
		// credentials"; KMS API Reference: all requests must be signed.
		SignedOnly: []string{"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "kms:*"},
		// Source: KMS Developer Guide "Retiring and revoking grants" (grant-delete).
		GrantsAlone: []string{"kms:RetireGrant"},
		// Source: Service Authorization Reference, "Actions defined by AWS Key
		// Management Service": those with the resource type alias.
		OnAlias: []string{"kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"},
		rules: []resourceRule{
			// Source: IAM User Guide "Policy evaluation logic": role trust
			// policies and KMS key policies must allow explicitly.
			{[]string{
				"sts:assumerole", "sts:assumerolewithwebidentity", "sts:assumerolewithsaml",
				"sts:tagsession", "sts:setsourceidentity",
			}, isRole},
			// Source: KMS Developer Guide "policy-evaluation". Aliases and
			// custom key stores have no policy of their own.
			{[]string{"kms:*"}, isKey},
		},
	}
	for _, s := range strings.Fields(rcpServices) {
		f.RCPServices[s] = true
	}
	return f
}

// RootRefused tells whether an action is never for root users.
// Source: STS API Reference "AssumeRole".
func (f *Facts) RootRefused(action string) bool { return lists(f.RootMayNot, action) }

// NeedsCaller tells whether an action is refused to anonymous callers, whatever
// policies say.
func (f *Facts) NeedsCaller(action string) bool { return covers(f.SignedOnly, action) }

// OnlyGrants tells whether nothing but a grant allows an action.
func (f *Facts) OnlyGrants(action string) bool { return lists(f.GrantsAlone, action) }

// AliasItself tells whether a request is about a KMS alias and not about the
// key behind it. An alias has no policy of its own.
// Source: KMS Developer Guide "Controlling access to aliases" (alias-access).
func (f *Facts) AliasItself(action, resource string) bool {
	return lists(f.OnAlias, action) && resourceIs(resource, "kms", "alias/")
}

// ImpliesResource tells whether a statement of a resource's own policy that has
// no Resource element speaks of that resource: role trust and repository
// policies have none by their nature, while in a key policy such a statement
// has no effect.
// Source: IAM User Guide "Resource"; KMS Developer Guide "key-policy-overview".
func ImpliesResource(resource string) bool { return !isKey(resource) }

// NeedsResourcePolicy tells whether the resource's own policy must allow or
// delegate before any identity policy counts.
func (f *Facts) NeedsResourcePolicy(action, resource string) bool {
	for _, r := range f.rules {
		if covers(r.actions, action) && r.resource(resource) {
			return true
		}
	}
	return false
}

func covers(actions []string, action string) bool {
	for _, a := range actions {
		if prefix, wild := strings.CutSuffix(a, "*"); wild {
			if len(action) >= len(prefix) && strings.EqualFold(action[:len(prefix)], prefix) {
				return true
			}
		} else if strings.EqualFold(a, action) {
			return true
		}
	}
	return false
}

func isRole(arn string) bool { return resourceIs(arn, "iam", "role/") }

func isKey(arn string) bool { return resourceIs(arn, "kms", "key/") }

// resourceIs compares an ARN's service and the beginning of its resource part
// without building anything.
func resourceIs(arn, service, prefix string) bool {
	rest, ok := strings.CutPrefix(arn, "arn:")
	if !ok {
		return false
	}
	_, rest, _ = strings.Cut(rest, ":") // partition
	svc, rest, _ := strings.Cut(rest, ":")
	_, rest, _ = strings.Cut(rest, ":") // region
	_, rest, ok = strings.Cut(rest, ":")
	return ok && svc == service && strings.HasPrefix(rest, prefix)
}

// RCPReaches tells whether resource control policies apply to a request at
// all: supported services only, only actions with a resource, neither the
// exempt actions nor anything by or to a service-linked role.
// Source: Organizations User Guide "RCPs" (orgs_manage_policies_rcps).
// Cases: rcp-unsupported-service-is-not-affected, rcp-spares-service-linked-role.
func (f *Facts) RCPReaches(r *Request) bool {
	return f.RCPReachesAction(r.Action) && r.Resource != "*" && !r.Principal.ServiceLinked() && !IsServiceLinkedRole(r.Resource)
}

// RCPReachesAction is the part of RCPReaches that the action alone decides.
func (f *Facts) RCPReachesAction(action string) bool {
	service, _, _ := strings.Cut(action, ":")
	return f.RCPServices[strings.ToLower(service)] && !lists(f.RCPExempt, action)
}

// SCPReaches tells whether service control policies apply to the caller:
// principals of accounts only, service-linked roles not.
// Source: Organizations User Guide "SCPs" (orgs_manage_policies_scps).
// Cases: scp-limits-root-user, scp-spares-service-linked-role.
func SCPReaches(p Principal) bool {
	switch p.Kind {
	case KindAnonymous, KindService, KindProvider:
		return false
	default:
		return !p.ServiceLinked()
	}
}

func lists(actions []string, action string) bool {
	for _, a := range actions {
		if strings.EqualFold(a, action) {
			return true
		}
	}
	return false
}

// rcpServices as of FactsDate; iam/catalog carries the same list and a test
// keeps the two equal.
const rcpServices = `aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory
cloudfront cloudsearch cloudtrail-data codeartifact codebuild codecommit codepipeline
cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer
cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift
health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications
opensearch pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3
secretsmanager servicediscovery signin sqs sts support swf textract timestream-influxdb
transcribe transfer translate wafv2 workspaces xray`
