package permission

import (
	"sightline/iam/authz"
	"sightline/iam/condition"
)

// outcome turns an explanation into a verdict with its conditions and reasons.
func outcome(e authz.Explanation) (v Verdict, conditions []Condition, because []Reason) {
	switch {
	case e.Decision == authz.Allowed:
		v = Allowed
	case e.Decision != authz.Unknown:
		return Denied, nil, reasons(e, authz.VerdictDeny)
	case len(e.Gaps) > 0 || invalid(e):
		v = Undetermined
	default:
		v = Conditional
	}
	if v != Allowed {
		conditions = openConditions(e)
	}
	return v, conditions, reasons(e, authz.VerdictAllow)
}

// invalid: the answer hangs on a statement that cannot be understood or on an
// operator nobody knows.
func invalid(e authz.Explanation) bool {
	for _, s := range e.Steps {
		if s.Verdict == authz.VerdictUnknown && (s.Reason == authz.ReasonStatementInvalid || unknownOperator(s.Conditions)) {
			return true
		}
	}
	return false
}

func unknownOperator(tests []authz.Test) bool {
	for _, t := range tests {
		if _, known := condition.Parse(t.Operator); !known && t.Holds == "unknown" {
			return true
		}
	}
	return false
}

// openConditions lists the tests that no known value decides, without repeats.
func openConditions(e authz.Explanation) (out []Condition) {
	seen := make(map[string]bool)
	add := func(list []Condition) {
		for _, c := range list {
			if key := c.ID(); !seen[key] {
				seen[key] = true
				out = append(out, c)
			}
		}
	}
	for _, s := range e.Steps {
		if s.Verdict != authz.VerdictUnknown {
			continue
		}
		list := testsOf(s.Conditions)
		if text := openText(s); text != "" {
			list = append(list, Condition{Text: text})
		}
		if s.Effect == "Deny" && s.Reason != authz.ReasonStatementInvalid {
			list = unless(list)
		}
		add(list)
	}
	return out
}

// ObjectListUnread is the condition of access that hangs on the lists of
// objects, which are never read.
const ObjectListUnread = "the object's own access control list, which was not read, lets the caller in"

// openText words what keeps a step open beside its condition tests.
func openText(s authz.Step) string {
	switch s.Reason {
	case authz.ReasonPrincipalUnknown:
		return "the caller is who the policy names by a session or id that is not known"
	case authz.ReasonResourceUnknown:
		return "a policy variable in the resource has the fitting value"
	case authz.ReasonUnread:
		return "not read: " + s.Facts["gap"]
	case authz.ReasonStatementInvalid:
		return "a statement cannot be understood"
	case authz.ReasonObjectACLUnread:
		return ObjectListUnread
	case authz.ReasonConstraintUnknown:
		return "the encryption context fits the grant"
	default:
		return ""
	}
}

// reasons lists the steps with a verdict (and those left open), without the
// many Allows of organization policies, which grant nothing.
func reasons(e authz.Explanation, want authz.Verdict) (out []Reason) {
	for _, s := range e.Steps {
		limiting := s.Layer == authz.LayerSCP || s.Layer == authz.LayerRCP || s.Layer == authz.LayerEndpoint
		if s.Verdict != want && s.Verdict != authz.VerdictUnknown || limiting && s.Verdict == authz.VerdictAllow {
			continue
		}
		out = append(out, reasonOf(s))
	}
	if want == authz.VerdictDeny && len(out) == 0 {
		for _, s := range e.Steps {
			if s.Verdict == authz.VerdictMissing {
				out = append(out, reasonOf(s))
			}
		}
	}
	return out
}

// reasonOf words what a step without a statement rests on.
func reasonOf(s authz.Step) Reason {
	r := Reason{Layer: s.Layer, Policy: s.Policy, Statement: s.Statement, SID: s.SID, Effect: s.Effect, File: s.File, Line: s.Line}
	switch s.Reason {
	case authz.ReasonRootUser:
		r.Note = "a root user needs no policy of its own"
		return r
	case authz.ReasonObjectACLUnread:
		r.Note = "the objects' own lists were not read"
		return r
	default:
	}
	if gap := s.Facts["gap"]; gap != "" {
		r.Note = gap
	} else if grantee := s.Facts["grantee"]; grantee != "" {
		r.Note = "grantee " + grantee
		if p := s.Facts["permission"]; p != "" {
			r.Note += ", " + p
		}
	}
	return r
}
