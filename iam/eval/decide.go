package eval

import "sightline/iam/authz"

// ruling is what one resource's side and the caller's side come to: how the
// request may pass, and what is missing first if it may not.
type ruling struct {
	identity, resource, grant, acl authz.Tri // the ways to pass
	allow                          authz.Tri
	missing                        authz.Layer // the first layer that holds allow down
}

// decide folds what the layers say into a decision. An explicit Deny anywhere
// ends it; then each layer must leave an Allow, in AWS's order.
// Source: IAM User Guide "Policy evaluation logic" (…-policy-eval-denyallow).
func (f *frame) decide() (authz.Decision, authz.Layer) {
	v := f.find()
	if v.deny == authz.True {
		return authz.ExplicitlyDenied, v.denyBy
	}
	chain := [...]struct {
		t authz.Tri
		l authz.Layer
	}{{v.rcp, authz.LayerRCP}, {v.scp, authz.LayerSCP}, {}, {}, {v.endpoint, authz.LayerEndpoint}}
	var first ruling
	for i := range v.count {
		r := f.rule(&v, &v.sides[i])
		chain[2+i].t, chain[2+i].l = r.allow, r.missing
		if i == 0 {
			first = r
		}
	}
	if v.count == 1 {
		chain[3].t = authz.True
	}
	allow := authz.True
	for _, c := range chain {
		allow = allow.And(c.t)
	}
	for _, c := range chain {
		if c.t == allow && allow != authz.True {
			return f.refuse(allow, c.l)
		}
	}
	if v.deny == authz.Maybe {
		return authz.Unknown, v.denyBy
	}
	return authz.Allowed, first.by()
}

// refuse is the decision of a request that is not certainly allowed.
func (f *frame) refuse(allow authz.Tri, l authz.Layer) (authz.Decision, authz.Layer) {
	if allow == authz.Maybe {
		return authz.Unknown, l
	}
	f.noteMissing(l, "")
	return authz.ImplicitlyDenied, l
}

// by names the layer that granted, or none where several did.
// Source: conformance/README.md "decidedBy".
func (r *ruling) by() authz.Layer {
	ways := [...]struct {
		t authz.Tri
		l authz.Layer
	}{{r.identity, authz.LayerIdentity}, {r.resource, authz.LayerResource}, {r.grant, authz.LayerGrant}, {r.acl, authz.LayerACL}}
	by := authz.LayerNone
	for _, w := range ways {
		if w.t != authz.True {
			continue
		}
		if by != authz.LayerNone {
			return authz.LayerNone
		}
		by = w.l
	}
	return by
}

// rule combines the caller's side with one resource's side. Where the owner's
// account is not known, both readings must agree.
func (f *frame) rule(v *findings, s *side) ruling {
	caller := &f.req.Principal
	switch {
	case caller.Account == "":
		return f.ruleOutsider(s)
	case s.account == "" && f.open:
		same, cross := f.ruleSame(v, s), f.ruleCross(v, s)
		if same.allow == cross.allow {
			return same
		}
		same.allow, same.missing = authz.Maybe, authz.LayerResource
		return same
	case s.account == caller.Account:
		return f.ruleSame(v, s)
	default:
		return f.ruleCross(v, s)
	}
}

// ruleOutsider: services, tokens and anonymous callers have no policies of
// their own; the resource alone decides.
// Cases: service-principals.json, federation.json, principal-star-covers-anonymous.
func (f *frame) ruleOutsider(s *side) ruling {
	open := authz.True
	if f.req.Principal.Kind != authz.KindService {
		open = s.blocked.Not()
	}
	r := ruling{
		resource: s.policy.direct.And(open),
		grant:    s.grant.direct,
		acl:      s.acl.direct.And(open),
	}
	if f.req.Principal.Kind == authz.KindAnonymous && f.program.facts.NeedsCaller(f.req.Action) {
		r = ruling{}
	}
	r.allow = r.resource.Or(r.grant).Or(r.acl)
	r.missing = s.missing(r.allow, open)
	return r
}

// missing names the resource layer, or Block Public Access if that alone
// stands in the way.
func (s *side) missing(allow, open authz.Tri) authz.Layer {
	granted := s.policy.any().Or(s.acl.any())
	if allow != authz.True && open != authz.True && granted == authz.True {
		return authz.LayerPublicAccessBlock
	}
	if allow == authz.False && s.closed {
		return authz.LayerPublicAccessBlock
	}
	if allow == authz.Maybe && s.policy.any() == authz.False && s.acl.any() == authz.Maybe {
		return authz.LayerACL
	}
	return authz.LayerResource
}

// ruleSame: within an account an identity or a resource policy suffices, save
// where the service demands the resource's own policy. How the resource policy
// names the caller decides which of the caller's limits still count.
// Source: reference section 11.2. Cases: same-account-combination.json,
// role-sessions.json, kms.json, sts-trust.json.
func (f *frame) ruleSame(v *findings, s *side) ruling {
	limits := v.boundary.And(v.session)
	own := f.own(v)
	through := authz.True
	if s.needs {
		through = s.policy.delegated
	}
	r := ruling{
		identity: own.And(through).And(limits),
		resource: s.policy.direct.Or(s.policy.limited.And(limits)),
		grant:    s.grant.direct.Or(s.grant.limited.And(limits)).Or(s.grant.delegated.And(own).And(limits)),
		acl:      s.acl.direct,
	}
	if f.rootRefused() {
		r = ruling{}
	}
	r.allow = r.identity.Or(r.resource).Or(r.grant).Or(r.acl)
	r.missing = f.missingSame(v, s, own.And(through), r.allow)
	return r
}

// own is what the caller's identity policies give; a root user needs none.
// Case: element-root-user-needs-no-policy.
func (f *frame) own(v *findings) authz.Tri {
	if f.req.Principal.Kind == authz.KindRoot {
		return authz.True
	}
	return v.identity
}

// rootRefused: some actions are not for root users, whatever policies say.
func (f *frame) rootRefused() bool {
	return f.req.Principal.Kind == authz.KindRoot && f.program.facts.RootRefused(f.req.Action)
}

// missingSame names the first layer that does not reach the truth the whole
// would need, in AWS's order.
func (f *frame) missingSame(v *findings, s *side, own, allow authz.Tri) authz.Layer {
	granted := own.Or(s.policy.limited).Or(s.grant.limited).Or(s.grant.delegated.And(v.identity))
	switch {
	case s.needs && s.policy.any().Or(s.grant.any()) <= allow && s.policy.delegated <= allow:
		return authz.LayerResource
	case granted <= allow || f.rootRefused():
		return authz.LayerIdentity
	case v.boundary <= allow:
		return authz.LayerBoundary
	default:
		return authz.LayerSession
	}
}

// ruleCross: across accounts both sides must allow; an Allow of the resource
// lifts none of the caller's limits.
// Source: IAM User Guide "Cross-account policy evaluation logic"
// (reference_policies_evaluation-logic-cross-account). Cases: cross-account.json.
func (f *frame) ruleCross(v *findings, s *side) ruling {
	open := s.blocked.Not()
	there := s.policy.any().Or(s.acl.any()).And(open).Or(s.grant.any())
	if s.silent {
		there = authz.True
	}
	chain := [...]struct {
		t authz.Tri
		l authz.Layer
	}{
		{there, s.missing(there, open)},
		{f.own(v), authz.LayerIdentity},
		{v.boundary, authz.LayerBoundary},
		{v.session, authz.LayerSession},
	}
	if f.rootRefused() {
		chain[1].t = authz.False
	}
	r := ruling{allow: authz.True}
	for _, c := range chain {
		r.allow = r.allow.And(c.t)
	}
	for _, c := range chain {
		if c.t == r.allow {
			r.missing = c.l
			break
		}
	}
	return r
}
