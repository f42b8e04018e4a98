package answer

import (
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// Principal finds who is meant, and the session if one is named. A name may be
// a service's or a provider's: the action tells, and may be empty. Errors:
// *snapshot.UnknownPrincipalError, *snapshot.AmbiguousPrincipalError,
// *QuestionError about the session.
func Principal(s *snapshot.Snapshot, text, session, action string) (authz.Principal, error) {
	p, err := s.FindPrincipal(text)
	if err == nil && p.Kind == authz.KindService {
		p, err = authz.ParsePrincipal(text, action)
	}
	if outsider, ok := outsideCaller(s, text); err != nil && ok {
		p, err = outsider, nil
	}
	if err != nil || session == "" {
		return p, err
	}
	role := s.IdentityOf(p)
	if role == nil || role.Kind != snapshot.KindRole {
		return p, malformed("session", ": %s is no role", text)
	}
	if strings.ContainsAny(session, "/ \t\n") {
		return p, malformed("session", " %q: a session's name has no spaces and slashes", session)
	}
	return s.SessionOf(role, session), nil
}

// outsideCaller reads the ARN of a principal whose account is not in the
// snapshot. What it may do hangs on its account's policies, too: nothing but a
// denial is known for sure, and the answer says so.
func outsideCaller(s *snapshot.Snapshot, text string) (authz.Principal, bool) {
	p, err := authz.ParsePrincipal(text, "")
	return p, err == nil && strings.HasPrefix(text, "arn:") && isAccountID(p.Account) && s.Account(p.Account) == nil
}

func isAccountID(text string) bool { return len(text) == 12 && strings.Trim(text, "0123456789") == "" }

// CallerName is the caller's ARN, or * for anyone.
func CallerName(p authz.Principal) string {
	if p.ARN == "" {
		return "*"
	}
	return p.ARN
}
