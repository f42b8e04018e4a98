package eval

import (
	"slices"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// sum is what the policies of one layer say together: how they admit the
// caller, and whether they deny.
type sum struct {
	allow admission
	deny  authz.Tri
}

// allowed forgets how the caller was named.
func (s sum) allowed() authz.Tri { return s.allow.any() }

// policies adds up all policies of one layer: they are one list of statements.
// Cases: element-allow-in-second-policy, element-deny-in-second-policy.
func (f *frame) policies(l authz.Layer, list []attached) sum {
	var total sum
	for i := range list {
		total = f.policy(l, &list[i], total)
	}
	return total
}

// settled: when only the decision is wanted, a statement that cannot change it
// any more is left out: any after a Deny, and an Allow after an Allow in a
// layer where it does not matter how the caller is named.
func (f *frame) settled(l authz.Layer, total sum, s *statement) bool {
	return f.rec == nil && (total.deny == authz.True ||
		s.allow && l != authz.LayerResource && total.allow.direct == authz.True)
}

func (s sum) add(o sum) sum { return sum{s.allow.or(o.allow), s.deny.Or(o.deny)} }

func maybeSum() sum { return sum{admission{direct: authz.Maybe}, authz.Maybe} }

// policy adds up one policy. With a full recorder every statement is looked
// at, so that the reasons are complete; else those that name other services
// are left out, which changes nothing.
func (f *frame) policy(l authz.Layer, a *attached, total sum) sum {
	if a.broken {
		f.note(l, a, nil, authz.VerdictUnknown, authz.ReasonStatementInvalid)
		return total.add(maybeSum())
	}
	if f.rec != nil && !f.rec.brief {
		for i := range a.statements {
			total = total.add(f.statement(l, a, &a.statements[i]))
		}
		return total
	}
	for _, i := range a.relevant(f.service) {
		if s := &a.statements[i]; !f.settled(l, total, s) {
			total = total.add(f.statement(l, a, s))
		}
	}
	return total
}

// statement evaluates one statement: it applies when its principal, action,
// resource and every condition do.
// Source: IAM User Guide "Statement" (reference_policies_elements_statement).
func (f *frame) statement(l authz.Layer, a *attached, s *statement) sum {
	f.beginStatement()
	admits, reason := f.applies(s)
	if s.broken && admits.any() != authz.False {
		admits, reason = admits.and(authz.Maybe), authz.ReasonStatementInvalid
	}
	f.endStatement(l, a, s, admits.any(), reason)
	return s.contribute(admits)
}

// contribute turns a statement's reach into its effect. A statement whose
// effect cannot be read may do either.
func (s *statement) contribute(a admission) sum {
	switch {
	case s.source.Effect == policy.EffectNone || s.breaks(policy.ElementEffect):
		return sum{a, a.any()}
	case s.allow:
		return sum{allow: a}
	default:
		return sum{deny: a.any()}
	}
}

func (f *frame) applies(s *statement) (admission, authz.Reason) {
	if !s.breaks(policy.ElementAction) && !s.action.cover(f.req.Action) {
		return admission{}, authz.ReasonActionDiffers
	}
	where, reason := authz.True, authz.ReasonApplies
	if !s.breaks(policy.ElementResource) {
		where = s.resource.cover(f, f.resource)
	}
	if where == authz.False {
		return admission{}, authz.ReasonResourceDiffers
	}
	who := admission{direct: authz.True}
	if !s.breaks(policy.ElementPrincipal) {
		who = s.principal.admits(f)
	}
	if who.any() == authz.False {
		return admission{}, authz.ReasonPrincipalDiffers
	}
	when := authz.Maybe
	if !s.breaks(policy.ElementCondition) {
		when = f.conditions(s)
	}
	switch {
	case when == authz.False:
		return admission{}, authz.ReasonConditionFalse
	case when == authz.Maybe:
		reason = authz.ReasonConditionUnknown
	case who.any() == authz.Maybe:
		reason = authz.ReasonPrincipalUnknown
	case where == authz.Maybe:
		reason = authz.ReasonResourceUnknown
	}
	return who.and(where).and(when), reason
}

// breaks tells whether an element of a broken statement is the unreadable one.
func (s *statement) breaks(element string) bool {
	return s.broken && slices.Contains(s.source.Broken, element)
}

// conditions joins all tests by AND; an absent or empty block is true.
// Cases: condition-logic.json, grammar-absent-condition-is-true.
func (f *frame) conditions(s *statement) authz.Tri {
	all := authz.True
	for i := range s.tests {
		one := s.tests[i].holds(f)
		f.tested(&s.tests[i], one)
		all = all.And(one)
		if all == authz.False {
			return authz.False
		}
	}
	return all
}
