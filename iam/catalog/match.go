package catalog

import (
	"slices"
	"strings"

	"sightline/iam/glob"
)

// Match lists the canonical names of all actions that an action pattern of a
// policy covers, sorted: "s3:Get*", "s3:*", "*", "*:*". Case does not count.
// The slice is the caller's own.
//
// Precision: exact over the actions in the catalog. A pattern covers future
// actions too.
func (c *Catalog) Match(pattern string) []string {
	if strings.Trim(pattern, "*") == "" && pattern != "" || pattern == "*:*" {
		return slices.Clone(c.all())
	}
	prefix, _, split := strings.Cut(pattern, ":")
	var out []string
	for _, s := range c.index().matching(prefix, split) {
		out = append(out, s.actionNames().matching(pattern)...)
	}
	slices.Sort(out)
	return out
}

// matching narrows a pattern to the services whose prefix its own first part
// covers. A pattern without a colon can cover any.
func (x *index) matching(prefix string, split bool) []*service {
	if !split {
		return x.services
	}
	if !strings.ContainsAny(prefix, "*?") {
		if s, ok := x.byPrefix[fold(prefix)]; ok {
			return []*service{s}
		}
		return nil
	}
	p := glob.NewFold(prefix)
	var out []*service
	for _, s := range x.services {
		if p.Match(s.entry.Prefix) {
			out = append(out, s)
		}
	}
	return out
}

// matching lists the names that a pattern covers. Only those that begin with
// its literal text are compared.
func (n *names) matching(pattern string) []string {
	literal := pattern
	if at := strings.IndexAny(pattern, "*?"); at >= 0 {
		literal = pattern[:at]
	}
	from, to := n.withPrefix(fold(literal))
	p := glob.NewFold(pattern)
	var out []string
	for _, full := range n.full[from:to] {
		if p.Match(full) {
			out = append(out, full)
		}
	}
	return out
}

// ByLevel lists the canonical names of a service's actions that have all the
// given levels, sorted. The service may be a pattern: "*" stands for all. The
// slice is the caller's own.
func (c *Catalog) ByLevel(service string, level Level) []string {
	var out []string
	for _, s := range c.index().matching(service, true) {
		n := s.actionNames()
		for i, full := range n.full {
			if n.level(i).Has(level) {
				out = append(out, full)
			}
		}
	}
	slices.Sort(out)
	return out
}
