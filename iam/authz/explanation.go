package authz

// A Verdict says what one step contributes.
type Verdict string

// The verdicts of a step.
const (
	VerdictAllow   Verdict = "allow"   // an Allow that applies
	VerdictDeny    Verdict = "deny"    // a Deny that applies
	VerdictNoMatch Verdict = "noMatch" // a statement that does not apply
	VerdictMissing Verdict = "missing" // a layer without the Allow it must hold
	VerdictUnknown Verdict = "unknown" // cannot be told
	VerdictSkipped Verdict = "skipped" // a layer that does not limit this request
)

// A Reason is a code; the sentence is made at the edge.
type Reason string

// The reasons of a step.
const (
	ReasonApplies            Reason = "applies"
	ReasonActionDiffers      Reason = "actionDiffers"
	ReasonResourceDiffers    Reason = "resourceDiffers"
	ReasonPrincipalDiffers   Reason = "principalDiffers"
	ReasonConditionFalse     Reason = "conditionFalse"
	ReasonConditionUnknown   Reason = "conditionUnknown"
	ReasonPrincipalUnknown   Reason = "principalUnknown"
	ReasonResourceUnknown    Reason = "resourceUnknown"
	ReasonStatementInvalid   Reason = "statementInvalid"
	ReasonNoAllow            Reason = "noAllow"
	ReasonNoPolicy           Reason = "noPolicy"
	ReasonUnread             Reason = "unread"
	ReasonNotCollected       Reason = "notCollected"
	ReasonDelegatesOnly      Reason = "delegatesOnly"
	ReasonServiceLinkedRole  Reason = "serviceLinkedRole"
	ReasonServiceUnsupported Reason = "serviceUnsupported"
	ReasonRootUser           Reason = "rootUser"
	ReasonRootMayNot         Reason = "rootMayNot"
	ReasonNamedDirectly      Reason = "namedDirectly"
	ReasonPublicBlocked      Reason = "publicBlocked"
	ReasonObjectACLUnread    Reason = "objectAclUnread"
	ReasonGrantApplies       Reason = "grantApplies"
	ReasonGrantDiffers       Reason = "grantDiffers"
	ReasonConstraintUnknown  Reason = "constraintUnknown"
	ReasonOnlyGrants         Reason = "onlyGrants"
)

// A Step is one statement, grant or layer that was looked at. Statement counts
// from 0 and is -1 for a step about a whole layer.
type Step struct {
	Layer     Layer   `json:"layer"`
	Policy    string  `json:"policy,omitempty"`
	Statement int     `json:"statement"`
	SID       string  `json:"sid,omitempty"`
	Effect    string  `json:"effect,omitempty"`
	Verdict   Verdict `json:"verdict"`
	Reason    Reason  `json:"reason"`
	// Facts name what the reason is about: key, operator, want, got.
	Facts map[string]string `json:"facts,omitempty"`
	// Conditions are the tests of the statement that were made, in order.
	Conditions []Test `json:"conditions,omitempty"`
	File       string `json:"file,omitempty"`
	Line       int    `json:"line,omitempty"`
}

// A Test is one condition as written and what came of it: "true", "false" or
// "unknown".
type Test struct {
	Operator string   `json:"operator"`
	Key      string   `json:"key"`
	Values   []string `json:"values"`
	Holds    string   `json:"holds"`
}

// An Explanation is a decision with every reason for it. DecidedBy is empty
// where no single layer decided.
type Explanation struct {
	Decision  Decision `json:"decision"`
	DecidedBy Layer    `json:"decidedBy,omitempty"`
	Steps     []Step   `json:"steps"`
	// MissingContext lists condition keys whose values would decide, as the
	// policies spell them, sorted.
	MissingContext []string `json:"missingContext"`
	// Gaps lists the refused calls that keep the answer open, sorted.
	Gaps []string `json:"-"`
}
