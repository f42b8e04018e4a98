package snapshot

import (
	"strings"

	"sightline/iam/authz"
)

// Names of the keys that follow from a snapshot, and the beginnings of tag keys.
const (
	keyPrincipalARN       = "aws:PrincipalArn"
	keyPrincipalAccount   = "aws:PrincipalAccount"
	keyPrincipalOrgID     = "aws:PrincipalOrgID"
	keyPrincipalOrgPaths  = "aws:PrincipalOrgPaths"
	keyPrincipalType      = "aws:PrincipalType"
	keyPrincipalIsService = "aws:PrincipalIsAWSService"
	keyCallerAccount      = "kms:CallerAccount"
	keyUserName           = "aws:username"
	keyUserID             = "aws:userid"
	keyResourceAccount    = "aws:ResourceAccount"
	keyResourceOrgID      = "aws:ResourceOrgID"
	keyResourceOrgPaths   = "aws:ResourceOrgPaths"
	prefixPrincipalTag    = "aws:PrincipalTag/"
	prefixResourceTag     = "aws:ResourceTag/"
)

// ContextFor adds to ctx what follows from the snapshot for requests of a
// principal on a resource. Keys that ctx holds already stay as they are. Of
// the keys it is responsible for, those that do not follow are set to
// undetermined; all others are left alone.
//
// Source: IAM User Guide "AWS global condition context keys"
// (reference_policies_condition-keys), "Variables" (principaltable), read 2026-11.
func (s *Snapshot) ContextFor(p authz.Principal, resource string, ctx *authz.Context) {
	k := keys{ctx}
	s.principalKeys(k, p)
	s.principalOrganization(k, p)
	s.principalTags(k, p)
	s.resourceKeys(k, p, resource)
	s.resourceTags(k, resource)
}

// keys sets what nobody has set before.
type keys struct{ ctx *authz.Context }

func (k keys) free(name string) bool {
	_, taken := k.ctx.Get(authz.FoldKey(name))
	return !taken
}

func (k keys) set(name, value string) {
	if k.free(name) {
		k.ctx.Set(name, value)
	}
}

// setKnown sets a value, or undetermined if it is empty.
func (k keys) setKnown(name, value string) {
	if value == "" {
		k.undetermined(name)
		return
	}
	k.set(name, value)
}

func (k keys) absent(names ...string) {
	for _, name := range names {
		if k.free(name) {
			k.ctx.SetAbsent(name)
		}
	}
}

func (k keys) undetermined(names ...string) {
	for _, name := range names {
		if k.free(name) {
			k.ctx.SetUndetermined(name)
		}
	}
}

// tags sets one key a tag; the tags that are not there are absent. Of two tags
// whose keys differ by case alone only one is seen, which one is unspecified.
// Case: case-tag-key-inside-condition-key-ignored.
func (k keys) tags(prefix string, tags map[string]string) {
	for name, value := range tags {
		if hasTwin(tags, name) {
			k.undetermined(prefix + name)
		} else {
			k.set(prefix+name, value)
		}
	}
	k.rest(prefix, authz.Absent)
}

func hasTwin(tags map[string]string, name string) bool {
	for other := range tags {
		if other != name && strings.EqualFold(other, name) {
			return true
		}
	}
	return false
}

// rest states what the keys of a prefix are that nobody set.
func (k keys) rest(prefix string, state authz.State) {
	if _, taken := k.ctx.PrefixDefault(prefix); !taken {
		k.ctx.SetPrefixDefault(prefix, state)
	}
}

// principalKeys sets who acts. A session's aws:PrincipalArn is its role's ARN.
func (s *Snapshot) principalKeys(k keys, p authz.Principal) {
	switch p.Kind {
	case authz.KindAnonymous, authz.KindProvider:
		k.absent(keyPrincipalARN, keyPrincipalAccount, keyPrincipalIsService, keyUserName)
		k.undetermined(keyUserID)
	case authz.KindService:
		k.absent(keyPrincipalARN, keyPrincipalAccount, keyUserName)
		k.set(keyPrincipalIsService, "true")
		k.undetermined(keyUserID)
	default:
		k.set(keyPrincipalARN, s.principalARN(p))
		k.set(keyPrincipalAccount, p.Account)
		k.set(keyPrincipalIsService, "false")
		k.set(keyCallerAccount, p.Account)
		s.userKeys(k, p)
	}
	k.setKnown(keyPrincipalType, principalType(p.Kind))
}

// principalARN: the ARN of a session lacks the path of its role, the snapshot
// knows it.
func (s *Snapshot) principalARN(p authz.Principal) string {
	if id := s.IdentityOf(p); id != nil && p.Kind == authz.KindSession {
		return id.ARN
	}
	return p.IdentityARN()
}

func principalType(kind authz.Kind) string {
	switch kind {
	case authz.KindAnonymous:
		return "Anonymous"
	case authz.KindUser:
		return "User"
	case authz.KindRoot:
		return "Account"
	case authz.KindRole, authz.KindSession:
		return "AssumedRole"
	case authz.KindFederatedUser:
		return "FederatedUser"
	default:
		return ""
	}
}

// userKeys: only IAM users have a name; the id of a session ends in its name.
func (s *Snapshot) userKeys(k keys, p authz.Principal) {
	unique := p.UniqueID
	if id := s.IdentityOf(p); id != nil {
		unique = id.UniqueID
	}
	if p.Kind != authz.KindUser {
		k.absent(keyUserName)
	}
	switch p.Kind {
	case authz.KindUser:
		k.set(keyUserName, lastSegment(p.ARN))
		k.setKnown(keyUserID, unique)
	case authz.KindSession:
		if unique != "" {
			unique += ":" + lastSegment(p.ARN)
		}
		k.setKnown(keyUserID, unique)
	case authz.KindRoot:
		k.set(keyUserID, p.Account)
	case authz.KindFederatedUser:
		k.set(keyUserID, p.Account+":"+lastSegment(p.ARN))
	default:
		k.undetermined(keyUserID)
	}
}

func (s *Snapshot) principalOrganization(k keys, p authz.Principal) {
	if p.Account == "" {
		k.absent(keyPrincipalOrgID, keyPrincipalOrgPaths)
		return
	}
	s.organizationKeys(k, p.Account, keyPrincipalOrgID, keyPrincipalOrgPaths)
}

// organizationKeys: an account that is known to be in no organization has
// neither key; of one whose membership nobody read nothing is known.
func (s *Snapshot) organizationKeys(k keys, account, idKey, pathsKey string) {
	a := s.Account(account)
	switch {
	case a != nil && a.Organization != "":
		k.set(idKey, a.Organization)
		if path := s.orgPath(a); path == "" {
			k.undetermined(pathsKey)
		} else if k.free(pathsKey) {
			k.ctx.SetMulti(pathsKey, path)
		}
	case a != nil && a.OrganizationKnown:
		k.absent(idKey, pathsKey)
	default:
		k.undetermined(idKey, pathsKey)
	}
}

// principalTags: the tags of the user or role. Tags passed with a session come
// on top; nobody passes any unless the question says so.
// Source: IAM User Guide "Pass session tags in AWS STS" (id_session-tags).
func (s *Snapshot) principalTags(k keys, p authz.Principal) {
	id := s.IdentityOf(p)
	switch {
	case id != nil && !id.TagsUnread:
		k.tags(prefixPrincipalTag, id.Tags)
	case p.TakesIdentityPolicies():
		k.rest(prefixPrincipalTag, authz.Undetermined)
	default:
		k.rest(prefixPrincipalTag, authz.Absent)
	}
}

func (s *Snapshot) resourceKeys(k keys, p authz.Principal, resource string) {
	account := s.ResourceAccount(resource)
	if resource == "*" {
		account = p.Account
	}
	k.setKnown(keyResourceAccount, account)
	if account == "" {
		k.undetermined(keyResourceOrgID, keyResourceOrgPaths)
		return
	}
	s.organizationKeys(k, account, keyResourceOrgID, keyResourceOrgPaths)
}

// resourceTags: an object's tags are its own and nobody reads them.
func (s *Snapshot) resourceTags(k keys, resource string) {
	r := s.exactResource(resource)
	id := s.Identity(resource)
	switch {
	case resource == "*":
		k.rest(prefixResourceTag, authz.Absent)
	case r != nil && r.TagsRead:
		k.tags(prefixResourceTag, r.Tags)
	case id != nil && !id.TagsUnread:
		k.tags(prefixResourceTag, id.Tags)
	default:
		k.rest(prefixResourceTag, authz.Undetermined)
	}
}
