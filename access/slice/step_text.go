package slice

import (
	"fmt"
	"strings"

	"sightline/iam/authz"
)

// LayerName words a layer for a reader, in the middle of a sentence.
func LayerName(l authz.Layer) string {
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

// Site names a statement: policy, number or Sid, file and line.
func Site(policy string, statement int, sid, file string, line int) string {
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

// StepText words a step's reason, as what follows a statement's name.
func StepText(s *authz.Step) string {
	switch s.Reason {
	case authz.ReasonApplies, authz.ReasonGrantApplies:
		return about(s, "applies")
	case authz.ReasonConditionFalse:
		return "its condition does not hold: " + testsText(s.Conditions, "false")
	case authz.ReasonConditionUnknown:
		return "its condition is not known: " + testsText(s.Conditions, "unknown")
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

func testsText(list []authz.Test, holds string) string {
	var out []string
	for _, t := range list {
		if t.Holds == holds {
			out = append(out, fmt.Sprintf("%s %s [%s]", t.Key, t.Operator, strings.Join(t.Values, ", ")))
		}
	}
	return strings.Join(out, " and ")
}
