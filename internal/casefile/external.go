package casefile

// An ExternalAccess asks who outside a zone of trust can reach a resource.
type ExternalAccess struct {
	head
	Zone     Zone     `json:"zone"`
	Resource Resource `json:"resource"`
	// RCP are levels from the root down, each a list of documents.
	RCP    [][]Document `json:"rcp"`
	Expect Findings     `json:"expect"`
}

// The types of a zone.
const (
	ZoneAccount      = "ACCOUNT"
	ZoneOrganization = "ORGANIZATION"
)

// A Zone is a zone of trust: one account, or an organization with its accounts.
type Zone struct {
	Type         string   `json:"type"`
	Account      string   `json:"account"`
	Organization string   `json:"organization"`
	Accounts     []string `json:"accounts"`
}

// A Resource is what is reached. Which fields it has beside the first three
// hangs on its type.
type Resource struct {
	Type    string    `json:"type"`
	ARN     string    `json:"arn"`
	Account string    `json:"account"`
	Policy  *Document `json:"policy"`

	// Buckets.
	ACL                      []ACLEntry         `json:"acl"`
	OwnerCanonicalID         string             `json:"ownerCanonicalId"`
	ObjectOwnership          string             `json:"objectOwnership"`
	PublicAccessBlock        *PublicAccessBlock `json:"publicAccessBlock"`
	AccountPublicAccessBlock *PublicAccessBlock `json:"accountPublicAccessBlock"`
	AccessPoints             []AccessPoint      `json:"accessPoints"`

	// Keys of KMS.
	Grants []KeyGrant `json:"grants"`

	// Snapshots. SharedWith holds account ids, or "all".
	SharedWith []string `json:"sharedWith"`
	Encrypted  *bool    `json:"encrypted"`
}

// An ACLEntry is one grant of a bucket's access control list.
type ACLEntry struct {
	Permission string  `json:"permission"`
	Grantee    Grantee `json:"grantee"`
}

// A Grantee is a canonical user or a global group.
type Grantee struct {
	ID  string `json:"id"`
	URI string `json:"uri"`
}

// A PublicAccessBlock holds the four settings; a missing one is off.
type PublicAccessBlock struct {
	BlockPublicACLs       bool `json:"blockPublicAcls"`
	IgnorePublicACLs      bool `json:"ignorePublicAcls"`
	BlockPublicPolicy     bool `json:"blockPublicPolicy"`
	RestrictPublicBuckets bool `json:"restrictPublicBuckets"`
}

// An AccessPoint of a bucket.
type AccessPoint struct {
	ARN               string             `json:"arn"`
	Account           string             `json:"account"`
	Policy            *Document          `json:"policy"`
	PublicAccessBlock *PublicAccessBlock `json:"publicAccessBlock"`
}

// A KeyGrant is a grant on a KMS key.
type KeyGrant struct {
	GranteePrincipal string   `json:"granteePrincipal"`
	Operations       []string `json:"operations"`
	IssuingAccount   string   `json:"issuingAccount"`
}

// Findings is the expected answer of an external access case.
type Findings struct {
	Findings []Finding `json:"findings"`
}

// A Finding names who gets in and how. A condition holds one value for each
// key; the keys of ConditionTolerate may stand in an analyzer's condition or
// not. No actions means that actions are not judged.
type Finding struct {
	Principal         Caller            `json:"principal"`
	Actions           []string          `json:"actions"`
	Condition         map[string]string `json:"condition"`
	ConditionTolerate []string          `json:"conditionTolerate"`
	IsPublic          bool              `json:"isPublic"`
	Sources           []string          `json:"sources"`
	Witness           *Witness          `json:"witness"`
}
