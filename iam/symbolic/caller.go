package symbolic

import (
	"slices"
	"strings"

	"sightline/iam/policy"
)

// A CallerKind is a kind of principal of a request.
type CallerKind uint8

// The kinds of caller. CallerNone is that of requests whose policies name
// nobody.
const (
	CallerNone CallerKind = iota
	CallerAWS
	CallerAnonymous
	CallerService
	CallerFederated
	CallerCanonicalUser
)

// A Caller is the principal of a request. Text is the ARN, the service's or
// provider's name or the canonical user's id; empty for anonymous callers.
type Caller struct {
	Kind CallerKind
	Text string
}

// Callers selects kinds of caller; the zero value selects all.
type Callers uint8

// The kinds as a set.
const (
	OnlyAWS Callers = 1 << iota
	OnlyAnonymous
	OnlyService
	OnlyFederated
	OnlyCanonicalUser
)

func (c Callers) has(k CallerKind) bool { return c == 0 || k == CallerNone || c>>(k-1)&1 == 1 }

// caller is one way in which a request may have a principal: a fixed one, or
// any IAM principal, whose ARN is then a dimension of its own.
type caller struct {
	Caller
	id   int
	open bool
	// Of a fixed session: what aws:PrincipalArn says, and the account.
	identity, account string
	// fresh stands for all callers of the kind that no policy names.
	fresh bool
}

// iamPrincipals are the ARNs of users, roles, federated users and root users:
// what aws:PrincipalArn can hold. Account ids are not held to twelve digits:
// policies with others are stored and analysed by AWS all the same.
// Source: IAM User Guide "Condition keys" (aws:PrincipalArn); IAM API Reference,
// CreateRole (Path: any character from ! to DEL).
func iamPrincipals() (out []*alternative) {
	for _, text := range []string{"iam::?*:user/?*", "iam::?*:role/?*", "sts::?*:federated-user/?*", "iam::?*:root"} {
		for _, partition := range []string{"aws", "aws-cn", "aws-us-gov"} {
			// Paths of users and roles may hold colons, the parts before not.
			before := appendWild(nil, "arn:"+partition+":"+text[:strings.LastIndexByte(text, ':')+1], formGlob)
			name := appendWild(nil, text[strings.LastIndexByte(text, ':')+1:], formGlob)
			out = append(out, finish(slices.Concat(before, name), len(before)))
		}
	}
	return out
}

// callersOf lists the callers that policies can tell apart. The IAM principals
// come first: witnesses with a name are easier to read.
func (p *Problem) callersOf() []caller {
	if !p.options.Callers {
		return []caller{{Caller: Caller{Kind: CallerNone}}}
	}
	out := []caller{{Caller: Caller{Kind: CallerAWS}, open: true}, {Caller: Caller{Kind: CallerAnonymous}}}
	add := func(k CallerKind, text string, fresh bool) {
		c := caller{Caller: Caller{k, text}, fresh: fresh}
		if k == CallerAWS {
			c.identity, c.account = behindSession(text)
		}
		if !slices.ContainsFunc(out, func(o caller) bool { return o.Caller == c.Caller }) {
			c.id = len(out)
			out = append(out, c)
		}
	}
	for _, r := range p.rules {
		for _, v := range r.Statement.Principal.Values {
			switch {
			case v.Text == "*":
			case v.Type == policy.PrincipalService:
				add(CallerService, v.Text, false)
			case v.Type == policy.PrincipalFederated:
				add(CallerFederated, v.Text, false)
			case v.Type == policy.PrincipalCanonicalUser:
				add(CallerCanonicalUser, v.Text, false)
			case isSession(v.Text):
				add(CallerAWS, v.Text, false)
			case r.Statement.Principal.Negated && !r.Allow && isRole(v.Text):
				add(CallerAWS, sessionOf(v.Text), true) // such a Deny may spare the role and not its sessions
			}
		}
	}
	add(CallerService, "sightline-example.amazonaws.com", true)
	add(CallerFederated, "sightline-example.com", true)
	add(CallerCanonicalUser, strings.Repeat("0", 64), true)
	for i := range out {
		out[i].id = i
	}
	return out
}

func isSession(text string) bool {
	parts := strings.SplitN(text, ":", 6)
	return len(parts) == 6 && parts[2] == "sts" && strings.HasPrefix(parts[5], "assumed-role/") && strings.Count(parts[5], "/") >= 2
}

// isRole: of roles with a path, nobody can tell from a session's ARN.
func isRole(text string) bool {
	parts := strings.SplitN(text, ":", 6)
	return len(parts) == 6 && parts[2] == "iam" && strings.HasPrefix(parts[5], "role/") && strings.Count(parts[5], "/") == 1
}

// sessionOf is a session of a role that no policy names.
func sessionOf(role string) string {
	parts := strings.SplitN(role, ":", 6)
	return "arn:" + parts[1] + ":sts::" + parts[4] + ":assumed-" + parts[5] + "/sightline-example"
}

// behindSession gives the role of a session's ARN, as aws:PrincipalArn names
// it, and its account. The path of the role is not in the session's ARN.
func behindSession(arn string) (role, account string) {
	parts := strings.SplitN(arn, ":", 6)
	name := strings.TrimPrefix(parts[5], "assumed-role/")
	name = name[:strings.LastIndexByte(name, '/')]
	return "arn:" + parts[1] + ":iam::" + parts[4] + ":role/" + name, parts[4]
}
