package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// maxNamed bounds the accounts that a fix writes into a policy.
const maxNamed = 20

// candidates lists the changes worth trying for an access, in the order of
// their kinds.
func candidates(s *Subject, t *Trust, a *Access) []Change {
	switch {
	case len(s.SharedWith) > 0:
		who := a.Principal
		if who == "*" {
			who = "all"
		}
		return []Change{{Kind: ChangeSharing, Unshare: who, Elements: 1}}
	case a.Source == SourceACL:
		return aclCandidates(s, a)
	case len(a.By) == 0:
		return grantCandidates(s, a)
	}
	return policyCandidates(s, t, a)
}

func grantCandidates(s *Subject, a *Access) (out []Change) {
	for _, g := range s.Grants {
		if g.Grantee == a.Principal {
			out = append(out, Change{Kind: RevokeGrant, Grant: g.ID, Elements: 1})
		}
	}
	return out
}

// aclCandidates: take the grants out of the list, or let public ones be void.
func aclCandidates(s *Subject, a *Access) []Change {
	public := func(g authz.ACLGrant) bool {
		return g.Grantee == authz.GranteeAllUsers || g.Grantee == authz.GranteeAuthenticatedUsers
	}
	left := slices.DeleteFunc(slices.Clone(s.ACL), func(g authz.ACLGrant) bool {
		return g.Grantee == a.Principal || a.Principal == "*" && public(g)
	})
	out := []Change{{Kind: ChangeACL, ACL: left, Elements: len(s.ACL) - len(left)}}
	if a.Principal == "*" {
		out = append(out, Change{Kind: SetBlock, Elements: 4})
	}
	return out
}

// policyCandidates changes each statement that grants the access in the same
// way.
func policyCandidates(s *Subject, t *Trust, a *Access) (out []Change) {
	d := a.By[0].Policy.Document
	edits := []struct {
		kind ChangeKind
		edit func(*policy.Statement) int
	}{
		{AddCondition, func(st *policy.Statement) int { return t.addSource(s.Account, st) }},
		{AddCondition, func(st *policy.Statement) int { return t.addCondition(s.Account, st) }},
		{NarrowPrincipal, func(st *policy.Statement) int { return t.narrowPrincipal(s.Account, st) }},
		{RemovePrincipal, func(st *policy.Statement) int { return removePrincipal(a, st) }},
		{RemoveStatement, func(st *policy.Statement) int { return -1 }},
	}
	for _, e := range edits {
		if c, ok := edited(d, a, e.kind, e.edit); ok {
			if c.Kind == RemoveStatement && c.Document == nil && s.Type == typeRole {
				c, ok = edited(d, a, DenyStatement, deny)
			}
			if a.Source == SourceAccessPoint {
				c.AccessPoint = a.AccessPoint
			}
			c.nameKey()
			if ok && (c.Kind != AddCondition && c.Kind != NarrowPrincipal || alive(s, t, &c)) {
				out = append(out, c)
			}
		}
	}
	if s.Type == typeBucket && a.Public && a.Source == SourcePolicy {
		out = append(out, Change{Kind: SetBlock, Elements: 4})
	}
	return out
}

// nameKey notes which key an added condition asks for: the last one of the first
// changed statement.
func (c *Change) nameKey() {
	if c.Kind != AddCondition || c.Document == nil {
		return
	}
	conditions := c.Document.Statements[c.Statements[0]].Conditions
	c.Key = conditions[len(conditions)-1].Key
}

func deny(st *policy.Statement) int {
	st.Effect = policy.EffectDeny
	return 1
}

// edited applies an edit to all granting statements. It returns how many
// elements change: 0 means that it does not apply, -1 that the statement goes.
func edited(d *policy.Document, a *Access, kind ChangeKind, edit func(*policy.Statement) int) (Change, bool) {
	c := Change{Kind: kind}
	next := &policy.Document{Version: d.Version, ID: d.ID}
	for i := range d.Statements {
		st := d.Statements[i]
		if !slices.ContainsFunc(a.By, func(by Statement) bool { return by.Statement.Index == st.Index }) {
			next.Statements = append(next.Statements, st)
			continue
		}
		st.Conditions = slices.Clone(st.Conditions)
		n := edit(&st)
		if n == 0 {
			return c, false
		}
		c.Statements = append(c.Statements, st.Index)
		if n < 0 {
			c.Elements += weigh(&st)
			continue
		}
		c.Elements += n
		next.Statements = append(next.Statements, st)
	}
	if len(next.Statements) > 0 {
		c.Document = policy.Parse(policy.Print(next))
	}
	return c, len(c.Statements) > 0
}

// weigh counts the elements of a statement.
func weigh(st *policy.Statement) int {
	return 4 + len(st.Conditions)
}

// addCondition demands that the caller is of the zone.
func (t *Trust) addCondition(owner string, st *policy.Statement) int {
	if !slices.ContainsFunc(st.Principal.Values, func(v policy.PrincipalValue) bool {
		return v.Type == policy.PrincipalAWS || v.Type == policy.PrincipalStar
	}) {
		return 0 // tokens and services are of no account
	}
	return t.demand(owner, st, "aws:PrincipalOrgID", "aws:PrincipalAccount")
}

// addSource demands of a statement that is there for services of AWS that they
// act on behalf of the zone.
func (t *Trust) addSource(owner string, st *policy.Statement) int {
	if !servesServices(st) {
		return 0
	}
	return t.demand(owner, st, "aws:SourceOrgID", "aws:SourceAccount")
}

// demand adds a condition with the organizations or the accounts of the zone.
// A condition on the same key stays: both must hold.
func (t *Trust) demand(owner string, st *policy.Statement, organization, account string) int {
	key, values := organization, t.Organizations
	if len(values) == 0 {
		key, values = account, t.members(owner)
	}
	if len(values) == 0 || len(values) > maxNamed {
		return 0
	}
	for _, name := range []string{"StringEquals", "StringLike"} {
		if slices.ContainsFunc(st.Conditions, func(c policy.Condition) bool { return c.Name == name && strings.EqualFold(c.Key, key) }) {
			continue
		}
		op, _ := condition.Parse(name)
		c := policy.Condition{Operator: op, Name: name, Key: key}
		for _, v := range values {
			c.Values = append(c.Values, policy.Value{Text: v})
		}
		st.Conditions = append(st.Conditions, c)
		return 1
	}
	return 0
}

// members are the accounts of the zone.
func (t *Trust) members(owner string) []string {
	if slices.Contains(t.Accounts, owner) {
		return t.Accounts
	}
	return append([]string{owner}, t.Accounts...)
}

// narrowPrincipal names the accounts of the zone in place of everybody.
func (t *Trust) narrowPrincipal(owner string, st *policy.Statement) int {
	members := t.members(owner)
	star := func(v policy.PrincipalValue) bool { return v.Text == "*" }
	if st.Principal.Negated || len(members) > maxNamed || !slices.ContainsFunc(st.Principal.Values, star) {
		return 0
	}
	values := slices.DeleteFunc(slices.Clone(st.Principal.Values), star)
	for _, account := range members {
		values = append(values, policy.PrincipalValue{Type: policy.PrincipalAWS, Text: account})
	}
	st.Principal.Values = values
	return 1
}

// removePrincipal takes out the names that stand for the principal of an
// access, if others are left.
func removePrincipal(a *Access, st *policy.Statement) int {
	if st.Principal.Negated {
		return 0
	}
	values := slices.DeleteFunc(slices.Clone(st.Principal.Values), func(v policy.PrincipalValue) bool {
		p := principalPredicate(v)
		return a.Principal == "*" && v.Text == "*" || p.kind == a.Kind && p.text == a.Principal
	})
	if n := len(st.Principal.Values) - len(values); n > 0 && len(values) > 0 {
		st.Principal.Values = values
		return n
	}
	return 0
}
