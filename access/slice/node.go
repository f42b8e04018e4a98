package slice

import (
	"strings"

	"sightline/iam/authz"
)

// node draws one place.
func (f *folding) node(at *place, forward, back []verdicts) Node {
	if at.fold {
		return f.foldNode(at, forward, back)
	}
	c := &f.p.cards[at.cards[0]]
	n := Node{
		ID: at.id, Column: c.column, Kind: c.kind, Name: c.thing.Name, Detail: c.thing.Detail, ARN: c.thing.ARN,
		Account: c.thing.Account, AccountName: c.thing.AccountName, Type: c.thing.Type,
		Count: c.count, Members: shortened(c.members), Level: c.level, Root: c.root, Cut: f.cut(at.cards, forward, back),
	}
	if c.column == ColumnResources {
		n.Public, n.Unread = f.p.public(c.thing.ARN), f.p.policyUnread(c.thing.ARN)
	}
	if c.kind == NodeRole && c.column == ColumnGroups {
		n.Unread = f.p.policyUnread(c.thing.ARN)
	}
	return n
}

func (f *folding) foldNode(at *place, forward, back []verdicts) Node {
	first := &f.p.cards[at.cards[0]]
	n := Node{
		ID: at.id, Column: at.column, Kind: first.kind, Name: countOf(len(at.cards), at.noun) + " more",
		Account: first.thing.Account, AccountName: first.thing.AccountName, Type: first.thing.Type, Level: first.level,
		Count: len(at.cards), Folded: len(at.cards), Members: []string{}, Cut: f.cut(at.cards, forward, back),
	}
	for i, at := range at.cards {
		c := &f.p.cards[at]
		if i < maxMembers {
			n.Members = append(n.Members, c.thing.Name)
		}
		if c.thing.Account != n.Account {
			n.Account, n.AccountName = "", ""
		}
		if c.thing.Type != n.Type {
			n.Type = ""
		}
		if c.level != n.Level {
			n.Level = ""
		}
		n.Unread = n.Unread || c.column == ColumnResources && f.p.policyUnread(c.thing.ARN)
	}
	if n.Account != "" {
		n.Detail = "in " + orID(n.AccountName, n.Account)
	}
	if name := f.ownerOf(at.cards); name != "" {
		n.Name, n.Detail = f.levelsOf(at.cards), "of "+name
	}
	if at.like && at.column <= ColumnGroups {
		n.Name = first.thing.Name + " and " + thousands(len(at.cards)-1) + " more"
		n.Detail = strings.TrimSpace(countOf(len(at.cards), at.noun) + " " + n.Detail)
	}
	return n
}

// ownerOf is whose the action cards of a fold are, if they are of one.
func (f *folding) ownerOf(cards []int) string {
	first := &f.p.cards[cards[0]]
	for _, c := range cards {
		if f.p.cards[c].owner != first.owner {
			return ""
		}
	}
	return first.ownerName
}

// levelsOf names the action cards of one owner: "Tag, Read", "4 levels".
func (f *folding) levelsOf(cards []int) string {
	if len(cards) > 3 {
		return countOf(len(cards), "level")
	}
	var names []string
	for _, c := range cards {
		names = append(names, strings.TrimPrefix(f.p.cards[c].thing.Name, "Change "))
	}
	return sentenceCase(strings.Join(names, ", "))
}

func sentenceCase(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// cut tells whether all that a place stands for is only on denied paths.
func (f *folding) cut(cards []int, forward, back []verdicts) bool {
	for _, c := range cards {
		if f.p.cards[c].root || forward[c].and(back[c]).best() != 3 {
			return false
		}
	}
	return true
}

func shortened(list []string) []string {
	return orEmpty(list[:min(len(list), maxMembers):min(len(list), maxMembers)])
}

// public tells whether anyone may reach a resource.
func (p *picture) public(arn string) bool {
	public, err := p.x.Public(arn)
	return err == nil && public
}

// policyUnread tells whether a resource's own policy, or a role's trust policy,
// was refused.
func (p *picture) policyUnread(arn string) bool {
	stack, _, err := p.snap.StackFor(authz.Principal{}, arn)
	return err == nil && stack.Lacks(authz.LayerResource)
}
