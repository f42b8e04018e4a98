package slice

// A Thing is what exists, in a few words.
type Thing struct {
	Kind ThingKind `json:"kind"`
	Name string    `json:"name"`
	// ARN is what other questions take; of an action its name, of an account
	// its id.
	ARN         string `json:"arn"`
	Account     string `json:"account"`
	AccountName string `json:"accountName"`
	Region      string `json:"region"`
	Type        string `json:"type"`
	// Detail is the second line: "role in prod", "bucket, eu-west-1".
	Detail string `json:"detail"`
}

// A ThingKind tells things apart.
type ThingKind string

// The kinds of thing.
const (
	ThingUser     ThingKind = "user"
	ThingRole     ThingKind = "role"
	ThingGroup    ThingKind = "group"
	ThingInstance ThingKind = "instance"
	ThingResource ThingKind = "resource"
	ThingAccount  ThingKind = "account"
	ThingAction   ThingKind = "action"
	ThingService  ThingKind = "service"
	ThingProvider ThingKind = "provider"
	ThingAnyone   ThingKind = "anyone"
)
