package smt

import (
	"regexp"
	"strings"

	"sightline/iam/policy"
)

// The kinds of caller: values of the variable principal_kind. Callers up to
// kindLastAWS belong to an account.
const (
	kindUser          term = "0"
	kindRoot          term = "1"
	kindRole          term = "2" // in a session that no policy names
	kindSession       term = "3"
	kindFederatedUser term = "4"
	kindLastAWS       term = "4"
	kindService       term = "5"
	kindProvider      term = "6"
	kindCanonical     term = "7"
	kindAnonymous     term = "8"
)

// The variables of the caller. The name is what stands behind user/, role/ or
// federated-user/, with its path; of other callers it is the whole name.
const (
	callerKind      term = "principal_kind"
	callerPartition term = "principal_partition"
	callerAccount   term = "principal_account"
	callerName      term = "principal_name"
	callerSession   term = "principal_session"
)

func isKind(kind term) term { return equal(callerKind, kind) }

// declarePrincipal makes the caller of a resource policy.
func (e *encoder) declarePrincipal() {
	if e.kind != Resource {
		return
	}
	e.declare(string(callerKind), "Int", "")
	for _, v := range [...]term{callerPartition, callerAccount, callerName, callerSession} {
		e.declare(string(v), "String", "")
	}
	e.assert(apply("<=", "0", callerKind, kindAnonymous))
	e.assert(matches(callerPartition, apply("re.union", exactly("aws"), sequence(exactly("aws-"), plus(`(re.range "a" "z")`)), exactly("aws-us-gov"))))
	e.assert(matches(callerAccount, apply("(_ re.loop 12 12)", digit)))
	name := plus(nameChar)
	e.assert(matches(callerSession, name))
	path := sequence(star(sequence(name, exactly("/"))), name)
	e.assert(or(apply(">", callerKind, kindLastAWS), isKind(kindRoot), matches(callerName, path)))
	e.assert(or(apply("<=", callerKind, kindLastAWS), isKind(kindAnonymous), not(equal(callerName, text("")))))
}

// principal says whom a statement is about.
func (e *encoder) principal(c policy.PrincipalClause) term {
	if e.kind == Identity {
		return yes // it has no place there: docs/semantics/principals.md
	}
	if !c.Present {
		return no // nobody: docs/semantics/absent-elements.md
	}
	var any []term
	for _, v := range c.Values {
		any = append(any, named(v))
	}
	if c.Negated {
		return not(or(any...))
	}
	return or(any...)
}

var (
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	callerARN = regexp.MustCompile(`^arn:([a-z-]+):(iam|sts)::([0-9]{12}):(root$|[a-z-]+/)(.*)$`)
)

// named says whether the caller is the one that a value names.
// Source: testdata/conformance/reason/README.md, "Principal".
func named(v policy.PrincipalValue) term {
	if v.Text == "*" && (v.Type == policy.PrincipalStar || v.Type == policy.PrincipalAWS) {
		return yes
	}
	if strings.ContainsAny(v.Text, "*?") || v.Text == "" {
		refuse("the principal %q", v.Text)
	}
	switch v.Type {
	case policy.PrincipalService:
		return and(isKind(kindService), equal(callerName, text(v.Text)))
	case policy.PrincipalFederated:
		return and(isKind(kindProvider), equal(callerName, text(v.Text)))
	case policy.PrincipalCanonicalUser:
		return and(isKind(kindCanonical), equal(callerName, text(v.Text)))
	case policy.PrincipalStar, policy.PrincipalAWS:
	}
	if accountID.MatchString(v.Text) {
		return inAccount(v.Text)
	}
	return namedARN(v.Text)
}

func inAccount(id string) term {
	return and(apply("<=", callerKind, kindLastAWS), equal(callerAccount, text(id)))
}

func namedARN(arn string) term {
	m := callerARN.FindStringSubmatch(arn)
	if m == nil {
		refuse("the principal %q", arn)
	}
	partition, service, account, form, name := m[1], m[2], m[3], m[4], m[5]
	if form == "root" {
		return inAccount(account)
	}
	at := and(equal(callerPartition, text(partition)), equal(callerAccount, text(account)))
	called := equal(callerName, text(name))
	switch service + ":" + form {
	case "iam:user/":
		return and(isKind(kindUser), at, called)
	case "iam:role/":
		return and(or(isKind(kindRole), isKind(kindSession)), at, called)
	case "sts:federated-user/":
		return and(isKind(kindFederatedUser), at, called)
	case "sts:assumed-role/":
		role, session, _ := strings.Cut(name, "/")
		path := apply("str.suffixof", text("/"+role), callerName)
		return and(isKind(kindSession), at, equal(callerSession, text(session)), or(equal(callerName, text(role)), path))
	}
	refuse("the principal %q", arn)
	return ""
}

// derive gives the terms of a key that follows from the caller.
func (e *encoder) derive(k *key) bool {
	if e.kind != Resource {
		return false
	}
	var value term
	switch k.name {
	case "aws:principalaccount", "kms:calleraccount":
		value = callerAccount
	case "aws:principalarn":
		value = identityARN()
	default:
		return false
	}
	if k.several || k.family != familyText {
		refuse("the key %s as %s, or as one with several values", k.name, k.family)
	}
	k.derived, k.present, k.slots = true, apply("<=", callerKind, kindLastAWS), []slot{{value: value}}
	return true
}

// identityARN is aws:PrincipalArn: for a session the ARN of its role.
func identityARN() term {
	form := func(service, rest string) term {
		return apply("str.++", text("arn:"), callerPartition, text(":"+service+"::"), callerAccount, text(":"+rest))
	}
	with := func(service, rest string) term { return apply("str.++", form(service, rest), callerName) }
	return apply("ite", isKind(kindUser), with("iam", "user/"),
		apply("ite", isKind(kindRoot), form("iam", "root"),
			apply("ite", isKind(kindFederatedUser), with("sts", "federated-user/"), with("iam", "role/"))))
}
