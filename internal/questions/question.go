package questions

import (
	"sightline/iam/authz"
	"sightline/iam/policy"
)

// A Question is about new access of New against Existing or, if Existing is nil,
// about access to Actions on Resources that New grants.
type Question struct {
	Name               string
	Kind               policy.Kind // KindIdentity or KindResource
	Existing, New      *policy.Document
	Actions, Resources []string
	// Narrowed tells that New was made from Existing by steps that can only take
	// away, so the answer is PASS. Nothing is known otherwise.
	Narrowed bool
}

// Owner is the account of the caller and the resource of an identity policy,
// Elsewhere that of the resource of a resource policy, of which no caller is.
const (
	Owner     = "111122223333"
	Elsewhere = "098765432109"
)

// Stack is one under which a request of a Sampler is allowed exactly if the
// document allows it. The owner of a resource policy is Elsewhere: it is asked by
// callers of other accounts whose own policies allow everything, and those of
// their sessions, without which a federated user could do nothing. The particulars
// of services play no part.
func Stack(kind policy.Kind, d *policy.Document) *authz.Stack {
	if kind != policy.KindResource {
		return &authz.Stack{Facts: &authz.Facts{}, Identity: []authz.Policy{{Name: "identity", Document: d}}}
	}
	return &authz.Stack{
		Facts:    &authz.Facts{},
		Identity: []authz.Policy{{Name: "everything", Document: everything()}},
		Session:  []authz.Policy{{Name: "everything", Document: everything()}},
		Resource: &authz.Policy{Name: "resource", Document: d},
	}
}

func everything() *policy.Document {
	return policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`))
}
