package analyze

import (
	"slices"

	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// What a principal of an internal finding is, and whether it is of the
// resource's own account.
// Source: IAM Access Analyzer API Reference, InternalAccessDetails.
const (
	principalRole = "IAM_ROLE"
	principalUser = "IAM_USER"
	intraAccount  = "INTRA_ACCOUNT"
	intraOrg      = "INTRA_ORG"
)

// A person is a user or role of the zone, or what stands for the identities of
// an account that nobody could list.
type person struct {
	principal authz.Principal
	label     string // its ARN; the account's id for the identities of one
	kind      string // principalType
	unread    string // why what it may do is not known
	doubt     string // why it may not be of the zone
	scp       string // serviceControlPolicyRestriction
}

// account adds the users and roles of an account that is in the zone, or may
// be.
func (r *inside) account(a *snapshot.Account) {
	doubt := ""
	switch r.trust.Account(a.ID) {
	case authz.False:
		return
	case authz.Maybe:
		doubt = "whether account " + a.ID + " belongs to the organization is not known"
	default:
		r.home = append(r.home, a.ID)
	}
	identities := r.snapshot.IdentitiesOf(a.ID)
	for i := range identities {
		if id := &identities[i]; id.Kind != snapshot.KindGroup && !r.analyzer.Excludes(a.ID, id.Tags) {
			r.person(id, doubt)
		}
	}
	r.hidden(a, doubt)
}

func (r *inside) person(id *snapshot.Identity, doubt string) {
	p := person{principal: r.snapshot.PrincipalOf(id), label: id.ARN, kind: principalUser, doubt: doubt}
	if id.Kind == snapshot.KindRole {
		p.kind = principalRole
	}
	r.add(p)
}

// add completes a person with what its own layers are.
func (r *inside) add(p person) {
	stack, _, err := r.snapshot.StackFor(p.principal, "*")
	switch {
	case err != nil:
		p.unread = err.Error()
	case p.unread == "":
		p.unread = lacking(stack, authz.LayerIdentity)
	}
	if p.unread != "" {
		r.unread[p.label] = p.unread
	}
	if stack != nil {
		p.scp = scpRestriction(stack, p.principal)
	}
	r.people = append(r.people, p)
}

// hidden adds one that stands for the identities that a gap hides.
func (r *inside) hidden(a *snapshot.Account, doubt string) {
	gaps := r.snapshot.Gaps(snapshot.GapQuestion{Account: a.ID})
	at := slices.IndexFunc(gaps, func(g snapshot.Gap) bool { return g.HidesIdentities() })
	if at < 0 || r.analyzer.Excludes(a.ID, nil) {
		return
	}
	partition := a.Partition
	if partition == "" {
		partition = "aws"
	}
	r.add(person{
		principal: authz.Principal{Kind: authz.KindUser, ARN: "arn:" + partition + ":iam::" + a.ID + ":user/\u2026", Account: a.ID},
		label:     a.ID, unread: gaps[at].String(), doubt: doubt,
	})
}

// scpRestriction says what service control policies do to a principal: they
// are applied.
// Source: IAM Access Analyzer API Reference, ServiceControlPolicyRestriction.
func scpRestriction(s *authz.Stack, p authz.Principal) string {
	switch {
	case !authz.SCPReaches(p):
		return "NOT_APPLICABLE"
	case lacking(s, authz.LayerSCP) != "":
		return "FAILED_TO_EVALUATE_SCP"
	case len(s.SCP) > 0:
		return "APPLIED"
	default:
		return "NOT_APPLICABLE"
	}
}

// whyUnread says why nothing can be judged of a principal; empty if it was
// read, or is known not to exist any more.
func (r *inside) whyUnread(principal, account string) string {
	if why := r.unread[principal]; why != "" {
		return why
	}
	if r.snapshot.Identity(principal) != nil {
		return ""
	}
	a := r.snapshot.Account(account)
	switch {
	case a == nil:
		return "account " + account + " was not read"
	case r.unread[account] != "":
		return r.unread[account]
	case !slices.Contains(a.Collected, "AWS::IAM") || r.snapshot.Lacks(account, snapshot.MissingUsers) || r.snapshot.Lacks(account, snapshot.MissingRoles):
		return "the identities of account " + account + " were not read"
	}
	return ""
}

func (p *person) details(owner string) *finding.Internal {
	d := &finding.Internal{PrincipalOwnerAccount: p.principal.Account, PrincipalType: p.kind, AccessType: intraOrg}
	if p.principal.Account == owner {
		d.AccessType = intraAccount
	}
	return d
}
