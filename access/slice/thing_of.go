package slice

import (
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// ThingOf words what a text stands for: the ARN of an identity, a resource or
// what lies in one, an account's id, the name of a service, an identity
// provider, an action, or "*". What the snapshot does not hold is worded from
// the text alone.
func ThingOf(s *snapshot.Snapshot, text string) Thing {
	if text == "*" {
		return Thing{Kind: ThingAnyone, Name: "anyone", ARN: "*", Detail: "with or without an AWS account"}
	}
	if id := s.Identity(text); id != nil {
		return identityThing(s, id)
	}
	if a := s.Account(text); a != nil {
		return accountThing(a)
	}
	if r := s.Resource(text); r != nil && r.ARN == text {
		return resourceThing(s, r)
	}
	if p, err := authz.ParsePrincipal(text, ""); err == nil {
		return callerThing(s, p)
	}
	return unheldThing(s, text)
}

func identityThing(s *snapshot.Snapshot, id *snapshot.Identity) Thing {
	account := accountName(s, id.Account)
	return Thing{
		Kind: ThingKind(id.Kind), Name: id.Name, ARN: id.ARN, Account: id.Account, AccountName: account,
		Detail: id.Kind + " in " + orID(account, id.Account),
	}
}

func accountThing(a *snapshot.Account) Thing {
	return Thing{Kind: ThingAccount, Name: orID(a.Name, a.ID), ARN: a.ID, Account: a.ID, AccountName: a.Name, Detail: "account " + a.ID}
}

func resourceThing(s *snapshot.Snapshot, r *snapshot.Resource) Thing {
	account := accountName(s, r.Account)
	where := r.Region
	if where == "" {
		where = orID(account, r.Account)
	}
	return Thing{
		Kind: resourceKind(r), Name: resourceName(r.ARN, r.Name), ARN: r.ARN, Account: r.Account, AccountName: account,
		Region: r.Region, Type: r.Type, Detail: phrase(typeNoun(r.Type, r.ARN), where),
	}
}

// resourceKind: some resources are principals, too.
func resourceKind(r *snapshot.Resource) ThingKind {
	switch r.Type {
	case snapshot.TypeInstance:
		return ThingInstance
	case "AWS::IAM::OIDCProvider", "AWS::IAM::SAMLProvider":
		return ThingProvider
	default:
		return ThingResource
	}
}

// callerThing words a principal that is no stored identity.
func callerThing(s *snapshot.Snapshot, p authz.Principal) Thing {
	account := accountName(s, p.Account)
	t := Thing{Kind: ThingRole, Name: lastSegment(p.ARN), ARN: p.ARN, Account: p.Account, AccountName: account}
	known := s.Account(p.Account) != nil
	switch p.Kind {
	case authz.KindService:
		t.Kind, t.Name, t.Detail = ThingService, p.ARN, "AWS service"
	case authz.KindProvider:
		t.Kind, t.Name, t.Detail = ThingProvider, providerName(p.ARN), "identity provider"
	case authz.KindRoot:
		t.Kind, t.Name, t.Detail = ThingUser, "root", "root user of "+orID(account, p.Account)
		if !known {
			t.Kind, t.Name, t.Detail = ThingAccount, p.Account, "account outside"
		}
	case authz.KindUser, authz.KindFederatedUser:
		t.Kind, t.Detail = ThingUser, "user in "+orID(account, p.Account)
	case authz.KindSession:
		t.Detail = "session of " + lastSegment(p.Role) + " in " + orID(account, p.Account)
	default:
		t.Detail = "role in " + orID(account, p.Account)
	}
	return t
}

// unheldThing words an object of a bucket, or what the snapshot does not hold.
func unheldThing(s *snapshot.Snapshot, text string) Thing {
	t := Thing{Kind: ThingResource, Name: resourceName(text, ""), ARN: text, Account: s.ResourceAccount(text), Type: s.TypeOf(text)}
	t.AccountName = accountName(s, t.Account)
	if r := s.Resource(text); r != nil {
		t.Region, t.Name = r.Region, strings.TrimLeft(text[len(r.ARN):], "/:")
		t.Detail = "in " + resourceName(r.ARN, r.Name)
		return t
	}
	t.Detail = phrase(typeNoun(t.Type, text), orID(t.AccountName, t.Account))
	return t
}

func phrase(what, where string) string {
	if where == "" {
		return what
	}
	return what + ", " + where
}

func orID(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

func accountName(s *snapshot.Snapshot, id string) string {
	if a := s.Account(id); a != nil {
		return a.Name
	}
	return ""
}

func lastSegment(text string) string { return text[strings.LastIndexByte(text, '/')+1:] }

func providerName(arn string) string {
	if _, name, ok := strings.Cut(arn, "-provider/"); ok {
		return name
	}
	return arn
}

// resourceName is the name, or what follows the type in the ARN.
func resourceName(arn, name string) string {
	parts := strings.SplitN(arn, ":", 6)
	if name != "" || len(parts) < 6 {
		return orID(name, arn)
	}
	rest := parts[5]
	if i := strings.IndexAny(rest, "/:"); i >= 0 && parts[2] != "s3" && i+1 < len(rest) {
		rest = rest[i+1:]
	}
	return rest
}

// typeNoun words a type: "AWS::S3::Bucket" is a bucket, "AWS::RDS::DBInstance"
// a DB instance. Without a type the ARN's own word is taken.
func typeNoun(kind, arn string) string {
	if i := strings.LastIndex(kind, "::"); i >= 0 {
		return camelWords(kind[i+2:])
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 {
		if i := strings.IndexAny(parts[5], "/:"); i > 0 && parts[2] != "s3" {
			return parts[5][:i]
		}
		return parts[2] + " resource"
	}
	return "resource"
}

// camelWords parts "DBInstance" into "DB instance".
func camelWords(text string) string {
	var b strings.Builder
	upper := func(i int) bool { return i < len(text) && text[i] >= 'A' && text[i] <= 'Z' }
	for i := 0; i < len(text); i++ {
		begins := i > 0 && upper(i) && (!upper(i-1) || i+1 < len(text) && !upper(i+1))
		if begins {
			b.WriteByte(' ')
		}
		acronym := upper(i) && (upper(i+1) || i > 0 && upper(i-1) && !begins)
		if upper(i) && !acronym {
			b.WriteByte(text[i] + 'a' - 'A')
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
