package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// merge lets the newest source say what exists, and adds what only the others
// know: the flags of support, further ARN forms of the same resource types,
// dependent actions. Actions that only the older source has become a list of
// withdrawn ones. Everything comes out sorted.
func merge(newest *reference, older *olderReference, needs map[string][]string) *reference {
	spelled := make(map[string]string)
	for i := range newest.services {
		s := &newest.services[i]
		for _, a := range s.actions {
			spelled[strings.ToLower(s.prefix+":"+a.name)] = s.prefix + ":" + a.name
		}
	}
	for i := range newest.services {
		s := &newest.services[i]
		s.addForms(older)
		for j := range s.actions {
			a := &s.actions[j]
			name := strings.ToLower(s.prefix + ":" + a.name)
			a.flags |= older.support[name]
			a.dependents = respell(needs[name], spelled)
		}
		s.sort()
	}
	for folded, name := range older.names {
		if _, still := spelled[folded]; !still {
			newest.withdrawn = append(newest.withdrawn, name)
		}
	}
	newest.sort()
	return newest
}

var placeholder = regexp.MustCompile(`\$?\{[^}]*\}`)

// addForms adds ARN forms that differ by more than the names of their
// placeholders.
func (s *service) addForms(older *olderReference) {
	for i := range s.types {
		t := &s.types[i]
		have := make(map[string]bool)
		for _, form := range t.arns {
			have[placeholder.ReplaceAllString(form, "{}")] = true
		}
		for _, form := range older.forms[strings.ToLower(s.prefix+":"+t.name)] {
			if shape := placeholder.ReplaceAllString(form, "{}"); !have[shape] {
				have[shape] = true
				t.arns = append(t.arns, form)
			}
		}
	}
}

// respell gives dependent actions the spelling of the newest source. Those that
// it lacks stay as they are listed.
func respell(names []string, spelled map[string]string) []string {
	var out []string
	for _, n := range names {
		if s, ok := spelled[strings.ToLower(n)]; ok {
			n = s
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (r *reference) sort() {
	slices.SortFunc(r.services, func(a, b service) int { return cmp.Compare(a.prefix, b.prefix) })
	slices.SortFunc(r.globalKeys, func(a, b key) int { return folded(a.name, b.name) })
	slices.Sort(r.rcpServices)
	slices.Sort(r.withdrawn)
}

func (s *service) sort() {
	slices.SortFunc(s.actions, func(a, b action) int { return folded(a.name, b.name) })
	slices.SortFunc(s.types, func(a, b resourceType) int { return folded(a.name, b.name) })
	slices.SortFunc(s.keys, func(a, b key) int { return folded(a.name, b.name) })
}

func folded(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) }
