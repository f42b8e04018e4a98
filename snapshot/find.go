package snapshot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sightline/iam/authz"
)

// An UnknownPrincipalError says that no principal of the snapshot is meant.
type UnknownPrincipalError struct {
	Text string
	// Why adds what was found instead; may be empty.
	Why string
	// Near lists names and ARNs that are spelled nearly the same.
	Near []string
	// Unread is a gap behind which the principal may be; may be empty.
	Unread string
}

// Error gives one line.
func (e *UnknownPrincipalError) Error() string {
	text := fmt.Sprintf("principal %q: not in the snapshot", e.Text)
	if e.Why != "" {
		text = fmt.Sprintf("principal %q: %s", e.Text, e.Why)
	}
	if len(e.Near) > 0 {
		text += "; did you mean " + strings.Join(e.Near, " or ") + "?"
	}
	if e.Unread != "" {
		text += "; it may be one that was not read: " + e.Unread
	}
	return text
}

// An AmbiguousPrincipalError says that a name fits several principals.
type AmbiguousPrincipalError struct {
	Text       string
	Candidates []string // ARNs, in order
}

// Error gives one line.
func (e *AmbiguousPrincipalError) Error() string {
	shown := e.Candidates
	more := ""
	if len(shown) > shownCandidates {
		more = fmt.Sprintf(" and %d more", len(shown)-shownCandidates)
		shown = shown[:shownCandidates]
	}
	return fmt.Sprintf("principal %q: fits %s%s; give the ARN", e.Text, strings.Join(shown, ", "), more)
}

const shownCandidates = 5

// FindPrincipal reads what a person types for a principal:
//
//   - "*" for anyone
//   - the ARN of a user, role, root user, identity provider or federated user
//   - the ARN of a session, whose role is found whatever its path
//   - a name that is unique in the snapshot: alice, user/alice, role/app
//   - an account id and a name: 111122223333/alice, 111122223333/root
//   - i-0123…: the session in which the instance's role runs there
//   - the name of an AWS service: lambda.amazonaws.com
//
// Errors: *UnknownPrincipalError, *AmbiguousPrincipalError.
func (s *Snapshot) FindPrincipal(text string) (authz.Principal, error) {
	switch {
	case text == "*":
		return authz.Principal{}, nil
	case strings.HasPrefix(text, "arn:"):
		return s.findARN(text)
	case strings.HasPrefix(text, "i-"):
		if r := s.Instance(text); r != nil {
			return s.instancePrincipal(text, r)
		}
	}
	p, err := s.findName(text)
	var unknown *UnknownPrincipalError
	if errors.As(err, &unknown) && unknown.Why == "" {
		unknown.Unread = s.unreadCaller(text)
	}
	return p, err
}

// unreadCaller is the first gap behind which a caller of that name may be.
func (s *Snapshot) unreadCaller(text string) string {
	for i := range s.data.Gaps {
		g := &s.data.Gaps[i]
		instance := strings.HasPrefix(text, "i-") && g.Hides() && (g.Type == TypeInstance || g.Type == "")
		if g.HidesIdentities() || instance {
			return g.String()
		}
	}
	return ""
}

// hidesIdentity tells whether an identity of an account may exist though the
// snapshot does not hold it.
func (s *Snapshot) hidesIdentity(account string) bool {
	return slices.ContainsFunc(s.Gaps(GapQuestion{Account: account}), func(g Gap) bool { return g.HidesIdentities() })
}

func (s *Snapshot) findARN(text string) (authz.Principal, error) {
	if id := s.Identity(text); id != nil {
		if id.Kind == KindGroup {
			return authz.Principal{}, &UnknownPrincipalError{Text: text, Why: "a group cannot act; ask about one of its users"}
		}
		return s.PrincipalOf(id), nil
	}
	if r := s.exactResource(text); r != nil && r.Type == TypeInstance {
		return s.instancePrincipal(text, r)
	}
	p, err := authz.ParsePrincipal(text, "")
	if err != nil {
		return p, &UnknownPrincipalError{Text: text, Why: strings.TrimPrefix(err.Error(), fmt.Sprintf("principal %q: ", text))}
	}
	switch p.Kind {
	case authz.KindRoot:
		if s.Account(p.Account) != nil {
			return s.RootOf(p.Account), nil
		}
	case authz.KindSession:
		if role := s.IdentityOf(p); role != nil {
			return s.SessionOf(role, lastSegment(text)), nil
		}
	case authz.KindFederatedUser:
		if s.Account(p.Account) != nil {
			p.CanonicalID = s.canonicalID(p.Account)
			return p, nil
		}
	case authz.KindProvider:
		return p, nil
	default: // users and roles that the snapshot holds were found above
	}
	if s.Account(p.Account) != nil && s.hidesIdentity(p.Account) {
		p.CanonicalID, p.OpenSession = s.canonicalID(p.Account), p.Kind == authz.KindRole
		return p, nil // what it may do is not known, and that is the answer
	}
	return authz.Principal{}, s.unknownARN(text, p.Account)
}

func (s *Snapshot) unknownARN(text, account string) error {
	e := &UnknownPrincipalError{Text: text}
	if strings.Contains(text, ":instance/") {
		e.Unread = s.unreadCaller(lastSegment(text))
	}
	if s.Account(account) == nil {
		e.Why = "account " + account + " is not in the snapshot"
	}
	for _, near := range s.near(lastSegment(text)) {
		e.Near = append(e.Near, near.ARN)
	}
	return e
}

func (s *Snapshot) instancePrincipal(text string, r *Resource) (authz.Principal, error) {
	if r.InstanceProfile == "" {
		return authz.Principal{}, &UnknownPrincipalError{Text: text, Why: "the instance has no instance profile, so it has no identity"}
	}
	role := s.InstanceProfileRole(r.InstanceProfile)
	if role == nil {
		return authz.Principal{}, &UnknownPrincipalError{
			Text: text,
			Why:  "the role of its instance profile " + r.InstanceProfile + " is not in the snapshot", Unread: s.unreadCaller(""),
		}
	}
	// Source: EC2 User Guide "IAM roles for Amazon EC2": the session is named
	// after the instance.
	return s.SessionOf(role, lastSegment(r.ARN)), nil
}

// findName looks for a name, with or without account and kind before it.
func (s *Snapshot) findName(text string) (authz.Principal, error) {
	account, rest := "", text
	if before, after, ok := strings.Cut(text, "/"); ok && isAccountID(before) {
		account, rest = before, after
	}
	if rest == "root" && s.Account(account) != nil {
		return s.RootOf(account), nil
	}
	found, groups := s.candidates(account, rest)
	switch {
	case len(found) == 1:
		return s.PrincipalOf(found[0]), nil
	case len(found) > 1:
		return authz.Principal{}, ambiguous(text, found)
	case groups > 0:
		return authz.Principal{}, &UnknownPrincipalError{Text: text, Why: "a group cannot act; ask about one of its users"}
	}
	if p, ok := outsideName(text); ok {
		return p, nil
	}
	e := &UnknownPrincipalError{Text: text}
	for _, id := range s.near(lastSegment(rest)) {
		e.Near = append(e.Near, id.Kind+"/"+id.Name)
	}
	return authz.Principal{}, e
}

// candidates lists the users and roles that a name fits. "role/app" demands the
// kind; a path may stand before the name: "role/service/app".
func (s *Snapshot) candidates(account, text string) (found []*Identity, groups int) {
	for _, i := range s.names[lastSegment(text)] {
		id := &s.data.Identities[i]
		if account != "" && id.Account != account || !fits(id, text) {
			continue
		}
		if id.Kind == KindGroup {
			groups++
			continue
		}
		found = append(found, id)
	}
	return found, groups
}

func fits(id *Identity, text string) bool {
	if !strings.Contains(text, "/") {
		return true
	}
	p, _ := splitARN(id.ARN)
	return p.resource == text || id.Kind+"/"+id.Name == text
}

func ambiguous(text string, found []*Identity) error {
	e := &AmbiguousPrincipalError{Text: text}
	for _, id := range found {
		e.Candidates = append(e.Candidates, id.ARN)
	}
	return e
}

// outsideName reads the name of a service or of a built-in identity provider.
// Source: IAM User Guide "AWS JSON policy elements: Principal".
func outsideName(text string) (authz.Principal, bool) {
	p, err := authz.ParsePrincipal(text, "")
	if err != nil {
		return p, false
	}
	if p.Kind == authz.KindService {
		return p, true
	}
	switch text {
	case "accounts.google.com", "graph.facebook.com", "www.amazon.com":
		return p, true
	}
	return p, false
}
