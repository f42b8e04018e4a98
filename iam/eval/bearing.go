package eval

import (
	"strings"

	"sightline/iam/authz"
)

// A Bearing is everything that bears on one action of one caller on a resource
// and what lies in it, taken apart: for questions about sets of requests, to
// which what is known of the caller and the context has been put already.
type Bearing struct {
	Survey
	// Sides has the resource, and the bucket behind an access point.
	Sides []Side
	// RCP tells whether resource control policies reach the request; in doubt,
	// nobody knows.
	RCP        bool
	RCPInDoubt string
	// Passed: what session policies allow bounds the caller.
	Passed bool
	// RootRefused, SignedOnly: the caller is refused whatever policies say.
	RootRefused, SignedOnly bool
}

// A Side is what stands at one resource.
type Side struct {
	Account string
	// Door is the ARN of the access point before a bucket, Behind the bucket's.
	Door, Behind string
	// Policy holds the statements of the resource's policy that bear on the
	// caller, Grants those of a key's grants.
	Policy []Admitting
	Grants []GrantReading
	ACL    authz.Tri // the list lets the caller in
	// Delegated: the list names the caller's account, not the caller.
	Delegated bool
	// Needs: the resource's own policy must allow or delegate. Silent: the
	// source holds no resource policies.
	Needs, Silent bool
	// Blocked: Block Public Access keeps the caller out.
	Blocked authz.Tri
}

// An Admission tells how a resource's side names a caller; see the three ways
// in ruleSame.
type Admission struct{ Direct, Limited, Delegated authz.Tri }

// An Admitting is a statement of a resource's policy.
type Admitting struct {
	Reading
	Admission
}

// A GrantReading is a grant that covers the caller and the action. Met tells
// whether its constraints hold; Constrained, whether those on the encryption
// context count, Retires that the action is to retire it.
type GrantReading struct {
	Grant *authz.Grant
	Admission
	Met                  authz.Tri
	Constrained, Retires bool
}

// Bear takes a request's policies apart. Of its resource only the kind and the
// owner play a part; statements about other resources and actions are not left
// out.
// Precision: exact for each statement where Certain and not Widened.
func (p *Program) Bear(req *authz.Request) Bearing {
	b := Bearing{Survey: p.Survey(req), RCP: p.facts.RCPReaches(req)}
	b.RootRefused = req.Principal.Kind == authz.KindRoot && p.facts.RootRefused(req.Action)
	b.SignedOnly = req.Principal.Kind == authz.KindAnonymous && p.facts.NeedsCaller(req.Action)
	if why := p.stack.RCPReachUnknown; why != "" && !p.facts.AliasItself(req.Action, req.Resource) {
		b.RCPInDoubt = why
	}
	b.Passed = b.InSession || p.stack.SessionPassed || req.Principal.Kind == authz.KindFederatedUser
	for _, list := range [][]attached{p.resource, p.underlying} {
		if len(list) > 0 && list[0].broken {
			b.Unread = append(b.Unread, authz.Unread{Layer: authz.LayerResource, Gap: "policy " + policyName(list[0].policy) + " cannot be read as a policy document"})
		}
	}
	f := new(frame)
	f.start(p, req, newRecorder())
	var v findings
	f.resourceSides(&v)
	for i := range v.count {
		b.Sides = append(b.Sides, f.bearing(&v.sides[i], i))
	}
	return b
}

// bearing takes one side apart.
func (f *frame) bearing(s *side, i int) Side {
	out := Side{Account: s.account, Needs: s.needs, Silent: s.silent, Blocked: s.blocked, ACL: s.acl.any()}
	out.Delegated = s.acl.direct != out.ACL
	p := f.program
	if i == 1 {
		out.Door, out.Behind = accessPointARN(f.req.Resource), behind(p.stack.Underlying, "")
		f.resource = behind(p.stack.Underlying, f.req.Resource)
		out.Policy = f.admitting(p.underlying)
		f.resource = f.req.Resource
		return out
	}
	if f.aliasItself() {
		return out
	}
	if !p.facts.OnlyGrants(f.req.Action) || !s.needs {
		out.Policy = f.admitting(p.resource)
	}
	out.Grants = f.grantReadings()
	return out
}

func (f *frame) admitting(list []attached) (out []Admitting) {
	for i := range list {
		for j := range list[i].statements {
			s := &list[i].statements[j]
			who := admission{direct: authz.True}
			if !s.breaks("Principal") {
				who = s.principal.admits(f)
			}
			if s.resource.implied && !authz.ImpliesResource(f.resource) {
				continue
			}
			if r, ok := f.readAs(s, who.any()); ok {
				r.Layer, r.Policy = authz.LayerResource, list[i].policy
				out = append(out, Admitting{r, who.exported()})
			}
		}
	}
	return out
}

func (a admission) exported() Admission { return Admission{a.direct, a.limited, a.delegated} }

func (f *frame) grantReadings() (out []GrantReading) {
	operation, ok := f.operation()
	if !ok || !f.program.facts.NeedsResourcePolicy(f.req.Action, f.resource) {
		return nil
	}
	for i := range f.program.stack.Grants {
		g := &f.program.stack.Grants[i]
		var who admission
		if lists(g.Operations, operation) {
			who = f.grantee(g.Grantee)
		}
		retires := strings.EqualFold(operation, "RetireGrant")
		if retires {
			who = who.or(f.grantee(g.RetiringPrincipal))
		}
		if met, _ := f.constraints(g, operation); who.and(met).any() != authz.False {
			out = append(out, GrantReading{g, who.exported(), met, constrains(operation), retires})
		}
	}
	return out
}

// Value is what a request carries under a key (folded), derived ones included.
func (p *Program) Value(req *authz.Request, key string) authz.Value {
	f := new(frame)
	f.start(p, req, nil)
	v := f.lookup(key)
	v.Values = append([]string(nil), v.Values...)
	return v
}
