package snapshot

import (
	"slices"
	"strings"

	"sightline/iam/authz"
)

// String gives the gap in one line: what was refused, on what, and why.
func (g Gap) String() string {
	var b strings.Builder
	b.WriteString(g.Call)
	if g.Subject != "" {
		b.WriteString(" on " + g.Subject)
	}
	if g.Account != "" {
		b.WriteString(" in account " + g.Account)
	}
	if g.Region != "" {
		b.WriteString(", " + g.Region)
	}
	if g.Reason != "" && b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(g.Reason)
	return b.String()
}

// Whole tells whether nothing of the gap's account was read at all.
func (g *Gap) Whole() bool {
	return g.Account != "" && g.Subject == "" && g.Type == "" && g.Layer == authz.LayerNone
}

// Hides tells whether resources may exist that the snapshot does not hold
// because of the gap.
func (g *Gap) Hides() bool {
	return g.Subject == "" && g.Type != "" && (g.Layer == authz.LayerNone || g.Layer == authz.LayerResource) || g.Whole()
}

// HidesIdentities tells whether identities may exist that the snapshot does not
// hold because of the gap.
func (g *Gap) HidesIdentities() bool {
	return g.Subject == "" && g.Layer == authz.LayerIdentity || g.Whole()
}

// A GapQuestion says what an answer rests on. Empty fields ask for nothing:
// a gap about one subject is left out unless that subject is asked for.
type GapQuestion struct {
	Account string
	Region  string
	Type    string // of resource
	Subject string // ARN of a resource or identity, or an organization's node
	Layer   authz.Layer
}

// gapIndex finds gaps by account; "" holds those of no account.
type gapIndex struct {
	byAccount map[string][]int32
	bySubject map[string][]int32
}

func newGapIndex(gaps []Gap) gapIndex {
	x := gapIndex{byAccount: make(map[string][]int32), bySubject: make(map[string][]int32)}
	for i := range gaps {
		if g := &gaps[i]; g.Subject != "" && g.Subject != g.Account {
			x.bySubject[g.Subject] = append(x.bySubject[g.Subject], int32(i))
		} else {
			x.byAccount[g.Account] = append(x.byAccount[g.Account], int32(i))
		}
	}
	return x
}

// Gaps returns the gaps that touch a question: those about its subject, and
// those about everything of its type in its account and Region.
func (s *Snapshot) Gaps(q GapQuestion) []Gap {
	if len(s.data.Gaps) == 0 {
		return nil
	}
	var out []Gap
	take := func(list []int32) {
		for _, i := range list {
			if g := &s.data.Gaps[i]; g.touches(&q) {
				out = append(out, *g)
			}
		}
	}
	if q.Subject != "" {
		take(s.gaps.bySubject[q.Subject])
	}
	take(s.gaps.byAccount[q.Account])
	if q.Account != "" {
		take(s.gaps.byAccount[""])
	}
	return out
}

func (g *Gap) touches(q *GapQuestion) bool {
	return (g.Subject == "" || g.Subject == g.Account || g.Subject == q.Subject) &&
		agrees(g.Region, q.Region) && agrees(g.Type, q.Type) &&
		agrees(string(g.Layer), string(q.Layer))
}

// agrees: an empty side does not narrow.
func agrees(gap, asked string) bool { return gap == "" || asked == "" || gap == asked }

// layerGaps are those of them that leave the given layer unread.
func (s *Snapshot) layerGaps(layer authz.Layer, q GapQuestion) []Gap {
	q.Layer = layer
	found := s.Gaps(q)
	kept := found[:0]
	for _, g := range found {
		if g.Layer == layer || g.Whole() {
			kept = append(kept, g)
		}
	}
	return kept
}

// missingGaps are the gaps behind which a resource may hide that the snapshot
// does not hold. Of a bucket whose owner is not known, any account's list of
// buckets may be the one that was refused.
func (s *Snapshot) missingGaps(arn string, p arnParts, account string) []Gap {
	var out []Gap
	for i := range s.data.Gaps {
		g := &s.data.Gaps[i]
		about := g.Subject == arn || g.Subject == "" || g.Subject == g.Account
		layer := g.Layer == authz.LayerResource || g.Hides()
		if about && layer && agrees(g.Account, account) && agrees(g.Region, p.region) && p.mayBe(g.Type) {
			out = append(out, *g)
		}
	}
	return out
}

// Lacks tells whether a source of an account by its nature does not hold what
// one of the Missing constants names.
func (s *Snapshot) Lacks(account, what string) bool {
	return s.lacking[lack{what, ""}] || s.lacking[lack{what, account}]
}

// NotCollected lists what the sources by their nature do not hold: each thing
// once a source, without the accounts.
func (s *Snapshot) NotCollected() []NotCollected {
	return s.NotCollectedOf(func(string) bool { return true })
}

// NotCollectedOf is NotCollected for some of the accounts.
func (s *Snapshot) NotCollectedOf(account func(id string) bool) []NotCollected {
	out := []NotCollected{}
	for _, n := range s.data.NotCollected {
		if n.Account != "" && !account(n.Account) {
			continue
		}
		n.Account = ""
		if len(out) == 0 || out[len(out)-1] != n {
			out = append(out, n)
		}
	}
	return out
}

type lack struct{ what, account string }

func newLacking(list []NotCollected) map[lack]bool {
	out := make(map[lack]bool, len(list))
	for _, n := range list {
		out[lack{n.What, n.Account}] = true
	}
	return out
}

// orgGaps are the unread layers of organization policies that concern an
// account: gaps about the account or a node above it, about a policy attached
// there, or of the whole organization.
func (s *Snapshot) orgGaps(account string, nodes []string, layer authz.Layer) []authz.Unread {
	var out []authz.Unread
	for i := range s.data.Gaps {
		g := &s.data.Gaps[i]
		if g.Layer == layer && s.orgGapConcerns(g, account, nodes) {
			out = append(out, authz.Unread{Layer: layer, Gap: g.String()})
		}
	}
	return out
}

func (s *Snapshot) orgGapConcerns(g *Gap, account string, nodes []string) bool {
	org := ""
	if a := s.Account(account); a != nil {
		org = a.Organization
	}
	t := s.organizations[org]
	switch {
	case g.Subject == account || slices.Contains(nodes, g.Subject) && g.Subject != "":
		return true
	case g.Subject != "" && g.Subject != g.Account && g.Subject != org:
		return t != nil && (t.attaches(g.Subject, nodes) || strings.HasPrefix(g.Subject, "p-") && !t.knows(g.Subject))
	case g.Account == account || g.Account == "":
		return true
	}
	return t != nil && (g.Account == t.org.ManagementAccount || g.Subject == org)
}

// attaches tells whether a policy is attached to one of the nodes.
func (t *tree) attaches(policy string, nodes []string) bool {
	for _, list := range [][]OrgPolicy{t.org.SCPs, t.org.RCPs} {
		for i := range list {
			if list[i].ID == policy && intersects(list[i].Targets, nodes) {
				return true
			}
		}
	}
	return false
}

func intersects(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
