package slice

import (
	"fmt"
	"slices"
	"strings"
)

// emit turns the rows into cards and lines.
func (r *rows) emit() {
	for _, one := range r.list {
		action := r.p.actionCard(one)
		for i := range one.holders {
			r.p.hold(&one.holders[i], action)
		}
		r.p.touch(action, one)
	}
}

// hold draws the line from a holder to an action set, through a group if the
// access comes from one.
func (p *picture) hold(a *access, action int) {
	l := line{from: a.holder, to: action, kind: "grants", verdict: a.verdict, layer: a.layer, conditions: a.conditions, ask: askOf(a)}
	if a.through != "" {
		p.throughGroup(a.holder, a.through, l)
		return
	}
	p.line(l)
}

func askOf(a *access) asking {
	return asking{principal: a.principal, actions: a.actions, target: a.target, within: a.within, exact: a.exact}
}

func (p *picture) actionCard(r *row) int {
	name := r.service + ": " + r.level
	if len(r.all) == 1 {
		_, name, _ = strings.Cut(r.all[0], ":")
	}
	return p.card(card{
		column: ColumnActions, kind: NodeAction, key: "action " + r.key, count: len(r.all), level: r.level,
		thing:   Thing{Name: name, Detail: r.service + ", " + countOf(len(r.all), "action")},
		members: r.all, order: slices.Index(levelWords[:], r.level),
	})
}

// touch draws what the actions apply to.
func (p *picture) touch(action int, r *row) {
	first := &r.targets[0]
	targets := make([]string, len(r.targets))
	for i := range r.targets {
		targets[i] = r.targets[i].target
	}
	slices.Sort(targets)
	targets = slices.Compact(targets)
	c := card{column: ColumnResourceGroups, kind: NodeResourceGroup, count: len(targets), members: targets}
	c.key = "group of " + mark(append(targets, string(r.verdict), string(r.layer), fmt.Sprint(first.pattern))...)
	c.thing = p.groupThing(r, targets)
	group := p.card(c)
	others := r.others()
	p.line(line{
		from: action, to: group, kind: "applies_to", verdict: r.verdict, layer: r.layer, conditions: r.conditions,
		ask: askOf(first), others: others,
	})
	if first.pattern {
		p.sink(group)
		return
	}
	for i := range r.targets {
		t := &r.targets[i]
		resource := p.resource(t.target)
		p.sink(resource)
		p.line(line{
			from: group, to: resource, kind: "contains", verdict: r.verdict, layer: r.layer, conditions: t.conditions,
			ask: askOf(t), others: others,
		})
	}
}

// others are what may be asked of the holders beside the first, a few.
func (r *row) others() (out []asking) {
	for i := 1; i < len(r.holders) && len(out) < maxOthers; i++ {
		out = append(out, askOf(&r.holders[i]))
	}
	return out
}

const maxOthers = 3

func (p *picture) sink(c int) {
	if !p.backward {
		p.sinks[c] = true
	}
}

// resource is the card of what is touched; an identity keeps its silhouette.
func (p *picture) resource(arn string) int {
	kind := NodeResource
	if id := p.snap.Identity(arn); id != nil {
		kind = NodeKind(id.Kind)
	}
	return p.card(card{column: ColumnResources, kind: kind, key: "resource " + arn, thing: ThingOf(p.snap, arn)})
}

// groupThing names resources that stand together: by the one pattern that the
// statements have for them, by their common type, or by their number.
func (p *picture) groupThing(r *row, targets []string) Thing {
	t := Thing{Detail: p.statementName(r)}
	if len(targets) == 1 {
		one := ThingOf(p.snap, targets[0])
		t.Name, t.Type, t.Account, t.AccountName = one.Name, one.Type, one.Account, one.AccountName
		if t.Detail == "" {
			t.Detail = one.Detail
		}
		return t
	}
	noun, prefix := "", resourceName(targets[0], "")
	for _, arn := range targets {
		one := ThingOf(p.snap, arn)
		switch word := typeNoun(one.Type, arn); {
		case noun == "":
			noun, t.Type = word, one.Type
		case noun != word:
			noun, t.Type = "resource", ""
		}
		prefix = commonPrefix(prefix, one.Name)
	}
	t.Name = countOf(len(targets), noun)
	if len(prefix) > 3 {
		t.Name = prefix + "*"
		t.Detail = countOf(len(targets), noun)
	}
	return t
}

// statementName says of which statement a row speaks.
func (p *picture) statementName(r *row) string {
	for _, reason := range reasonsThatPart(&r.access) {
		if reason.SID != "" {
			return reason.SID
		}
		if reason.Policy != "" {
			return policyLabel(reason.Policy)
		}
	}
	return ""
}

func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return strings.ToValidUTF8(a[:n], "")
}

func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if rest, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(rest, "e") {
		return thousands(n) + " " + rest + "ies"
	}
	if strings.HasSuffix(noun, "s") || strings.HasSuffix(noun, "x") {
		return thousands(n) + " " + noun + "es"
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes 1204 as 1,204.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
