package oracle

import (
	"slices"
	"strings"
)

// A feature is an edge of the rules that random cases must reach.
type feature struct {
	name string
	in   func(Case) bool
}

var features = []feature{
	{"another account's resource", func(c Case) bool {
		who := identify(c.Request.Principal, c.Request.Action)
		return who.account != "" && who.account != c.Request.ResourceAccount
	}},
	{"service-linked role calls", func(c Case) bool { return isServiceLinked(c.Request.Principal) }},
	{"service-linked role is asked for", func(c Case) bool { return isServiceLinked(c.Request.Resource) }},
	{"no resource", func(c Case) bool { return c.Request.Resource == "*" }},
	{"KMS key", func(c Case) bool { return strings.Contains(c.Request.Resource, ":key/") }},
	{"KMS grants", func(c Case) bool { return c.Policies.Grants != nil }},
	{"role trust", func(c Case) bool { return strings.HasPrefix(strings.ToLower(c.Request.Action), "sts:") }},
	{"root user assumes a role", func(c Case) bool {
		return strings.HasSuffix(c.Request.Principal, ":root") && strings.EqualFold(c.Request.Action, "sts:AssumeRole")
	}},
	{"boundary", func(c Case) bool { return c.Policies.Boundary != nil }},
	{"several session policies", func(c Case) bool { return len(c.Policies.Session) > 1 }},
	{"several SCP levels", func(c Case) bool { return len(c.Policies.SCP) > 1 }},
	{"several RCP levels", func(c Case) bool { return len(c.Policies.RCP) > 1 }},
	{"endpoint", func(c Case) bool { return c.Policies.Endpoint != nil }},
	{"multivalued key", withValue(func(v Value) bool { return v.Multi })},
	{"empty set", withValue(func(v Value) bool { return len(v.Texts) == 0 })},
	{"empty text", withValue(func(v Value) bool { return slices.Equal(v.Texts, []string{""}) })},
	{"version 2008-10-17", withDocument(func(d Document) bool { return d.Version == "2008-10-17" })},
	{"no version", withDocument(func(d Document) bool { return d.Version == "" })},
	{"NotAction", withStatement(func(s Statement) bool { return s.NotAction != nil })},
	{"NotResource", withStatement(func(s Statement) bool { return s.NotResource != nil })},
	{"NotPrincipal allows", withStatement(func(s Statement) bool { return s.NotPrincipal != nil && s.Effect == "Allow" })},
	{"NotPrincipal denies", withStatement(func(s Statement) bool { return s.NotPrincipal != nil && s.Effect == "Deny" })},
	{"variable in a resource", withStatement(func(s Statement) bool { return anyHas(s.Resource, "${") || anyHas(s.NotResource, "${") })},
	{"variable in a condition", withListed("${")},
	{"variable with a default", withListed(", '")},
	{"escape in a condition", withListed("${*}")},
	{"incomplete ARN", withStatement(func(s Statement) bool { return slices.ContainsFunc(s.Resource, isIncomplete) })},
}

func withValue(is func(Value) bool) func(Case) bool {
	return func(c Case) bool {
		for _, v := range c.Request.Context {
			if is(v) {
				return true
			}
		}
		return false
	}
}

func withDocument(is func(Document) bool) func(Case) bool {
	return func(c Case) bool { return slices.ContainsFunc(allDocuments(c), is) }
}

func withStatement(is func(Statement) bool) func(Case) bool {
	return withDocument(func(d Document) bool { return slices.ContainsFunc(d.Statement, is) })
}

func withListed(text string) func(Case) bool {
	return withStatement(func(s Statement) bool {
		for _, tests := range s.Condition {
			for _, listed := range tests {
				if anyHas(listed, text) {
					return true
				}
			}
		}
		return false
	})
}

func anyHas(list List, text string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, text) })
}

func isIncomplete(pattern string) bool { return pattern != fillARN(pattern) }

func allDocuments(c Case) []Document {
	p := c.Policies
	docs := slices.Concat(ofMany(p.Identity), ofMany(p.Session), ofLevels(p.SCP), ofLevels(p.RCP))
	return slices.Concat(docs, ofOne(p.Boundary), ofOne(p.Resource), ofOne(p.Endpoint))
}

func usedOperators(c Case) map[string]bool {
	used := map[string]bool{}
	for _, doc := range allDocuments(c) {
		for _, s := range doc.Statement {
			for name := range s.Condition {
				used[name] = true
			}
		}
	}
	return used
}
