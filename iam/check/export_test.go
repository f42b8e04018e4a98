package check

import (
	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A Court asks the evaluator about one document, as a replay does, many times.
type Court struct {
	o                 Options
	usual, federation *eval.Program
}

// NewCourt compiles a document.
func NewCourt(d *policy.Document, o Options) *Court {
	e := eval.New()
	return &Court{o, e.Compile(stack(d, o, authz.KindUser)), e.Compile(stack(d, o, authz.KindFederatedUser))}
}

// Allows gives the decision about a request.
func (c *Court) Allows(r *symbolic.Request) authz.Decision {
	req := request(r, c.o)
	if req.Principal.Kind == authz.KindFederatedUser {
		return c.federation.Decide(req)
	}
	return c.usual.Decide(req)
}
