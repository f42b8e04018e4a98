package reach

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"sightline/access/graph"
	"sightline/access/permission"
)

// class is one row of the columns: actions of one level that are allowed for
// the same reasons on a group of resources.
type class struct {
	part    Part
	level   string
	through string
	targets []string
	pattern bool // the targets are resource patterns
}

// classes works out what an actor touches and groups it.
func (b *building) classes(a *actor) ([]*class, error) {
	c := &classing{x: b.x, a: a, index: make(map[string]*class)}
	for _, s := range b.x.terrain.sites(a) {
		parts, err := b.x.access(a, s)
		if err != nil {
			return nil, err
		}
		for i := range parts {
			c.add(&parts[i], s.r.ARN, false)
		}
	}
	groups, err := b.x.groups(a)
	for _, g := range groups {
		for i := range g.parts {
			c.add(&g.parts[i], g.pattern, true)
		}
	}
	return c.list, err
}

type classing struct {
	x     *Explorer
	a     *actor
	list  []*class
	index map[string]*class
}

// add puts the actions of a part under their access levels. An action of
// several levels stands under the one that says most.
func (c *classing) add(p *Part, target string, pattern bool) {
	for _, word := range levelWords {
		one := *p
		one.Actions, one.Levels = c.of(p.Actions, word, pattern), []string{word}
		if len(one.Actions) == 0 {
			continue
		}
		key := word + "\x05" + partKey(&one)
		if pattern {
			key += "\x06" + target
		}
		row := c.index[key]
		if row == nil {
			row = &class{part: one, level: word, pattern: pattern, through: c.x.through(c.a, p.Because)}
			c.index[key] = row
			c.list = append(c.list, row)
		}
		row.targets = append(row.targets, target)
	}
}

// of picks the actions of a level; grants of patterns hold globs such as s3:*.
func (c *classing) of(actions []string, level string, globs bool) (out []string) {
	for _, a := range actions {
		list := []string{a}
		if globs && strings.Contains(a, "*") {
			list = c.x.k.Catalog.Match(a)
		}
		for _, name := range list {
			if primary(c.x, name) == level {
				out = append(out, name)
			}
		}
	}
	return out
}

// primary is the level of an action; one that the catalog does not know counts
// as a write, so that it is not overlooked.
func primary(x *Explorer, action string) string {
	if l := x.k.Catalog.Levels(action); l != 0 {
		return l.Primary().String()
	}
	return "write"
}

// columns adds the rows of one actor's node: those through a group by way of a node
// that stands for the group as far as these rows go.
func (b *building) columns(n graph.NodeID, classes []*class) {
	byGroup := make(map[string][]*class)
	for _, c := range classes {
		slices.Sort(c.targets)
		byGroup[c.through] = append(byGroup[c.through], c)
	}
	for _, group := range sortedKeys(byGroup) {
		from := n
		if group != "" {
			from = b.group(n, group, byGroup[group])
			if b.seen[from] {
				continue // another member brought the same rows
			}
			b.seen[from] = true
		}
		for _, c := range byGroup[group] {
			b.row(from, c)
		}
	}
}

// group is the node of a group for members with the same rows: a boundary may
// leave one member less than another.
func (b *building) group(member graph.NodeID, arn string, rows []*class) graph.NodeID {
	keys := make([]string, len(rows))
	for i, c := range rows {
		keys[i] = c.key()
	}
	slices.Sort(keys)
	g := b.g.Node(NodeGroup, arn+mark(keys...))
	b.edge(member, g, MemberOf, Evidence{Part: Part{Verdict: permission.Allowed}})
	return g
}

func (c *class) key() string {
	return c.level + "\x05" + partKey(&c.part) + "\x06" + strings.Join(c.targets, "\x00")
}

// row adds action, resource group and resources, unless they are there.
func (b *building) row(from graph.NodeID, c *class) {
	id := mark(c.key())
	action := b.g.Node(NodeAction, c.level+": "+summary(c.part.Actions)+id)
	b.edge(from, action, Grants, Evidence{Part: c.part})
	if b.seen[action] {
		return
	}
	b.seen[action] = true
	plain := Evidence{Part: Part{Verdict: permission.Allowed}}
	group := b.g.Node(NodeResourceGroup, summary(c.targets)+id)
	b.edge(action, group, AppliesTo, plain)
	if c.pattern {
		return
	}
	for _, target := range c.targets {
		b.edge(group, b.g.Node(NodeResource, target), Contains, plain)
	}
}

// mark tells nodes of one name apart.
func mark(keys ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(keys, "\x07")))
	return "#" + hex.EncodeToString(sum[:8])
}

func summary(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return fmt.Sprintf("%s and %d more", list[0], len(list)-1)
}
