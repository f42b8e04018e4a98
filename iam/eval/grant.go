package eval

import (
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// grants adds the KMS grants on a key. They act as a further Allow of the
// resource: a grant to a user or session needs nothing else, one to a role is
// limited by boundary and session policies.
// Source: KMS Developer Guide "Grants" (grants); live captures, reference
// section 11.5. Cases: kms-grant-*.
func (f *frame) grants(s *side) {
	if f.unread(authz.LayerGrant) {
		f.noteUnread(authz.LayerGrant)
		s.grant.direct = authz.Maybe
	}
	operation, ok := f.operation()
	if !ok || !f.program.facts.NeedsResourcePolicy(f.req.Action, f.resource) {
		return // grants exist on KMS keys alone
	}
	for i := range f.program.stack.Grants {
		f.beginStatement()
		g := &f.program.stack.Grants[i]
		var one admission
		if lists(g.Operations, operation) {
			one = f.grantee(g.Grantee)
		}
		if strings.EqualFold(operation, "RetireGrant") {
			one = one.or(f.grantee(g.RetiringPrincipal))
		}
		why := authz.ReasonPrincipalUnknown
		if one.any() != authz.False {
			var met authz.Tri
			if met, why = f.constraints(g, operation); met != authz.Maybe {
				why = authz.ReasonPrincipalUnknown
			}
			one = one.and(met)
		}
		if one.any() == authz.False && !lists(g.Operations, operation) {
			continue
		}
		f.noteGrant(i, g, one.any(), why)
		s.grant = s.grant.or(one)
	}
}

// operation is the action's name without its service.
func (f *frame) operation() (string, bool) {
	_, name, ok := strings.Cut(f.req.Action, ":")
	return name, ok && len(f.program.stack.Grants) > 0
}

// grantee tells how a grant covers the caller. The unique id of a principal
// that was deleted, which KMS shows in place of its ARN, is nobody's, and no
// service's name either: those have dots.
// Source: IAM User Guide "Principal" (reference_policies_elements_principal),
// unique identifiers.
func (f *frame) grantee(who string) admission {
	caller := &f.req.Principal
	if who == "" {
		return admission{}
	}
	if caller.Kind == authz.KindService {
		return admission{direct: authz.TriOf(who == caller.ARN && strings.Contains(who, "."))}
	}
	n := compileNamed(policy.PrincipalValue{Type: policy.PrincipalAWS, Text: who})
	if n.kind == policy.PrincipalStar {
		return admission{}
	}
	return n.admitsAWS(f)
}

// constraints compares the request with the grant's constraints; why tells what
// keeps an open answer open.
func (f *frame) constraints(g *authz.Grant, operation string) (met authz.Tri, why authz.Reason) {
	met, why = f.source(g, operation), authz.ReasonConditionUnknown
	if constrains(operation) {
		pairs := f.pairs(g)
		if pairs == authz.Maybe {
			why = authz.ReasonConstraintUnknown
		}
		met = met.And(pairs)
	}
	if len(g.OtherConstraints) > 0 {
		met, why = met.And(authz.Maybe), authz.ReasonUnread
	}
	return met, why
}

// source: the constraint SourceArn ties a grant to requests on behalf of one
// resource, by the very ARN. Retiring passes.
// Source: KMS API Reference "GrantConstraints", "CreateGrant" (Constraints).
func (f *frame) source(g *authz.Grant, operation string) authz.Tri {
	if g.SourceARN == "" || strings.EqualFold(operation, "RetireGrant") {
		return authz.True
	}
	v, met := f.lookup(sourceARN), authz.False
	switch {
	case v.State == authz.Undetermined:
		f.missing("aws:SourceArn")
		met = authz.Maybe
	case v.State == authz.Present && !v.Multi && len(v.Values) == 1:
		met = authz.TriOf(v.Values[0] == g.SourceARN)
	}
	f.testedSource(g.SourceARN, met)
	return met
}

const sourceARN = "aws:sourcearn"

// constrains: encryption context constraints bear on operations that take an
// encryption context; others pass.
// Source: KMS API Reference "GrantConstraints".
func constrains(operation string) bool {
	o := strings.ToLower(operation)
	return o == "decrypt" || o == "encrypt" ||
		strings.HasPrefix(o, "generatedatakey") || strings.HasPrefix(o, "reencrypt")
}

const encryptionContext = "kms:encryptioncontext:"

// pairs compares the request's encryption context pairs with the grant's.
func (f *frame) pairs(g *authz.Grant) authz.Tri {
	if g.ContextSubset == nil && g.ContextEquals == nil {
		return authz.True
	}
	t := f.hasPairs(g.ContextSubset)
	if g.ContextEquals == nil {
		return t
	}
	return t.And(f.hasPairs(g.ContextEquals)).And(f.noOtherPairs(g.ContextEquals))
}

func (f *frame) hasPairs(pairs map[string]string) authz.Tri {
	names := make([]string, 0, len(pairs))
	for name := range pairs {
		names = append(names, name)
	}
	sort.Strings(names)
	all := authz.True
	for _, name := range names {
		v := f.lookup(encryptionContext + authz.FoldKey(name))
		switch {
		case v.State == authz.Undetermined:
			f.missing("kms:EncryptionContext:" + name)
			all = all.And(authz.Maybe)
		default:
			all = all.And(authz.TriOf(v.State == authz.Present && !v.Multi && len(v.Values) == 1 && v.Values[0] == pairs[name]))
		}
	}
	return all
}

// noOtherPairs: whether an open request carries further pairs is not known,
// unless it is said of all of them.
func (f *frame) noOtherPairs(pairs map[string]string) authz.Tri {
	folded := make(map[string]bool, len(pairs))
	for name := range pairs {
		folded[encryptionContext+authz.FoldKey(name)] = true
	}
	none := authz.True
	for _, key := range f.req.Context.Keys() {
		v, _ := f.req.Context.Get(key)
		if !strings.HasPrefix(key, encryptionContext) || key == encryptionContext || folded[key] {
			continue
		}
		if v.State == authz.Present {
			return authz.False
		}
		if v.State == authz.Undetermined {
			f.missing(key)
			none = authz.Maybe
		}
	}
	if f.req.Context.Lookup(encryptionContext).State == authz.Undetermined {
		f.missing("kms:EncryptionContext:")
		none = authz.Maybe
	}
	return none
}

func lists(operations []string, name string) bool {
	for _, o := range operations {
		if strings.EqualFold(o, name) {
			return true
		}
	}
	return false
}
