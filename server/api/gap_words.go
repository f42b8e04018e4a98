package api

import (
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// effect says which answers a gap leaves open.
func effect(g *snapshot.Gap) string {
	of := place(g)
	switch {
	case g.Whole():
		return "Nothing" + of + " was read: its users, roles and resources are missing, and answers that touch it are incomplete."
	case g.HidesIdentities():
		return "Users, roles or groups" + of + " may be missing, so lists of who has access are incomplete."
	case g.Hides():
		return "Resources of type " + readable(g.Type) + of + " may be missing, so lists of what can be reached are incomplete."
	}
	subject := g.Subject
	if subject == "" {
		subject = "everything" + of
		if g.Type != "" {
			subject = "every " + readable(g.Type) + of
		}
	}
	return layerEffect(g.Layer, subject)
}

func layerEffect(l authz.Layer, subject string) string {
	switch l {
	case authz.LayerSCP:
		return "What service control policies forbid " + subject + " is not known: what they could deny is undetermined."
	case authz.LayerRCP:
		return "Whether resource control policies forbid anything on " + subject + " is not known: what they could deny is undetermined."
	case authz.LayerResource:
		return "Whom the policy of " + subject + " lets in or keeps out is not known: access to it is undetermined."
	case authz.LayerIdentity:
		return "What the policies of " + subject + " allow or deny is not known: its access is undetermined."
	case authz.LayerBoundary:
		return "How far the permissions boundary limits " + subject + " is not known: its access is undetermined."
	case authz.LayerSession, authz.LayerEndpoint:
		return "How far a policy limits " + subject + " is not known: its access is undetermined."
	case authz.LayerGrant:
		return "Whom grants on " + subject + " let in is not known: a denial may be an allowance."
	case authz.LayerACL:
		return "Whom the access control list of " + subject + " lets in is not known: a denial may be an allowance."
	case authz.LayerPublicAccessBlock:
		return "Whether public access to " + subject + " is blocked is not known: public access is undetermined."
	default:
		return "Facts about " + subject + " are not known: answers that hang on them are undetermined."
	}
}

func place(g *snapshot.Gap) string {
	text := ""
	if g.Account != "" {
		text = " of account " + g.Account
	}
	if g.Region != "" {
		text += " in " + g.Region
	}
	return text
}

// remedy says what to do.
func remedy(g *snapshot.Gap) string {
	if g.MissingAction != "" {
		who := "the role that Sightline reads with"
		if g.Account != "" {
			who += " in account " + g.Account
		}
		return "Allow " + g.MissingAction + " to " + who + ", see that no SCP or resource policy denies it, and scan again."
	}
	if service, _, ok := strings.Cut(g.Call, ":"); ok && g.Region != "" {
		return "See why " + service + " in " + g.Region + " did not answer, and scan again; a failure of the network or of AWS may pass by itself."
	}
	return "Look at the reason, and scan again; a failure of the network or of AWS may pass by itself."
}
