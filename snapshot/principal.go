package snapshot

import (
	"strings"

	"sightline/iam/authz"
)

// PrincipalOf returns the caller that an identity is: a user as itself, a role
// in a session whose name the caller chooses. A group cannot call; for it the
// result is a caller with the group's policies and nothing else.
func (s *Snapshot) PrincipalOf(id *Identity) authz.Principal {
	p := authz.Principal{
		Kind: authz.KindUser, ARN: id.ARN, Account: id.Account,
		UniqueID: id.UniqueID, CanonicalID: s.canonicalID(id.Account),
	}
	if id.Kind == KindRole {
		p.Kind, p.Role, p.OpenSession = authz.KindRole, id.ARN, true
	}
	return p
}

// SessionOf returns one named session of a role.
func (s *Snapshot) SessionOf(role *Identity, session string) authz.Principal {
	p := s.PrincipalOf(role)
	p.Kind, p.OpenSession = authz.KindSession, false
	p.ARN = "arn:" + s.partition(role.Account) + ":sts::" + role.Account +
		":assumed-role/" + role.Name + "/" + session
	return p
}

// RootOf returns the root user of an account.
func (s *Snapshot) RootOf(account string) authz.Principal {
	return authz.Principal{
		Kind: authz.KindRoot, Account: account, CanonicalID: s.canonicalID(account),
		ARN: "arn:" + s.partition(account) + ":iam::" + account + ":root",
	}
}

func (s *Snapshot) canonicalID(account string) string {
	if a := s.Account(account); a != nil {
		return a.CanonicalID
	}
	return ""
}

func (s *Snapshot) partition(account string) string {
	if a := s.Account(account); a != nil && a.Partition != "" {
		return a.Partition
	}
	for _, id := range s.IdentitiesOf(account) {
		if p, ok := splitARN(id.ARN); ok {
			return p.partition
		}
	}
	return "aws"
}

func lastSegment(text string) string { return text[strings.LastIndexByte(text, '/')+1:] }
