package authz

// A Request asks one thing: may this principal do this action on this
// resource, with these condition keys? One API call that touches several
// resources is several requests.
type Request struct {
	Principal Principal
	// Action is "service:Name"; case does not matter.
	Action string
	// Resource is the ARN, or "*" when the action has no resource type.
	Resource string
	// ResourceAccount owns the resource; for "*" it is the caller's account.
	ResourceAccount string
	Context         Context
}

// SameAccount tells whether caller and resource are of one account. Services,
// tokens and anonymous callers are of none.
func (r *Request) SameAccount() bool {
	return r.Principal.Account != "" && r.Principal.Account == r.ResourceAccount
}
