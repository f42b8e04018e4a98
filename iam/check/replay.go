package check

import (
	"fmt"
	"sort"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A DisagreementError says that the two engines answer a request differently: a
// mistake in one of them, which is worth a report.
type DisagreementError struct {
	Request  symbolic.Request
	Document *policy.Document
	// Reasoner is what the reasoner took for certain, Evaluator the decision.
	Reasoner  string
	Evaluator authz.Decision
}

func (d *DisagreementError) Error() string {
	w := witness(&d.Request, 0)
	return fmt.Sprintf("Sightline's two engines disagree about the request %s: the reasoner says %s, the evaluator %s; please report it with the policies",
		w.Sentence(), d.Reasoner, d.Evaluator)
}

// allowAll is what the account of a caller from elsewhere adds.
var allowAll = policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`))

// allows asks the evaluator whether one document alone allows a request:
// without what services add to policies.
func allows(d *policy.Document, r *symbolic.Request, o Options) authz.Decision {
	req := request(r, o)
	return o.engine.Compile(stack(d, o, req.Principal.Kind)).Decide(req)
}

// stack is the document with what lets it alone decide: the caller comes from
// another account, which allows everything.
func stack(d *policy.Document, o Options, caller authz.Kind) *authz.Stack {
	doc := authz.Policy{Document: d}
	if o.Kind == Identity {
		return &authz.Stack{Facts: &authz.Facts{}, Identity: []authz.Policy{doc}}
	}
	all := []authz.Policy{{Document: allowAll}}
	out := &authz.Stack{Facts: &authz.Facts{}, Identity: all, Resource: &doc}
	if caller == authz.KindFederatedUser { // without session policies it has no permissions of its own
		out.Session = all
	}
	return out
}

// request is what the reasoner found, as the evaluator takes it. Keys that the
// evaluator would derive and the model does not have are absent.
func request(r *symbolic.Request, o Options) *authz.Request {
	req := &authz.Request{Principal: principal(r.Caller), Action: r.Action, Resource: r.Resource, ResourceAccount: "111122223333"}
	switch {
	case o.Kind == Identity:
		req.Principal = authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::111122223333:user/example", Account: req.ResourceAccount}
	case req.Principal.Account == req.ResourceAccount:
		req.ResourceAccount = "444455556666"
	}
	if o.Kind == Identity || r.Caller.Kind != symbolic.CallerAWS {
		req.Context.SetAbsent("aws:PrincipalArn")
		req.Context.SetAbsent("aws:PrincipalAccount")
	} else {
		req.Context.Set("kms:CallerAccount", req.Principal.Account)
	}
	req.Context.SetAbsent("aws:ResourceAccount")
	for _, c := range r.Context {
		if c.Multi {
			req.Context.SetMulti(c.Key, c.Values...)
		} else {
			req.Context.Set(c.Key, c.Values[0])
		}
	}
	return req
}

// principal turns a caller into the evaluator's.
func principal(c symbolic.Caller) authz.Principal {
	switch c.Kind {
	case symbolic.CallerAWS:
		p, err := authz.ParsePrincipal(c.Text, "")
		if err != nil {
			return authz.Principal{Kind: authz.KindUser, ARN: c.Text}
		}
		return p
	case symbolic.CallerService:
		return authz.Principal{Kind: authz.KindService, ARN: c.Text}
	case symbolic.CallerFederated:
		return authz.Principal{Kind: authz.KindProvider, ARN: c.Text}
	case symbolic.CallerCanonicalUser:
		// Known by its canonical id alone: in no account that policies name.
		return authz.Principal{Kind: authz.KindRoot, Account: "canonical", CanonicalID: c.Text}
	default:
		return authz.Principal{}
	}
}

// confirm replays a witness. The error is a *DisagreementError.
func confirm(d *policy.Document, r *symbolic.Request, allowed bool, o Options) error {
	got := allows(d, r, o)
	if got == authz.Allowed == allowed && got != authz.Unknown {
		return nil
	}
	says := "allowed"
	if !allowed {
		says = "not allowed"
	}
	return &DisagreementError{*r, d, says, got}
}

func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
