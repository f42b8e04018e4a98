package reach

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// trusts finds roles by whom their trust policies may admit. It only saves
// questions: whoever is not found here is certainly not admitted, and whoever
// is found is asked about.
type trusts struct {
	// open roles may admit anybody: "*", NotPrincipal, or a policy that was
	// not read or cannot be understood.
	open []*snapshot.Identity
	// byAccount: roles that trust a whole account.
	byAccount map[string][]*snapshot.Identity
	// byName: by ARN or unique id, or sessionName of a role's sessions.
	byName    map[string][]*snapshot.Identity
	services  map[string][]*snapshot.Identity
	providers map[string][]*snapshot.Identity
	// names lists the accounts that any policy of a role or resource names, with
	// the identities of them; strangers the services and providers.
	names     map[string]map[string]bool
	strangers map[authz.Kind]map[string]bool
}

func readTrusts(s *snapshot.Snapshot) *trusts {
	t := &trusts{
		byAccount: make(map[string][]*snapshot.Identity), byName: make(map[string][]*snapshot.Identity),
		services: make(map[string][]*snapshot.Identity), providers: make(map[string][]*snapshot.Identity),
		names:     make(map[string]map[string]bool),
		strangers: map[authz.Kind]map[string]bool{authz.KindService: {}, authz.KindProvider: {}},
	}
	for i := range s.Identities() {
		if role := &s.Identities()[i]; role.Kind == snapshot.KindRole {
			t.add(role, documentOf(s, role.Trust))
		}
	}
	for i := range s.Data().Resources {
		if d := documentOf(s, s.Data().Resources[i].Policy); d != nil {
			t.named(d)
		}
		for _, g := range s.Data().Resources[i].Grants {
			t.name(policy.PrincipalValue{Type: policy.PrincipalAWS, Text: g.Grantee})
		}
	}
	return t
}

func documentOf(s *snapshot.Snapshot, a *snapshot.Attachment) *policy.Document {
	if a == nil {
		return nil
	}
	return s.Document(a.Document)
}

func (t *trusts) add(role *snapshot.Identity, d *policy.Document) {
	if d == nil || d.Broken {
		t.open = append(t.open, role)
		return
	}
	t.named(d)
	for i := range d.Statements {
		s := &d.Statements[i]
		switch {
		case s.Effect == policy.EffectDeny && len(s.Broken) == 0:
		case s.Principal.Negated || len(s.Broken) > 0:
			t.open = appendNew(t.open, role)
		default:
			for _, v := range s.Principal.Values {
				t.admit(role, v)
			}
		}
	}
}

func (t *trusts) admit(role *snapshot.Identity, v policy.PrincipalValue) {
	put := func(m map[string][]*snapshot.Identity, key string) { m[key] = appendNew(m[key], role) }
	switch v.Type {
	case policy.PrincipalService:
		put(t.services, v.Text)
	case policy.PrincipalFederated:
		put(t.providers, v.Text)
	case policy.PrincipalCanonicalUser:
		t.open = appendNew(t.open, role)
	default:
		if v.Text == "*" {
			t.open = appendNew(t.open, role)
		} else if account, name := readAWS(v.Text); name == "" {
			put(t.byAccount, account)
		} else {
			put(t.byName, name)
		}
	}
}

// readAWS splits an AWS principal into account and name; a whole account has no
// name, and the session of a role the name of all its sessions.
func readAWS(text string) (account, name string) {
	if isAccount(text) {
		return text, ""
	}
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 {
		return "", text
	}
	if parts[5] == "root" {
		return parts[4], ""
	}
	if rest, ok := strings.CutPrefix(parts[5], "assumed-role/"); ok {
		role, _, _ := strings.Cut(rest, "/")
		return parts[4], sessionName(parts[4], role)
	}
	return parts[4], text
}

func sessionName(account, role string) string { return account + " sessions of " + role }

// named notes whom a policy names.
func (t *trusts) named(d *policy.Document) {
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Effect == policy.EffectDeny || s.Principal.Negated {
			continue
		}
		for _, v := range s.Principal.Values {
			t.name(v)
		}
	}
}

func (t *trusts) name(v policy.PrincipalValue) {
	switch {
	case v.Text == "*":
	case v.Type == policy.PrincipalService:
		t.strangers[authz.KindService][v.Text] = true
	case v.Type == policy.PrincipalFederated:
		t.strangers[authz.KindProvider][v.Text] = true
	case v.Type == policy.PrincipalAWS:
		account, name := readAWS(v.Text)
		if !isAccount(account) {
			return
		}
		if t.names[account] == nil {
			t.names[account] = make(map[string]bool)
		}
		if name != "" {
			t.names[account][v.Text] = true
		}
	}
}

// of lists the roles that may admit a caller, in order. whole tells of each
// whether it may do so only as one of its account.
func (t *trusts) of(a *actor) (roles []*snapshot.Identity, whole map[*snapshot.Identity]bool) {
	p := &a.principal
	whole = make(map[*snapshot.Identity]bool)
	for _, role := range t.byAccount[p.Account] {
		whole[role] = true
	}
	keys := []string{p.ARN, p.IdentityARN(), p.UniqueID, p.User, sessionName(p.Account, lastSegment(p.Role))}
	lists := [][]*snapshot.Identity{t.open}
	for _, key := range keys {
		lists = append(lists, t.byName[key])
	}
	for _, list := range lists {
		for _, role := range list {
			whole[role] = false
		}
	}
	for role := range whole {
		roles = append(roles, role)
	}
	slices.SortFunc(roles, byARN)
	return roles, whole
}

func byARN(a, b *snapshot.Identity) int { return strings.Compare(a.ARN, b.ARN) }

func appendNew(list []*snapshot.Identity, role *snapshot.Identity) []*snapshot.Identity {
	if slices.Contains(list, role) {
		return list
	}
	return append(list, role)
}

// offered lists the roles under a service's or provider's name or a star.
func offered(m map[string][]*snapshot.Identity, open []*snapshot.Identity, name string) []*snapshot.Identity {
	out := slices.Clone(open)
	for _, role := range slices.Concat(m[name], m["*"]) {
		out = appendNew(out, role)
	}
	slices.SortFunc(out, byARN)
	return out
}
