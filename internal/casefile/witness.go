package casefile

import (
	"encoding/json"
	"fmt"

	"sightline/iam/authz"
)

// A Witness is one request that proves an answer. Statement is the index of the
// statement that it proves, -1 where the case names none. Principal is nil for
// identity policies.
type Witness struct {
	Principal *Caller
	Action    string
	Resource  string
	Context   map[string]json.RawMessage
	Statement int
}

// UnmarshalJSON reads a witness; all but principal and statement must be there.
func (w *Witness) UnmarshalJSON(text []byte) error {
	var in struct {
		Principal *Caller                    `json:"principal"`
		Action    string                     `json:"action"`
		Resource  string                     `json:"resource"`
		Context   map[string]json.RawMessage `json:"context"`
		Statement *int                       `json:"statement"`
	}
	if err := unmarshalPart(text, &in); err != nil {
		return err
	}
	if in.Action == "" || in.Resource == "" || in.Context == nil {
		return fmt.Errorf("a witness has action, resource and context, this one lacks one of them: %.200s", text)
	}
	*w = Witness{Principal: in.Principal, Action: in.Action, Resource: in.Resource, Context: in.Context, Statement: -1}
	if in.Statement != nil {
		w.Statement = *in.Statement
	}
	return nil
}

// A Caller is a principal of a reasoning case: one field is set.
type Caller struct {
	AWS           string `json:"AWS"`
	Service       string `json:"Service"`
	Federated     string `json:"Federated"`
	CanonicalUser string `json:"CanonicalUser"`
	Anonymous     bool   `json:"Anonymous"`
}

// UnmarshalJSON reads a caller, which has exactly one field.
func (c *Caller) UnmarshalJSON(text []byte) error {
	type plain Caller
	var in plain
	if err := unmarshalPart(text, &in); err != nil {
		return err
	}
	set := 0
	for _, given := range [...]bool{in.AWS != "", in.Service != "", in.Federated != "", in.CanonicalUser != "", in.Anonymous} {
		if given {
			set++
		}
	}
	if set != 1 {
		return fmt.Errorf("a principal has one of AWS, Service, Federated, CanonicalUser and Anonymous, not %.200s", text)
	}
	*c = Caller(in)
	return nil
}

// principal turns a caller into the one of a request.
func (c *Caller) principal(action string) (authz.Principal, error) {
	switch {
	case c.CanonicalUser != "":
		return authz.Principal{Kind: authz.KindUser, CanonicalID: c.CanonicalUser}, nil
	case c.Anonymous:
		return authz.Principal{}, nil
	default:
		return authz.ParsePrincipal(c.AWS+c.Service+c.Federated, action)
	}
}

// someAccount owns the resource of every witness.
const someAccount = "111122223333"

// Request makes the request of a witness. A witness of an identity policy says
// nothing of its caller, who is somebody of the resource's account, and the
// request carries just the keys of the context, also none of those that an
// evaluator would derive. A request by an AWS principal has kms:CallerAccount
// besides.
func (w *Witness) Request() (*authz.Request, error) {
	req := &authz.Request{Action: w.Action, Resource: w.Resource, ResourceAccount: someAccount}
	req.Context.SetAbsent("aws:ResourceAccount")
	if w.Principal == nil {
		req.Principal = authz.Principal{Kind: authz.KindUser, Account: someAccount}
		req.Context.SetAbsent("aws:PrincipalArn")
		req.Context.SetAbsent("aws:PrincipalAccount")
	} else {
		p, err := w.Principal.principal(w.Action)
		if err != nil {
			return nil, err
		}
		req.Principal = p
		if p.Account != "" {
			req.Context.Set("kms:CallerAccount", p.Account)
		}
	}
	return req, readContext(w.Context, &req.Context)
}
