package analyze

import (
	"fmt"
	"slices"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// everything is what the account of an outside caller may add.
var everything = policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`))

// confirm replays the request of an access through the evaluator, which knows
// nothing of the reasoner. An access that it does not confirm is not proved,
// and says so.
func (e *external) confirm(a *Access) {
	if a.Request == nil || len(e.subject.SharedWith) > 0 {
		return // sharing is no policy
	}
	if got := e.decide(a); got != authz.Allowed {
		a.Undetermined = fmt.Sprintf("Sightline's two engines disagree about %s on %s by %s: the evaluator says %s; please report it",
			a.Request.Action, a.Request.Resource, a.Request.Caller.Text, got)
	}
}

func (e *external) decide(a *Access) authz.Decision {
	s := e.subject
	stack := &authz.Stack{
		Identity: []authz.Policy{{Document: everything}}, Resource: s.Policy, RCP: s.RCP, Grants: s.Grants, Facts: e.facts,
	}
	if s.Type == typeBucket {
		stack.Bucket = &authz.Bucket{ACL: authz.ACL{Grants: s.ACL}, Block: e.block()}
	}
	at := slices.IndexFunc(s.AccessPoints, func(ap AccessPoint) bool { return a.Source == SourceAccessPoint && ap.ARN == a.AccessPoint })
	if at >= 0 {
		ap := &s.AccessPoints[at]
		stack.Resource, stack.Bucket = ap.Policy, &authz.Bucket{Block: ap.Block.Union(s.AccountBlock)}
		stack.Underlying = &authz.Underlying{
			Resource: s.ARN, Account: s.Account, Policy: s.Policy, Bucket: &authz.Bucket{Block: e.block()},
		}
	}
	req := request(a.Request, s.Account)
	if req.Principal.Kind == authz.KindFederatedUser { // without session policies it has no permissions of its own
		stack.Session = stack.Identity
	}
	return eval.Evaluate(stack, req).Decision
}

// request turns a request of the reasoner into the evaluator's.
func request(r *symbolic.Request, owner string) *authz.Request {
	out := &authz.Request{Principal: principal(r.Caller, r.Action), Action: r.Action, Resource: r.Resource, ResourceAccount: owner}
	if account := out.Principal.Account; r.Caller.Kind == symbolic.CallerAWS && account != "" {
		out.Context.Set("kms:CallerAccount", account)
	} else {
		out.Context.SetAbsent("aws:PrincipalArn")
		out.Context.SetAbsent("aws:PrincipalAccount")
	}
	for _, c := range r.Context {
		if c.Multi {
			out.Context.SetMulti(c.Key, c.Values...)
		} else {
			out.Context.Set(c.Key, c.Values[0])
		}
	}
	return out
}

func principal(c symbolic.Caller, action string) authz.Principal {
	switch c.Kind {
	case symbolic.CallerAWS:
		if p, err := authz.ParsePrincipal(c.Text, action); err == nil {
			return p
		}
		return authz.Principal{Kind: authz.KindUser, ARN: c.Text, Account: accountOf(c.Text)}
	case symbolic.CallerFederated:
		return authz.Principal{Kind: authz.KindProvider, ARN: c.Text}
	case symbolic.CallerService:
		return authz.Principal{Kind: authz.KindService, ARN: c.Text}
	case symbolic.CallerCanonicalUser:
		p := authz.Principal{Kind: authz.KindRoot, Account: "canonical", CanonicalID: c.Text}
		if authz.DefaultFacts().RootRefused(action) {
			p.Kind = authz.KindUser // the id stands for all of its account
		}
		return p
	default:
		return authz.Principal{}
	}
}
