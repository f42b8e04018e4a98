package authz

import (
	"fmt"
	"strings"
)

// A Kind tells what sort of caller a principal is.
type Kind uint8

// The kinds of caller. KindRole is a role in some session whose name is of no
// interest; KindSession is one named session.
const (
	KindAnonymous Kind = iota
	KindUser
	KindRole
	KindSession
	KindFederatedUser
	KindRoot
	KindService
	KindProvider // somebody with a token of an identity provider
)

var kindNames = [...]string{"anonymous", "user", "role", "session", "federatedUser", "root", "service", "provider"}

// String names the kind as the JSON shapes do.
func (k Kind) String() string { return kindNames[k] }

// A Principal is who acts. Plain data, safe to copy; the zero value is the
// anonymous caller.
type Principal struct {
	Kind Kind
	// ARN is the caller's own: the session's for a session. For a service it
	// is the service's name, for a provider its ARN or host, else empty.
	ARN     string
	Account string // empty for anonymous callers, services and providers
	// Role is the ARN of the role behind KindRole and KindSession.
	Role string
	// User is the IAM user behind a federated-user session, if known.
	User string
	// UniqueID is the AIDA… or AROA… id, if known.
	UniqueID string
	// CanonicalID is the S3 canonical user id of the account, if known.
	CanonicalID string
	// OpenSession tells that a KindRole caller may choose any session name,
	// so a policy that names one session cannot be decided. Test cases leave
	// it false: there the name "is of no interest".
	OpenSession bool
}

// IdentityARN is what aws:PrincipalArn holds: the role's ARN for a session of
// a role, else the caller's own; empty for callers that have none.
func (p Principal) IdentityARN() string {
	switch p.Kind {
	case KindRole, KindSession:
		return p.Role
	case KindUser, KindRoot, KindFederatedUser:
		return p.ARN
	default:
		return ""
	}
}

// ServiceLinked tells whether the caller is a session of a service-linked role.
// Source: conformance/README.md; IAM User Guide "Service-linked roles".
func (p Principal) ServiceLinked() bool { return IsServiceLinkedRole(p.Role) }

// IsServiceLinkedRole tells it of a role's ARN.
func IsServiceLinkedRole(arn string) bool {
	return strings.Contains(arn, ":role/aws-service-role/")
}

// TakesIdentityPolicies tells whether the caller can have identity policies.
func (p Principal) TakesIdentityPolicies() bool {
	switch p.Kind {
	case KindUser, KindRole, KindSession, KindFederatedUser:
		return true
	default:
		return false
	}
}

// ParsePrincipal reads one of the forms of conformance/README.md. The action
// decides whether cognito-identity.amazonaws.com is a service or a provider.
func ParsePrincipal(text, action string) (Principal, error) {
	if text == "*" {
		return Principal{}, nil
	}
	if !strings.HasPrefix(text, "arn:") {
		return parseName(text, action)
	}
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || parts[5] == "" {
		return Principal{}, fmt.Errorf("principal %q: an ARN has six parts separated by colons", text)
	}
	partition, service, account, resource := parts[1], parts[2], parts[4], parts[5]
	kind, name, _ := strings.Cut(resource, "/")
	switch {
	case service == "iam" && resource == "root":
		return Principal{Kind: KindRoot, ARN: text, Account: account}, nil
	case service == "iam" && kind == "user" && name != "":
		return Principal{Kind: KindUser, ARN: text, Account: account}, nil
	case service == "iam" && kind == "role" && name != "":
		return Principal{Kind: KindRole, ARN: text, Role: text, Account: account}, nil
	case service == "iam" && (kind == "oidc-provider" || kind == "saml-provider") && name != "":
		return Principal{Kind: KindProvider, ARN: text}, nil
	case service == "sts" && kind == "federated-user" && name != "":
		return Principal{Kind: KindFederatedUser, ARN: text, Account: account}, nil
	case service == "sts" && kind == "assumed-role" && strings.Contains(name, "/"):
		role := name[:strings.LastIndexByte(name, '/')]
		return Principal{
			Kind: KindSession, ARN: text, Account: account,
			Role: "arn:" + partition + ":iam::" + account + ":role/" + role,
		}, nil
	}
	return Principal{}, fmt.Errorf("principal %q: not the ARN of a user, role, session, root user or identity provider", text)
}

func parseName(text, action string) (Principal, error) {
	switch {
	case text == "":
		return Principal{}, fmt.Errorf("the principal is empty")
	case isServiceName(text) && !assumesByToken(action):
		return Principal{Kind: KindService, ARN: text}, nil
	case strings.Contains(text, ".") && !strings.ContainsAny(text, " :*"):
		return Principal{Kind: KindProvider, ARN: text}, nil
	}
	return Principal{}, fmt.Errorf("principal %q: neither an ARN nor the name of a service or identity provider", text)
}

func isServiceName(text string) bool {
	return strings.HasSuffix(text, ".amazonaws.com") || strings.HasSuffix(text, ".amazonaws.com.cn") ||
		strings.HasSuffix(text, ".amazon.com") && !strings.HasPrefix(text, "www.") || strings.HasSuffix(text, ".aws.internal")
}

func assumesByToken(action string) bool {
	return strings.EqualFold(action, "sts:AssumeRoleWithWebIdentity") || strings.EqualFold(action, "sts:AssumeRoleWithSAML")
}
