package slice

import (
	"fmt"
	"slices"
	"strings"
)

// name names a group: after the one thing in it, by a pattern that all of it
// fits and no other resource of its type in the picture, or by its number.
func (g *resourceGroup) name(all []*resourceGroup) {
	g.thing = sharedThing(g.things)
	g.thing.Type = g.kind
	if len(g.things) == 1 {
		g.thing.Name, g.thing.Detail = g.things[0].Name, g.things[0].Detail
		if g.places[0].target == "*" {
			g.thing.Name, g.thing.Detail = "*", "any resource"
		}
		return
	}
	number := countOf(len(g.things), typeNoun(g.kind, g.places[0].target))
	g.thing.Name, g.thing.Detail = number, inAccounts(g.things)
	if prefix := commonPrefix(g.things); prefix != "" && !g.fitsOthers(prefix, all) {
		g.thing.Name, g.thing.Detail = prefix+"*", strings.TrimSpace(number+" "+g.thing.Detail)
	}
}

// sharedThing keeps the account that all have.
func sharedThing(list []Thing) (t Thing) {
	t.Account, t.AccountName = list[0].Account, list[0].AccountName
	for i := range list {
		if list[i].Account != t.Account {
			return Thing{}
		}
	}
	return t
}

// inAccounts says where things are: "in prod", "in prod and shared".
func inAccounts(list []Thing) string {
	var names []string
	for i := range list {
		if list[i].Account != "" {
			names = add(names, orID(list[i].AccountName, list[i].Account))
		}
	}
	switch len(names) {
	case 0:
		return ""
	case 1, 2:
		return "in " + strings.Join(names, " and ")
	default:
		return fmt.Sprintf("in %d accounts", len(names))
	}
}

// commonPrefix is what all names begin with, up to a place where names part;
// empty if it is too short to tell anything.
func commonPrefix(list []Thing) string {
	prefix := list[0].Name
	for i := range list {
		n := 0
		for n < len(prefix) && n < len(list[i].Name) && prefix[n] == list[i].Name[n] {
			n++
		}
		prefix = prefix[:n]
	}
	prefix = prefix[:strings.LastIndexAny(prefix, "-_/.: ")+1]
	if len(prefix) < 4 {
		return ""
	}
	return prefix
}

// fitsOthers tells whether resources of the same type in other groups have
// names that begin alike.
func (g *resourceGroup) fitsOthers(prefix string, all []*resourceGroup) bool {
	return slices.ContainsFunc(all, func(other *resourceGroup) bool {
		return other != g && other.kind == g.kind && slices.ContainsFunc(other.things, func(t Thing) bool { return strings.HasPrefix(t.Name, prefix) })
	})
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
