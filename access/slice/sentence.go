package slice

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// told is an explanation that is being put into words.
type told struct {
	k         *permission.Asker
	q         *permission.Question
	e         authz.Explanation
	action    string
	verdict   permission.Verdict
	principal Thing
	resource  Thing
}

// sentence is the headline: the principal first, what it can do, and why.
func (t *told) sentence() string {
	switch t.verdict {
	case permission.Allowed:
		return t.principal.Name + " can " + t.deed() + because(t.reasons(authz.VerdictAllow), "allows it") + "."
	case permission.Conditional:
		return t.principal.Name + " can " + t.deed() + t.circumstances() + because(t.reasons(authz.VerdictAllow), "allows it") + "."
	case permission.Undetermined:
		return "We cannot tell whether " + t.principal.Name + " can " + t.deed() + ": " + t.unknown() + "."
	default:
		return t.principal.Name + " cannot " + t.deed() + ", because " + t.refusal() + "."
	}
}

// deed words the request: "read q3.csv", "do s3:PutBucketPolicy on reports".
func (t *told) deed() string {
	what := t.resource.Name
	if t.resource.ARN == "*" {
		return "do " + t.action
	}
	switch t.action {
	case "s3:GetObject", "secretsmanager:GetSecretValue":
		return "read " + what
	case "s3:PutObject":
		return "write " + what
	case "s3:DeleteObject":
		return "delete " + what
	case "s3:ListBucket":
		return "list " + what
	case "kms:Decrypt":
		return "decrypt with " + what
	case "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity":
		return "become " + what
	case "lambda:InvokeFunction":
		return "invoke " + what
	default:
		return "do " + t.action + " on " + what
	}
}

// reasons lists the steps of granting layers with a verdict, or that may have it.
func (t *told) reasons(v authz.Verdict) (out []*authz.Step) {
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		if s.Verdict == v && grants(s.Layer) {
			out = append(out, s)
		}
	}
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		entry := s.Layer == authz.LayerGrant || s.Layer == authz.LayerACL
		if s.Verdict == authz.VerdictUnknown && (s.Effect == "Allow" || entry) && grants(s.Layer) && s.Statement >= 0 {
			out = append(out, s)
		}
	}
	return out
}

func grants(l authz.Layer) bool {
	switch l {
	case authz.LayerIdentity, authz.LayerResource, authz.LayerGrant, authz.LayerACL:
		return true
	default:
		return false
	}
}

func because(steps []*authz.Step, verb string) string {
	if len(steps) == 0 {
		return ""
	}
	text := ", because " + statementName(steps[0]) + " " + verb
	if steps[0].Reason == authz.ReasonRootUser {
		text = ", because a root user needs no policy in its own account"
	}
	if len(steps) > 1 {
		text += ", as " + word(len(steps) == 2, "1 more does", thousands(len(steps)-1)+" more do")
	}
	return text
}

// statementName names a step in a sentence: "statement ReadPlans of developers".
func statementName(s *authz.Step) string {
	policy := policyLabel(s.Policy)
	switch {
	case s.Layer == authz.LayerACL:
		return strings.TrimSpace("the access control list's entry for " + s.Facts["grantee"])
	case s.Layer == authz.LayerGrant:
		return "the grant to " + s.Facts["grantee"]
	case s.Layer == authz.LayerPublicAccessBlock:
		return "S3 Block Public Access"
	case s.Statement < 0 && policy == "":
		return LayerName(s.Layer)
	}
	of := layerNoun(s.Layer) + policy
	if group, rest, ok := strings.Cut(s.Policy, ": "); ok && strings.HasPrefix(group, "group ") && rest != "" {
		of += " (through " + group + ")"
	}
	switch {
	case s.Statement < 0:
		return of
	case s.SID != "":
		return "statement " + s.SID + " of " + of
	default:
		return "statement " + thousands(s.Statement+1) + " of " + of
	}
}

// layerNoun stands before the name of a policy whose kind matters.
func layerNoun(l authz.Layer) string {
	switch l {
	case authz.LayerSCP, authz.LayerRCP:
		return strings.ToUpper(string(l)) + " "
	case authz.LayerBoundary:
		return "the boundary "
	case authz.LayerResource:
		return "the "
	default:
		return ""
	}
}

// circumstances are the conditions that are not known to hold.
func (t *told) circumstances() string {
	var out []string
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		if s.Verdict != authz.VerdictUnknown || s.Reason == authz.ReasonUnread {
			continue
		}
		switch open := holding(s, "unknown"); {
		case withMFA(s, open):
			out = add(out, "after signing in with MFA")
		case len(open) > 0:
			out = add(out, accessIf(s, open))
		}
		if text := openWords(s); text != "" {
			out = add(out, text)
		}
	}
	if len(out) > 3 {
		out = append(out[:3], "under further conditions")
	}
	if len(out) == 0 {
		return " under conditions"
	}
	return " " + strings.Join(out, " and ")
}

// openWords say what keeps a step open that no key decides; empty if nothing.
func openWords(s *authz.Step) string {
	switch s.Reason {
	case authz.ReasonPrincipalUnknown:
		return "in a session that the policy names"
	case authz.ReasonResourceUnknown:
		return "if a policy variable has the fitting value"
	case authz.ReasonObjectACLUnread:
		return "if the object's own access control list lets it in"
	case authz.ReasonConstraintUnknown:
		return "if the encryption context fits the grant"
	default:
		return ""
	}
}

func add(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// unknown says what was not read.
func (t *told) unknown() string {
	if len(t.e.Gaps) > 0 {
		text := t.e.Gaps[0]
		if len(t.e.Gaps) > 1 {
			text += ", and " + thousands(len(t.e.Gaps)-1) + " more"
		}
		return text
	}
	for i := range t.e.Steps {
		if s := &t.e.Steps[i]; s.Verdict == authz.VerdictUnknown {
			return statementName(s) + " " + StepText(s)
		}
	}
	return "something that bears on it was not read"
}

// refusal says what denies a request.
func (t *told) refusal() string {
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		if s.Layer == t.e.DecidedBy && s.Verdict == authz.VerdictDeny {
			return statementName(s) + " denies it"
		}
	}
	switch t.e.DecidedBy {
	case authz.LayerPublicAccessBlock:
		return "S3 Block Public Access keeps everyone out whom only a public policy or list lets in"
	case authz.LayerNone:
		return "nothing allows it"
	default:
		return "no statement of " + t.policyOf(t.e.DecidedBy) + " allows it"
	}
}

// policyOf names the one policy of a layer, or the layer.
func (t *told) policyOf(l authz.Layer) string {
	switch list := policiesOf(t.q.Stack(), l); {
	case l == authz.LayerResource && len(list) == 1:
		return "the " + list[0].Name
	case l == authz.LayerBoundary && len(list) == 1:
		return "the boundary " + policyLabel(policyName(list[0]))
	default:
		return LayerName(l)
	}
}
