package permission

import (
	"strings"

	"sightline/iam/authz"
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
	if len(e.MissingContext) > 0 {
		return false
	}
	for _, s := range e.Steps {
		if s.Verdict == authz.VerdictUnknown && (s.Reason == authz.ReasonStatementInvalid || s.Reason == authz.ReasonConditionUnknown) {
			return true
		}
	}
	return false
}

// openConditions lists the tests that no known value decides, without repeats.
func openConditions(e authz.Explanation) (out []Condition) {
	seen := make(map[string]bool)
	for _, s := range e.Steps {
		if s.Verdict != authz.VerdictUnknown {
			continue
		}
		for _, t := range s.Conditions {
			if t.Holds != "unknown" {
				continue
			}
			c := Condition{Operator: t.Operator, Key: t.Key, Values: t.Values, Unless: s.Effect == "Deny"}
			if key := c.key(); !seen[key] {
				seen[key] = true
				out = append(out, c)
			}
		}
		if text := openText(s); text != "" && !seen[text] {
			seen[text] = true
			out = append(out, Condition{Text: text})
		}
	}
	return out
}

// openText words what keeps a step open beside its condition tests.
func openText(s authz.Step) string {
	switch s.Reason {
	case authz.ReasonPrincipalUnknown:
		return "the session bears the name that the policy names"
	case authz.ReasonResourceUnknown:
		return "a policy variable in the resource has the fitting value"
	case authz.ReasonUnread:
		return "not read: " + s.Facts["gap"]
	case authz.ReasonStatementInvalid:
		return "a statement cannot be understood"
	case authz.ReasonObjectACLUnread:
		return "the object's own access control list, which was not read, lets the caller in"
	case authz.ReasonConstraintUnknown:
		return "the encryption context fits the grant"
	default:
		return ""
	}
}

// key identifies a condition.
func (c Condition) key() string {
	return strings.Join([]string{c.Operator, strings.ToLower(c.Key), strings.Join(c.Values, "\x00"), c.Text, map[bool]string{true: "unless"}[c.Unless]}, "\x01")
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

func reasonOf(s authz.Step) Reason {
	r := Reason{Layer: s.Layer, Policy: s.Policy, Statement: s.Statement, SID: s.SID, Effect: s.Effect, File: s.File, Line: s.Line}
	if s.Reason == authz.ReasonRootUser {
		r.Note = "a root user needs no policy of its own"
	} else if gap := s.Facts["gap"]; gap != "" {
		r.Note = gap
	} else if grantee := s.Facts["grantee"]; grantee != "" {
		r.Note = "grantee " + grantee
		if p := s.Facts["permission"]; p != "" {
			r.Note += ", " + p
		}
	}
	return r
}
