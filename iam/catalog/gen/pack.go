package main

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// pack lays the reference out as a file.
func pack(ref *reference) ([]byte, error) {
	index := catalogfile.Index{RCPServices: ref.rcpServices, Withdrawn: ref.withdrawn}
	header := catalogfile.Header{Version: pinned.version, Updated: ref.updated, Sources: sources(ref.updated)}
	for _, k := range ref.globalKeys {
		index.GlobalKeys = append(index.GlobalKeys, k.name+" "+k.kind)
	}
	var sections []catalogfile.Section
	for i := range ref.services {
		s := &ref.services[i]
		section, err := packService(s)
		if err != nil {
			return nil, fmt.Errorf("service %s: %w", s.prefix, err)
		}
		sections = append(sections, section)
		index.Services = append(index.Services, entry(s))
		count(&header.Counts, s)
	}
	header.Counts.Withdrawn = len(ref.withdrawn)
	return catalogfile.Encode(header, index, sections)
}

func count(c *catalogfile.Counts, s *service) {
	c.Services++
	c.Actions += len(s.actions)
	c.ResourceTypes += len(s.types)
	c.ConditionKeys += len(s.keys)
	for _, a := range s.actions {
		if len(a.dependents) > 0 {
			c.Dependents++
		}
	}
}

func entry(s *service) catalogfile.Entry {
	e := catalogfile.Entry{Prefix: s.prefix, Name: s.name}
	var names []string
	for _, a := range s.actions {
		names = append(names, fmt.Sprintf("%s:%02x", a.name, a.flags))
	}
	e.Actions = strings.Join(names, " ")
	if found := segments(s); !slices.Equal(found, []string{s.prefix}) {
		e.Segments = found
	}
	e.KeySpaces = keySpaces(s)
	return e
}

// segments lists the service fields of the service's ARN forms. None at all
// gives an empty list; the reader then assumes the prefix, which is harmless.
func segments(s *service) []string {
	var out []string
	for _, t := range s.types {
		for _, form := range t.arns {
			field := strings.SplitN(form, ":", 4)[2]
			if strings.HasPrefix(field, "$") {
				field = "*"
			}
			out = append(out, field)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func keySpaces(s *service) []string {
	var out []string
	for _, k := range s.keys {
		space, _, _ := strings.Cut(k.name, ":")
		if space = strings.ToLower(space); space != "aws" && space != s.prefix {
			out = append(out, space)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
