package snapshot

import (
	"strings"
	"sync"

	"sightline/iam/authz"
)

// A tree answers for one organization: the way from the root to a node, and
// what is attached there.
type tree struct {
	org    *Organization
	parent map[string]string

	once     sync.Once
	scp, rcp attachments
}

// attachments hold the policies of one type by the node they are attached to.
type attachments struct {
	policies map[string][]authz.Policy
	unread   map[string][]authz.Unread
}

func newTree(o *Organization) *tree { return &tree{org: o, parent: parentsOf(o)} }

// path lists the nodes from the root down to node; ok is false if the way is
// not known.
func (t *tree) path(node string) (nodes []string, ok bool) {
	for node != "" && len(nodes) <= len(t.parent) {
		nodes = append(nodes, node)
		if node == t.org.Root {
			reverse(nodes)
			return nodes, true
		}
		node = t.parent[node]
	}
	return nil, false
}

func reverse(list []string) {
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
}

// read resolves the attached policies, once.
func (t *tree) read(s *Snapshot) {
	t.once.Do(func() {
		t.scp = s.attachmentsOf(t.org.SCPs, authz.LayerSCP)
		t.rcp = s.attachmentsOf(t.org.RCPs, authz.LayerRCP)
	})
}

func (s *Snapshot) attachmentsOf(list []OrgPolicy, layer authz.Layer) attachments {
	out := attachments{make(map[string][]authz.Policy), make(map[string][]authz.Unread)}
	for i := range list {
		name := list[i].Name
		if name == "" {
			name = list[i].ID
		}
		p, ok := s.policy(&list[i].Attachment, name, "")
		for _, target := range list[i].Targets {
			if ok {
				out.policies[target] = append(out.policies[target], p)
			} else {
				out.unread[target] = append(out.unread[target], textUnread(layer, list[i].ID))
			}
		}
	}
	return out
}

// levels puts the policies in the order root, units, account: one level a
// node. A node without policies is no level that allows nothing, but one that
// the source did not tell: every root, unit and account has at least one
// service control policy while they are on, and RCPFullAWSAccess, which
// sources leave out, cannot be detached.
// Source: Organizations User Guide "SCP evaluation" (orgs_manage_policies_scps_evaluation),
// "RCPs" (orgs_manage_policies_rcps); API Reference "DetachPolicy" (API_DetachPolicy).
// Cases: scp.json, rcp.json.
func (a attachments) levels(nodes []string, layer authz.Layer) levels {
	var out levels
	for _, node := range nodes {
		out.unread = append(out.unread, a.unread[node]...)
		switch {
		case len(a.policies[node]) > 0:
			out.list = append(out.list, authz.Level{Entity: node, Policies: a.policies[node]})
		case layer == authz.LayerSCP && len(a.unread[node]) == 0:
			out.unread = append(out.unread, authz.Unread{
				Layer: layer, Gap: "the service control policies of " + node + " were not read: it has at least one",
			})
		}
	}
	return out
}

// RCPsOf returns the resource control policies that reach an account's
// resources, by level, and what of them was not read.
func (s *Snapshot) RCPsOf(account string) ([]authz.Level, []authz.Unread) {
	side := &s.accountSide(account).rcp
	return side.list, side.unread
}

// accountSide works out what reaches an account from its organization.
// A management account is reached by nothing.
// Source: Organizations User Guide "SCPs", "RCPs": "don't affect the management account".
func (s *Snapshot) accountSide(account string) *accountSide {
	at, ok := s.accounts[account]
	if !ok {
		return &accountSide{
			scp: levels{unread: s.orgGaps(account, nil, authz.LayerSCP)},
			rcp: levels{unread: s.orgGaps(account, nil, authz.LayerRCP)},
		}
	}
	side := &s.accountSides[at]
	side.once.Do(func() { s.fillAccountSide(&s.data.Accounts[at], side) })
	return side
}

func (s *Snapshot) fillAccountSide(a *Account, side *accountSide) {
	t := s.organizations[a.Organization]
	if t != nil && t.org.ManagementAccount == a.ID {
		return
	}
	var nodes []string
	known := false
	if t != nil {
		if nodes, known = t.path(a.Parent); known {
			nodes = append(nodes, a.ID)
		}
		t.read(s)
		if t.org.SCPsEnabled {
			side.scp = levelsOn(t.scp, nodes, known, a, authz.LayerSCP)
		}
		if t.org.RCPsEnabled {
			side.rcp = levelsOn(t.rcp, nodes, known, a, authz.LayerRCP)
		}
	}
	side.scp.unread = append(side.scp.unread, s.orgGaps(a.ID, nodes, authz.LayerSCP)...)
	side.rcp.unread = append(side.rcp.unread, s.orgGaps(a.ID, nodes, authz.LayerRCP)...)
}

func levelsOn(at attachments, nodes []string, known bool, a *Account, layer authz.Layer) levels {
	if known {
		return at.levels(nodes, layer)
	}
	return levels{unread: []authz.Unread{{
		Layer: layer,
		Gap:   "where account " + a.ID + " stands in organization " + a.Organization + " was not read",
	}}}
}

// orgPath is an account's place as aws:PrincipalOrgPaths writes it, or "".
// Source: IAM User Guide "AWS global condition context keys", aws:PrincipalOrgPaths:
// "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/".
func (s *Snapshot) orgPath(a *Account) string {
	t := s.organizations[a.Organization]
	if t == nil {
		return ""
	}
	nodes, ok := t.path(a.Parent)
	if !ok {
		return ""
	}
	return t.org.ID + "/" + strings.Join(nodes, "/") + "/"
}

// knows tells whether an id is that of a policy of the organization with known
// targets; of any other, nobody can say whom it reaches.
func (t *tree) knows(id string) bool {
	for _, list := range [][]OrgPolicy{t.org.SCPs, t.org.RCPs} {
		for i := range list {
			if list[i].ID == id {
				return true
			}
		}
	}
	return false
}
