package catalog

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// An index is the decoded index of a file.
type index struct {
	services    []*service // sorted by prefix
	byPrefix    map[string]*service
	bySegment   map[string][]*service // by the service field of ARNs; "*" for any
	byKeySpace  map[string][]*service // by the first part of condition keys
	openSpaces  []string              // those of byKeySpace with an open part
	globalKeys  keyTable
	rcpServices []string
	withdrawn   map[string]bool // lower-cased
}

func newIndex(file *catalogfile.Opened) (*index, error) {
	raw, err := file.Index()
	if err != nil {
		return nil, err
	}
	x := &index{
		byPrefix:    make(map[string]*service, len(raw.Services)),
		bySegment:   make(map[string][]*service, len(raw.Services)),
		byKeySpace:  make(map[string][]*service),
		rcpServices: raw.RCPServices,
		withdrawn:   make(map[string]bool, len(raw.Withdrawn)),
	}
	if x.globalKeys, err = newKeyTable("", raw.GlobalKeys); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	for _, name := range raw.Withdrawn {
		x.withdrawn[fold(name)] = true
	}
	for i := range raw.Services {
		if err := x.add(&service{file: file, entry: &raw.Services[i]}); err != nil {
			return nil, fmt.Errorf("index: %w", err)
		}
	}
	return x, nil
}

func (x *index) add(s *service) error {
	prefix := s.entry.Prefix
	if prefix == "" || prefix != fold(prefix) || strings.Contains(prefix, ":") {
		return fmt.Errorf("service prefix %q is empty, has a colon or is not lower-case", prefix)
	}
	if n := len(x.services); n > 0 && x.services[n-1].entry.Prefix >= prefix {
		return fmt.Errorf("service %q is not in order or there twice", prefix)
	}
	x.services = append(x.services, s)
	x.byPrefix[prefix] = s
	segments := s.entry.Segments
	if len(segments) == 0 {
		segments = []string{prefix}
	}
	for _, segment := range segments {
		x.bySegment[segment] = append(x.bySegment[segment], s)
	}
	for _, space := range s.entry.KeySpaces {
		if x.byKeySpace[space] == nil && strings.Contains(space, "{") {
			x.openSpaces = append(x.openSpaces, space)
		}
		x.byKeySpace[space] = append(x.byKeySpace[space], s)
	}
	return nil
}

// everyAction lists the canonical names of all actions, sorted.
func (x *index) everyAction() []string {
	var out []string
	for _, s := range x.services {
		out = append(out, s.actionNames().full...)
	}
	slices.Sort(out)
	return out
}
