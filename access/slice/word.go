package slice

import (
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// wordOf is the mark on a line, at most 8 letters.
func wordOf(l *line) string {
	switch l.verdict {
	case permission.Denied:
		return layerWord(l.layer)
	case permission.Undetermined:
		return "not read"
	case permission.Conditional:
		return conditionWord(l.conditions)
	default:
		return ""
	}
}

// layerWord is what cuts a line off.
func layerWord(l authz.Layer) string {
	switch l {
	case authz.LayerSCP, authz.LayerRCP, authz.LayerACL:
		return strings.ToUpper(string(l))
	case authz.LayerPublicAccessBlock:
		return "block"
	default: // boundary, session, endpoint, resource, identity, grant
		return string(l)
	}
}

// conditionWord names what the first of the conditions is about; the drawer
// has the rest.
func conditionWord(list []permission.Condition) string {
	for _, c := range list {
		if c.Key != "" {
			return keyWord(c.Key)
		}
		if len(c.All) > 0 {
			return conditionWord(c.All)
		}
		if c.Text != "" {
			return textWord(c.Text)
		}
	}
	return "if"
}

// keyWord shortens a condition key.
func keyWord(key string) string {
	key = authz.FoldKey(key)
	for _, k := range [...]struct{ begin, word string }{
		{"aws:multifactorauth", "MFA"},
		{"aws:sourceip", "IP"},
		{"aws:vpcsourceip", "IP"},
		{"aws:sourcevpc", "VPC"},
		{"aws:vpceorg", "VPC"},
		{"aws:vpceaccount", "VPC"},
		{"aws:resourcetag/", "tag"},
		{"aws:principaltag/", "tag"},
		{"aws:requesttag/", "tag"},
		{"aws:tagkeys", "tag"},
		{"aws:principalorg", "org"},
		{"aws:resourceorg", "org"},
		{"aws:sourceorg", "org"},
		{"aws:currenttime", "time"},
		{"aws:epochtime", "time"},
		{"aws:tokenissuetime", "time"},
		{"sts:externalid", "ext. ID"},
		{"sts:rolesessionname", "session"},
		{"aws:sourcearn", "source"},
		{"aws:sourceaccount", "source"},
		{"aws:requestedregion", "Region"},
		{"aws:securetransport", "TLS"},
		{"aws:calledvia", "via"},
		{"aws:viaawsservice", "via"},
		{"kms:viaservice", "via"},
		{"kms:encryptioncontext", "context"},
		{"aws:principal", "caller"},
		{"aws:userid", "caller"},
		{"aws:username", "caller"},
		{"s3:prefix", "prefix"},
	} {
		if strings.HasPrefix(key, k.begin) {
			return k.word
		}
	}
	service, name, _ := strings.Cut(key, ":")
	if strings.Contains(service, ".") {
		return "token" // claims of an identity provider
	}
	if strings.Contains(name, "tag/") {
		return "tag"
	}
	return "if"
}

// textWord is the word of a condition that no key expresses.
func textWord(text string) string {
	for _, k := range [...]struct{ part, word string }{
		{"session", "session"},
		{"account", "account"},
		{"access control list", "ACL"},
		{"policy variable", "variable"},
		{"encryption context", "context"},
		{"not read", "not read"},
	} {
		if strings.Contains(text, k.part) {
			return k.word
		}
	}
	return "if"
}
