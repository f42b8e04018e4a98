package slice

import (
	"sightline/access/permission"
	"sightline/iam/authz"
)

// changes say what would have to be otherwise for a denied request to be
// allowed: every layer that stops it, and conditions that would do.
func (t *told) changes() []string {
	out := []string{}
	if t.verdict != permission.Denied {
		return out
	}
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		switch {
		case s.Verdict == authz.VerdictDeny && s.Layer == authz.LayerPublicAccessBlock, s.Reason == authz.ReasonPublicBlocked:
			out = add(out, "S3 Block Public Access of the bucket or its account no longer blocks it.")
		case s.Verdict == authz.VerdictDeny:
			out = add(out, capital(statementName(s))+" no longer denies it"+otherwise(s)+".")
		case s.Verdict == authz.VerdictMissing:
			out = add(out, t.mustAllow(s.Layer, s.Facts["entity"]))
		}
	}
	for i := range t.e.Steps {
		if s := &t.e.Steps[i]; s.Reason == authz.ReasonConditionFalse && s.Effect == "Allow" && grants(s.Layer) {
			out = add(out, "The request meets the condition of "+statementName(s)+": "+failedTest(s)+".")
		}
	}
	if t.e.Decision == authz.ImplicitlyDenied && len(out) == 0 {
		out = append(out, t.mustAllow(t.e.DecidedBy, ""))
	}
	return out
}

// otherwise: a Deny under conditions also ends with them.
func otherwise(s *authz.Step) string {
	switch met := holding(s, "true"); len(met) {
	case 0:
		return ""
	case 1:
		return ", or " + otherwiseTest(&met[0])
	default:
		return ", or not all of its conditions hold"
	}
}

func failedTest(s *authz.Step) string {
	for i := range s.Conditions {
		if s.Conditions[i].Holds == "false" {
			return plainTest(&s.Conditions[i])
		}
	}
	return "all of it"
}

func (t *told) mustAllow(l authz.Layer, entity string) string {
	what := t.action
	if t.q.Resource != "*" {
		what += " on " + t.resource.Name
	}
	switch {
	case entity != "":
		return "A policy attached at " + entity + " allows " + what + "."
	case l == authz.LayerResource:
		return "A statement of " + t.policyOf(l) + " allows " + t.principal.Name + " " + t.action + "."
	case l == authz.LayerIdentity && t.q.Principal.TakesIdentityPolicies():
		return "A policy of " + t.principal.Name + " allows " + what + "."
	case l == authz.LayerPublicAccessBlock:
		return "S3 Block Public Access of the bucket or its account no longer blocks it."
	default:
		return "A statement of " + t.policyOf(l) + " allows " + what + "."
	}
}
