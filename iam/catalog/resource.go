package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// A TypeRef names a resource type of a service.
type TypeRef struct {
	Service string // "s3"
	Type    string // "object"
}

// A typeMatch is a resource type that an ARN matches.
type typeMatch struct {
	service *service
	form    *form
}

// ResourceTypesOf lists the resource types whose ARN forms an ARN matches, the
// most specific first: the form with the most fixed text, then the type of the
// service that the ARN names. A type belongs to a service that has actions on
// it: a role's ARN is "role" of iam and of sts. Names in ARNs keep their case.
// Nothing matches "*", and patterns count as the text they are. The slice is
// the caller's own.
//
// Precision: some types of AWS have the same form, and backup's recovery points
// have one that is open in its service, so more types than the resource has may
// come back; the right one is among them if AWS documents its form.
func (c *Catalog) ResourceTypesOf(arn string) []TypeRef {
	matches := c.typesOf(arn)
	slices.SortStableFunc(matches, func(a, b typeMatch) int { return compareMatches(a, b, segmentOf(arn)) })
	var out []TypeRef
	for _, m := range matches {
		ref := TypeRef{m.service.entry.Prefix, m.service.details().ResourceTypes[m.form.kind].Name}
		if !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out
}

func compareMatches(a, b typeMatch, segment string) int {
	own := func(m typeMatch) int {
		if m.service.entry.Prefix == segment {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(b.form.weight(), a.form.weight()),
		cmp.Compare(own(a), own(b)),
		cmp.Compare(a.service.entry.Prefix, b.service.entry.Prefix),
		cmp.Compare(a.form.kind, b.form.kind),
	)
}

// ActionsOn lists the canonical names of all actions that work on a resource
// type that the ARN matches, sorted. The precision is that of ResourceTypesOf.
// The slice is the caller's own.
func (c *Catalog) ActionsOn(arn string) []string {
	var out []string
	matches := c.typesOf(arn)
	for len(matches) > 0 {
		s := matches[0].service
		n := 1
		for n < len(matches) && matches[n].service == s {
			n++
		}
		out = append(out, s.actionsOn(matches[:n])...)
		matches = matches[n:]
	}
	slices.Sort(out)
	return out
}

// actionsOn lists the service's actions on the matched types.
func (s *service) actionsOn(matches []typeMatch) []string {
	d, full := s.details(), s.actionNames().full
	hit := make([]bool, len(d.sets))
	for i, set := range d.sets {
		hit[i] = slices.ContainsFunc(matches, func(m typeMatch) bool { return slices.Contains(set, m.form.kind) })
	}
	var out []string
	for i, set := range d.typeSet {
		if hit[set] {
			out = append(out, full[i])
		}
	}
	return out
}

// typesOf lists matches, those of one service side by side.
func (c *Catalog) typesOf(arn string) []typeMatch {
	parts := strings.SplitN(arn, ":", 6)
	if len(arn) > maxARN || len(parts) != 6 || parts[0] != "arn" {
		return nil
	}
	x := c.index()
	var out []typeMatch
	for _, s := range x.bySegment[parts[2]] {
		out = append(out, s.typesOf(parts)...)
	}
	for _, s := range x.bySegment["*"] {
		if !slices.Contains(x.bySegment[parts[2]], s) {
			out = append(out, s.typesOf(parts)...)
		}
	}
	return out
}

// typesOf returns the matches of the first pass that has any. Where names may
// hold anything, a form with more text says better what the ARN is, so only
// the best stay.
func (s *service) typesOf(arn []string) []typeMatch {
	d := s.details()
	for _, p := range passes {
		var out []typeMatch
		for i := range d.forms {
			if f := &d.forms[i]; f.match(arn, p) {
				out = append(out, typeMatch{s, f})
			}
		}
		if len(out) > 0 && p.paths {
			out = heaviest(out)
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func heaviest(matches []typeMatch) []typeMatch {
	best := 0
	for _, m := range matches {
		best = max(best, m.form.weight())
	}
	return slices.DeleteFunc(matches, func(m typeMatch) bool { return m.form.weight() < best })
}

func segmentOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 4); len(parts) == 4 {
		return parts[2]
	}
	return ""
}
