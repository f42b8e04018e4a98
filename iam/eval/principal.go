package eval

import (
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// principals is a compiled Principal or NotPrincipal.
type principals struct {
	everybody bool // the element is absent where that means everybody
	nobody    bool // the element is absent where it is required
	negated   bool
	allow     bool
	named     []named
}

// named is one principal that a policy names.
type named struct {
	kind    policy.PrincipalType
	text    string
	account string // 12 digits, when the text stands for a whole account
	role    string // role name, when the text is the ARN of a role session
	rest    string // account and partition part of such an ARN
}

// admission tells how a statement's principal covers a caller. The three ways
// differ in what may still limit an Allow: a direct one nothing in the
// caller's own account, a limited one boundary and session policies, a
// delegated one identity policies too.
// Source: IAM User Guide "Policy evaluation logic" (…-policy-eval-denyallow),
// "Principal" (reference_policies_elements_principal); reference section 11.2.
type admission struct {
	direct, limited, delegated authz.Tri
}

func (a admission) any() authz.Tri { return a.direct.Or(a.limited).Or(a.delegated) }

func (a admission) and(t authz.Tri) admission {
	return admission{a.direct.And(t), a.limited.And(t), a.delegated.And(t)}
}

func (a admission) or(o admission) admission {
	return admission{a.direct.Or(o.direct), a.limited.Or(o.limited), a.delegated.Or(o.delegated)}
}

func compilePrincipals(s *policy.Statement, r role) principals {
	p := principals{negated: s.Principal.Negated, allow: s.Effect == policy.EffectAllow}
	if r == roleIdentity {
		p.everybody = true // the element is not at home here and is ignored
		return p
	}
	if !s.Principal.Present {
		p.everybody, p.nobody = r == rolePerimeter, r == roleResource
		return p
	}
	for _, v := range s.Principal.Values {
		p.named = append(p.named, compileNamed(v))
	}
	return p
}

func compileNamed(v policy.PrincipalValue) named {
	n := named{kind: v.Type, text: v.Text}
	if n.kind == policy.PrincipalAWS && v.Text == "*" {
		n.kind = policy.PrincipalStar
	}
	if n.kind != policy.PrincipalAWS {
		return n
	}
	if isAccountID(v.Text) {
		n.account = v.Text
		return n
	}
	parts := strings.SplitN(v.Text, ":", 6)
	if len(parts) != 6 {
		return n
	}
	if parts[2] == "iam" && parts[5] == "root" {
		n.account = parts[4]
	}
	if role, ok := strings.CutPrefix(parts[5], "assumed-role/"); ok && parts[2] == "sts" {
		n.role, _, _ = strings.Cut(role, "/")
		n.rest = parts[4]
	}
	return n
}

func isAccountID(text string) bool {
	if len(text) != 12 {
		return false
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// admits tells how the clause covers the caller.
func (p *principals) admits(f *frame) admission {
	switch {
	case p.everybody:
		return admission{direct: authz.True}
	case p.nobody:
		return admission{}
	case p.negated && p.allow:
		return admission{direct: p.listsAny(f).Not()}
	case p.negated:
		return admission{direct: p.spares(f).Not()}
	}
	var a admission
	for i := range p.named {
		a = a.or(p.named[i].admits(f))
	}
	return a
}

// admits tells how one named principal covers the caller. A wildcard counts
// only as the whole text.
// Cases: principal-matching.json, principal-partial-wildcard-matches-nobody.
func (n *named) admits(f *frame) admission {
	caller := &f.req.Principal
	switch n.kind {
	case policy.PrincipalStar:
		return admission{direct: authz.True}
	case policy.PrincipalService:
		return n.admitsKind(caller, authz.KindService)
	case policy.PrincipalFederated:
		return n.admitsKind(caller, authz.KindProvider)
	case policy.PrincipalCanonicalUser:
		return n.admitsCanonical(f)
	default:
		return n.admitsAWS(f)
	}
}

func (n *named) admitsKind(caller *authz.Principal, kind authz.Kind) admission {
	if caller.Kind == kind && (n.text == caller.ARN || n.text == "*") {
		return admission{direct: authz.True}
	}
	return admission{}
}

// admitsCanonical: an S3 canonical user id stands for an account.
func (n *named) admitsCanonical(f *frame) admission {
	caller := &f.req.Principal
	if caller.Account == "" {
		return admission{}
	}
	covered := authz.TriOf(n.text == caller.CanonicalID)
	if caller.CanonicalID == "" && f.open {
		covered = authz.Maybe
	}
	return accountAdmission(caller, covered)
}

func accountAdmission(caller *authz.Principal, covered authz.Tri) admission {
	if caller.Kind == authz.KindRoot {
		return admission{direct: covered}
	}
	return admission{delegated: covered}
}

func (n *named) admitsAWS(f *frame) admission {
	caller := &f.req.Principal
	if caller.Account == "" {
		return admission{}
	}
	if n.account != "" {
		return accountAdmission(caller, authz.TriOf(n.account == caller.Account))
	}
	switch caller.Kind {
	case authz.KindUser:
		return admission{direct: authz.TriOf(n.text == caller.ARN).Or(n.isID(f))}
	case authz.KindFederatedUser:
		return admission{direct: authz.TriOf(n.text == caller.ARN), limited: authz.TriOf(n.text == caller.User && n.text != "")}
	case authz.KindSession:
		return admission{direct: authz.TriOf(n.text == caller.ARN), limited: n.isRole(f)}
	case authz.KindRole:
		return admission{direct: n.someSession(caller), limited: n.isRole(f)}
	default:
		return admission{}
	}
}

// isRole: naming a role covers its sessions.
// Case: principal-role-arn-covers-its-session.
func (n *named) isRole(f *frame) authz.Tri {
	return authz.TriOf(n.text == f.req.Principal.Role).Or(n.isID(f))
}

// isID: stored policies name deleted and current identities by unique id. In
// an open question a caller whose id is not known may be the one.
// Source: IAM User Guide "Principal", unique identifiers.
func (n *named) isID(f *frame) authz.Tri {
	id := f.req.Principal.UniqueID
	switch {
	case id != "":
		return authz.TriOf(n.text == id)
	case f.open && isUniqueID(n.text):
		return authz.Maybe
	default:
		return authz.False
	}
}

// isUniqueID recognises the ids of users (AIDA…) and roles (AROA…).
func isUniqueID(text string) bool {
	return len(text) >= 16 && (strings.HasPrefix(text, "AIDA") || strings.HasPrefix(text, "AROA")) && !strings.Contains(text, ":")
}

// someSession: a caller free to choose a session name may be the one named.
func (n *named) someSession(caller *authz.Principal) authz.Tri {
	if caller.OpenSession && n.namesSessionOf(caller) {
		return authz.Maybe
	}
	return authz.False
}

func (n *named) namesSessionOf(caller *authz.Principal) bool {
	return n.role != "" && n.rest == caller.Account && n.role == caller.Role[strings.LastIndexByte(caller.Role, '/')+1:]
}

// listsAny: an Allow with NotPrincipal leaves out everybody who is listed in
// any form.
func (p *principals) listsAny(f *frame) authz.Tri {
	listed := authz.False
	for i := range p.named {
		listed = listed.Or(p.named[i].admits(f).any())
	}
	return listed
}

// spares tells whether a Deny with NotPrincipal leaves the caller alone: each
// element of the caller must be listed, a session with its role and its
// account. A caller with a permissions boundary is hit whatever is listed.
// Source: IAM User Guide "NotPrincipal" (reference_policies_elements_notprincipal).
// Cases: not-principal-deny-hits-another-account, not-principal-deny-hits-a-listed-user-with-boundary.
func (p *principals) spares(f *frame) authz.Tri {
	var all admission
	for i := range p.named {
		if p.named[i].kind == policy.PrincipalStar {
			return authz.True
		}
		all = all.or(p.named[i].admits(f))
	}
	return f.bounded().Not().And(f.chainListed(all))
}

// chainListed joins the elements that must be listed for a kind of caller.
func (f *frame) chainListed(listed admission) authz.Tri {
	switch f.req.Principal.Kind {
	case authz.KindUser, authz.KindFederatedUser:
		return listed.direct.And(listed.delegated)
	case authz.KindSession:
		return listed.direct.Or(f.perhaps()).And(listed.limited).And(listed.delegated)
	case authz.KindRole:
		return listed.limited.And(listed.delegated).And(f.nameless())
	default:
		return listed.any()
	}
}

// perhaps: of two versions of the guide one asks for the session beside role
// and account, the other does not; an open question keeps both readings.
func (f *frame) perhaps() authz.Tri {
	if f.open {
		return authz.Maybe
	}
	return authz.False
}

// nameless: so does a session that may have any name; where the name is of no
// interest, nobody asks for it.
func (f *frame) nameless() authz.Tri {
	if f.open {
		return authz.Maybe
	}
	return authz.True
}

// bounded tells whether the caller has a permissions boundary.
func (f *frame) bounded() authz.Tri {
	if f.program.stack.Boundary != nil {
		return authz.True
	}
	if f.unread(authz.LayerBoundary) {
		return authz.Maybe
	}
	return authz.False
}
