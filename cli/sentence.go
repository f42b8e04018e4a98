package cli

import (
	"fmt"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// layerName words a layer for a reader.
func layerName(l authz.Layer) string {
	switch l {
	case authz.LayerRCP:
		return "the resource control policies"
	case authz.LayerSCP:
		return "the service control policies"
	case authz.LayerResource:
		return "the resource's policy"
	case authz.LayerIdentity:
		return "the identity policies"
	case authz.LayerBoundary:
		return "the permissions boundary"
	case authz.LayerSession:
		return "the session policies"
	case authz.LayerEndpoint:
		return "the VPC endpoint policy"
	case authz.LayerGrant:
		return "a KMS grant"
	case authz.LayerACL:
		return "the access control list"
	case authz.LayerPublicAccessBlock:
		return "S3 Block Public Access"
	default:
		return string(l)
	}
}

// writeStep prints one reason as a row: what it does, where it stands, why.
func writeStep(w *table, s *authz.Step) {
	where := site(s.Policy, s.Statement, s.SID, s.File, s.Line)
	if s.Layer == authz.LayerACL || s.Layer == authz.LayerGrant {
		where = site(s.Policy, -1, "", s.File, s.Line)
	}
	w.row("  "+string(s.Verdict), string(s.Layer), where, sentence(s))
}

// site names a statement: policy, number or Sid, file and line.
func site(policy string, statement int, sid, file string, line int) string {
	var b strings.Builder
	b.WriteString(policy)
	switch {
	case sid != "":
		fmt.Fprintf(&b, " statement %q", sid)
	case statement >= 0 && policy != "":
		fmt.Fprintf(&b, " statement %d", statement+1)
	}
	if file != "" {
		fmt.Fprintf(&b, " (%s", file)
		if line > 0 {
			fmt.Fprintf(&b, ":%d", line)
		}
		b.WriteString(")")
	}
	return strings.TrimSpace(b.String())
}

// sentence words a step's reason.
func sentence(s *authz.Step) string {
	switch s.Reason {
	case authz.ReasonApplies, authz.ReasonGrantApplies:
		return about(s, "applies")
	case authz.ReasonConditionFalse:
		return "its condition does not hold: " + tests(s.Conditions, "false")
	case authz.ReasonConditionUnknown:
		return "its condition is not known: " + tests(s.Conditions, "unknown")
	case authz.ReasonPrincipalUnknown:
		return "whether it names the caller is not known"
	case authz.ReasonResourceUnknown:
		return "whether it covers the resource hangs on a policy variable"
	case authz.ReasonStatementInvalid:
		return "cannot be understood, so nothing is concluded from it"
	case authz.ReasonNoAllow:
		if e := s.Facts["entity"]; e != "" {
			return "no statement allows it at " + e
		}
		return "no statement allows it"
	case authz.ReasonUnread:
		return "not read: " + s.Facts["gap"]
	case authz.ReasonRootUser:
		return "a root user needs no policy of its own"
	case authz.ReasonNotCollected:
		return "the source does not hold this layer"
	case authz.ReasonServiceLinkedRole:
		return "does not limit this caller"
	case authz.ReasonServiceUnsupported:
		return "does not reach this request"
	case authz.ReasonPublicBlocked:
		return about(s, "public access is blocked")
	case authz.ReasonObjectACLUnread:
		return "the object's own access control list was not read"
	case authz.ReasonConstraintUnknown:
		return about(s, "whether the encryption context fits is not known")
	default:
		return string(s.Reason)
	}
}

func about(s *authz.Step, text string) string {
	if g := s.Facts["grantee"]; g != "" {
		text += ": grantee " + g
	}
	if p := s.Facts["permission"]; p != "" {
		text += " has " + p
	}
	return text
}

func tests(list []authz.Test, holds string) string {
	var out []string
	for _, t := range list {
		if t.Holds == holds {
			out = append(out, fmt.Sprintf("%s %s [%s]", t.Key, t.Operator, strings.Join(t.Values, ", ")))
		}
	}
	return strings.Join(out, " and ")
}

// conditionText words one condition of an answer.
func conditionText(c permission.Condition) string {
	if len(c.All) > 0 {
		words := make([]string, len(c.All))
		for i, one := range c.All {
			words[i] = strings.TrimPrefix(conditionText(one), "if ")
			if rest, negated := strings.CutPrefix(words[i], "unless "); negated {
				words[i] = "not " + rest
			}
		}
		return map[bool]string{false: "if ", true: "unless "}[c.Unless] + strings.Join(words, " and ")
	}
	if c.Text != "" && c.Unless {
		return "unless " + c.Text
	}
	if c.Text != "" {
		return c.Text
	}
	text := fmt.Sprintf("%s %s [%s]", c.Key, c.Operator, strings.Join(c.Values, ", "))
	if c.Unless {
		return "unless " + text
	}
	return "if " + text
}

func conditionTexts(list []permission.Condition) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = conditionText(c)
	}
	return out
}

// statements leaves out reasons that only name a gap: the condition says so,
// and the gaps stand below the answer.
func statements(list []permission.Reason, gaps []gapEntry) (out []permission.Reason) {
	for _, r := range list {
		if !namesGap(r, gaps) {
			out = append(out, r)
		}
	}
	return out
}

func namesGap(r permission.Reason, gaps []gapEntry) bool {
	for i := range gaps {
		if r.Note == gaps[i].String() {
			return true
		}
	}
	return false
}

func reasonText(r permission.Reason) string {
	number := r.Statement
	if r.Layer == authz.LayerACL || r.Layer == authz.LayerGrant {
		number = -1 // they have entries, not statements
	}
	text := site(r.Policy, number, r.SID, r.File, r.Line)
	if r.Note != "" {
		text = strings.TrimSpace(text + " " + r.Note)
	}
	if r.Layer == authz.LayerNone {
		return text
	}
	if text == "" {
		return layerName(r.Layer)
	}
	return string(r.Layer) + ": " + text
}
