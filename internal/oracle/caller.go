package oracle

import "strings"

// The kinds of caller of the case format.
const (
	kindUser      = "user"
	kindRole      = "role"
	kindSession   = "session"
	kindFederated = "federatedUser"
	kindRoot      = "root"
	kindService   = "service"
	kindProvider  = "provider"
	kindAnonymous = "anonymous"
)

// A strength tells how much a resource policy gives to the caller whom it
// names: nothing, a delegation to the account, what an Allow for a role gives
// (the boundary and the session policies still limit), or a direct grant.
type strength int

const (
	nobody strength = iota
	delegated
	asRole
	direct
)

// A link is one of the things that a caller is at once: a session, its role,
// its account. Names are the ways to write it in a Principal element; a link
// without names cannot be written.
type link struct {
	names []string
	gives strength
}

// A caller is who asks.
type caller struct {
	kind    string
	typ     string // the Principal type that can name it; empty for anonymous
	arn     string // what aws:PrincipalArn holds, empty if nothing
	account string
	chain   []link
}

// identify reads the principal of a request. The action tells whether a name
// is a service or an identity provider.
func identify(text, action string) caller {
	switch {
	case text == "*":
		return caller{kind: kindAnonymous, chain: []link{{nil, direct}}}
	case strings.HasPrefix(text, "arn:") && !strings.Contains(text, "-provider/"):
		return identifyARN(text)
	case isService(text, action):
		return caller{kind: kindService, typ: "Service", chain: []link{{[]string{text}, direct}}}
	default:
		return caller{kind: kindProvider, typ: "Federated", chain: []link{{[]string{text}, direct}}}
	}
}

// Source: conformance/README.md, "cognito-identity.amazonaws.com looks like a
// service, but as the caller of sts:AssumeRoleWithWebIdentity it is the
// identity provider".
func isService(text, action string) bool {
	name := strings.ToLower(action)
	byToken := name == "sts:assumerolewithwebidentity" || name == "sts:assumerolewithsaml"
	return strings.HasSuffix(text, ".amazonaws.com") && !byToken
}

func identifyARN(text string) caller {
	parts := strings.SplitN(text, ":", 6)
	partition, account, rest := parts[1], parts[4], parts[5]
	root := "arn:" + partition + ":iam::" + account + ":root"
	c := caller{typ: "AWS", arn: text, account: account}
	ofAccount := link{[]string{root, account}, delegated}
	switch {
	case rest == "root":
		c.kind, c.chain = kindRoot, []link{{ofAccount.names, direct}}
	case strings.HasPrefix(rest, "user/"):
		c.kind, c.chain = kindUser, []link{{[]string{text}, direct}, ofAccount}
	case strings.HasPrefix(rest, "role/"):
		// The name of its session is of no interest, so no element asks for it.
		c.kind, c.chain = kindRole, []link{{[]string{text}, asRole}, ofAccount}
	case strings.HasPrefix(rest, "assumed-role/"):
		role := strings.Split(rest, "/")[1]
		c.arn = "arn:" + partition + ":iam::" + account + ":role/" + role
		c.kind, c.chain = kindSession, []link{{[]string{text}, direct}, {[]string{c.arn}, asRole}, ofAccount}
	default:
		c.kind, c.chain = kindFederated, []link{{[]string{text}, direct}, ofAccount}
	}
	return c
}

// hasPolicies tells whether the caller can have identity policies, a boundary
// and session policies.
func (c caller) hasPolicies() bool {
	return c.account != "" && c.kind != kindRoot
}

// serviceLinked tells whether the caller acts as a service-linked role.
func (c caller) serviceLinked() bool { return isServiceLinked(c.arn) }

// isServiceLinked tells whether an ARN is that of a service-linked role.
// Source: conformance/README.md, "A role whose ARN has the path
// /aws-service-role/ is a service-linked role".
func isServiceLinked(arn string) bool { return strings.Contains(arn, ":role/aws-service-role/") }
