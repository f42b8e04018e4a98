package permission

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/catalog"
	"sightline/iam/glob"
)

// Actions selects actions by what a user types: one action, a glob, `*`, or
// an access level (list, read, write, permissions, tagging).
type Actions struct {
	text    string
	level   catalog.Level
	isLevel bool
}

// ParseActions reads a selection. An error says what is wrong.
func ParseActions(text string) (Actions, error) {
	a := Actions{text: text}
	if a.level, a.isLevel = catalog.ParseLevel(text); a.isLevel {
		return a, nil
	}
	service, name, ok := strings.Cut(text, ":")
	if text == "*" || ok && service != "" && name != "" && !strings.ContainsAny(text, " \t\n/") {
		return a, nil
	}
	return a, fmt.Errorf("action %q: write service:Name, a glob such as s3:Get*, *, or an access level (list, read, write, permissions, tagging)", text)
}

// exact tells whether the text names one action.
func (a Actions) exact() bool { return !a.isLevel && !strings.ContainsAny(a.text, "*?") }

// selects tells whether an action is selected, wherever it works.
func (a Actions) selects(c *catalog.Catalog) func(string) bool {
	if a.isLevel {
		return func(name string) bool { return c.Levels(name).Has(a.level) }
	}
	pattern := glob.NewFold(a.text)
	return pattern.Match
}

// on lists the selected actions that work on a resource. A single action that
// the catalog does not know is taken as it is: AWS may be ahead of it.
func (a Actions) on(c *catalog.Catalog, resource string) []string {
	if a.exact() {
		if name, ok := c.Canonical(a.text); ok {
			return filterKnown(c, []string{name}, resource)
		}
		return []string{a.text}
	}
	candidates := c.ActionsOn(resource)
	if a.isLevel {
		return keep(candidates, func(name string) bool { return c.Levels(name).Has(a.level) })
	}
	if a.text == "*" {
		return candidates
	}
	matched := c.Match(a.text)
	return keep(candidates, func(name string) bool { _, ok := slices.BinarySearch(matched, name); return ok })
}

// filterKnown leaves out actions that work on other types of resource.
func filterKnown(c *catalog.Catalog, names []string, resource string) []string {
	on := c.ActionsOn(resource)
	if len(on) == 0 && len(c.ResourceTypesOf(resource)) == 0 {
		return names // the catalog does not know this resource
	}
	return keep(names, func(name string) bool { return slices.Contains(on, name) })
}

func keep(list []string, want func(string) bool) (out []string) {
	for _, s := range list {
		if want(s) {
			out = append(out, s)
		}
	}
	return out
}
