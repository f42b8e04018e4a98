package permission

import (
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// A Party is a principal that a resource itself may let in, beside the
// identities of the snapshot.
type Party struct {
	Principal authz.Principal
	Label     string
	Kind      string
}

// others lists root users of known accounts, and whomever the resource's
// policy, access list, grants or sharing attribute name: outside accounts and
// their identities, sessions, services, identity providers, and anyone.
func (k *Asker) others(resource string) []Party {
	found := make(map[string]Party)
	for i := range k.Snapshot.Data().Accounts {
		p := k.Snapshot.RootOf(k.Snapshot.Data().Accounts[i].ID)
		found[p.ARN] = Party{p, p.ARN, authz.KindRoot.String()}
	}
	found["*"] = Party{authz.Principal{}, "*", authz.KindAnonymous.String()}
	stack, info, err := k.Snapshot.StackFor(authz.Principal{}, resource)
	if err == nil {
		k.parties(found, stack)
	}
	if info.Resource != nil {
		for _, with := range info.Resource.SharedWith {
			k.nameAWS(found, with)
		}
	}
	labels := make([]string, 0, len(found))
	for label := range found {
		labels = append(labels, label)
	}
	sort.Strings(labels)
	out := make([]Party, len(labels))
	for i, label := range labels {
		out[i] = found[label]
	}
	return out
}

func (k *Asker) parties(found map[string]Party, s *authz.Stack) {
	for _, p := range []*authz.Policy{s.Resource, underlyingPolicy(s)} {
		if p == nil {
			continue
		}
		for i := range p.Document.Statements {
			k.namedBy(found, &p.Document.Statements[i])
		}
	}
	for _, g := range s.Grants {
		k.name(found, policy.PrincipalValue{Type: grantType(g.Grantee), Text: g.Grantee})
	}
	if s.Bucket != nil {
		for _, g := range s.Bucket.ACL.Grants {
			k.name(found, policy.PrincipalValue{Type: policy.PrincipalCanonicalUser, Text: g.Grantee})
		}
	}
}

func underlyingPolicy(s *authz.Stack) *authz.Policy {
	if s.Underlying == nil {
		return nil
	}
	return s.Underlying.Policy
}

func grantType(grantee string) policy.PrincipalType {
	if strings.HasPrefix(grantee, "arn:") {
		return policy.PrincipalAWS
	}
	return policy.PrincipalService
}

func (k *Asker) namedBy(found map[string]Party, s *policy.Statement) {
	if s.Effect == policy.EffectDeny || s.Principal.Negated {
		return
	}
	for _, v := range s.Principal.Values {
		k.name(found, v)
	}
}

// name adds the party that one principal value stands for.
func (k *Asker) name(found map[string]Party, v policy.PrincipalValue) {
	switch v.Type {
	case policy.PrincipalService:
		if v.Text != "*" {
			found[v.Text] = Party{authz.Principal{Kind: authz.KindService, ARN: v.Text}, v.Text, authz.KindService.String()}
		}
	case policy.PrincipalFederated:
		if v.Text != "*" {
			found[v.Text] = Party{authz.Principal{Kind: authz.KindProvider, ARN: v.Text}, v.Text, authz.KindProvider.String()}
		}
	case policy.PrincipalCanonicalUser:
		k.nameCanonical(found, v.Text)
	case policy.PrincipalAWS:
		k.nameAWS(found, v.Text)
	default: // a star names nobody in particular; anyone is asked anyway
	}
}

func (k *Asker) nameCanonical(found map[string]Party, id string) {
	if account := k.Snapshot.AccountOfCanonicalID(id); account != "" {
		return // its identities are asked one by one
	}
	if isAccountID(id) {
		k.nameAWS(found, id)
	} else if len(id) == 64 {
		label := "canonical user " + id
		found[label] = Party{someoneOf(authz.Principal{ARN: label, Account: "unknown", CanonicalID: id}), label, "account"}
	}
}

// nameAWS adds outside accounts and their principals, and named sessions of
// any account. Identities of the snapshot are asked anyway.
func (k *Asker) nameAWS(found map[string]Party, text string) {
	if isAccountID(text) {
		text = "arn:aws:iam::" + text + ":root"
	}
	p, err := authz.ParsePrincipal(text, "")
	if err != nil || p.Account == "" {
		return
	}
	known := k.Snapshot.Account(p.Account) != nil
	switch {
	case p.Kind == authz.KindRoot && !known:
		found[text] = Party{someoneOf(p), text, "account"}
	case p.Kind == authz.KindSession && known:
		if role := k.Snapshot.IdentityOf(p); role != nil {
			p = k.Snapshot.SessionOf(role, text[strings.LastIndexByte(text, '/')+1:])
			found[text] = Party{p, text, authz.KindSession.String()}
		}
	case !known:
		found[text] = Party{p, text, p.Kind.String()}
	}
}

// someoneOf stands for the principals of an outside account in general: its
// root user would not do, being refused some actions and spared some limits.
func someoneOf(account authz.Principal) authz.Principal {
	account.Kind = authz.KindUser
	return account
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

// Outside tells whether a principal is of an account that the snapshot does
// not hold, so that its own policies are not known.
func (k *Asker) Outside(p authz.Principal) bool {
	return p.Account != "" && k.Snapshot.Account(p.Account) == nil
}

// Callers lists whoever is to be asked about a resource: the users, roles and
// root users of the snapshot, whomever the resource itself names, and anyone.
func (k *Asker) Callers(resource string) []Party {
	out := k.residents()
	known := make(map[string]bool, len(out))
	for i := range out {
		known[out[i].Label] = true
	}
	for _, p := range k.others(resource) {
		if !known[p.Label] {
			out = append(out, p)
		}
	}
	return out
}
