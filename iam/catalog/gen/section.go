package main

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// A packer numbers the names of one service and shares equal sets of them.
type packer struct {
	section catalogfile.Section
	keys    map[string]int // place by lower-cased name
	types   map[string]int
	keySets map[string]int // place by printed set
	typeSet map[string]int
}

func packService(s *service) (catalogfile.Section, error) {
	p := &packer{
		keys: make(map[string]int), types: make(map[string]int),
		keySets: make(map[string]int), typeSet: make(map[string]int),
	}
	for i, k := range s.keys {
		if strings.Contains(k.name, " ") {
			return p.section, fmt.Errorf("condition key %q holds a space", k.name)
		}
		p.section.Keys = append(p.section.Keys, k.name+" "+k.kind)
		p.keys[strings.ToLower(k.name)] = i
	}
	for i, t := range s.types {
		p.types[strings.ToLower(t.name)] = i
		set, err := p.keySet(t.keys)
		if err != nil {
			return p.section, fmt.Errorf("resource type %s: %w", t.name, err)
		}
		p.section.Types = append(p.section.Types, catalogfile.Type{Name: t.name, ARNs: t.arns, Keys: set})
	}
	for i := range s.actions {
		if err := p.action(&s.actions[i]); err != nil {
			return p.section, fmt.Errorf("action %s: %w", s.actions[i].name, err)
		}
	}
	return p.section, nil
}

func (p *packer) action(a *action) error {
	keys, err := p.keySet(a.keys)
	if err != nil {
		return err
	}
	var types []int
	for _, t := range a.types {
		place, ok := p.types[strings.ToLower(t.name)]
		if !ok {
			return fmt.Errorf("names resource type %q, which the service lacks", t.name)
		}
		place *= 2
		if t.required {
			place++
		}
		types = append(types, place)
	}
	p.section.Actions = append(p.section.Actions, [2]int{share(&p.section.TypeSets, p.typeSet, types), keys})
	if len(a.dependents) > 0 {
		if p.section.Dependents == nil {
			p.section.Dependents = make(map[string][]string)
		}
		p.section.Dependents[a.name] = a.dependents
	}
	return nil
}

func (p *packer) keySet(names []string) (int, error) {
	var set []int
	for _, n := range names {
		place, ok := p.keys[strings.ToLower(n)]
		if !ok {
			return 0, fmt.Errorf("names condition key %q, which the service lacks", n)
		}
		set = append(set, place)
	}
	return share(&p.section.KeySets, p.keySets, set), nil
}

// share returns the place of a set, and adds it if it is new.
func share(sets *[][]int, known map[string]int, set []int) int {
	slices.Sort(set)
	set = slices.Compact(set)
	printed := fmt.Sprint(set)
	if place, ok := known[printed]; ok {
		return place
	}
	known[printed] = len(*sets)
	*sets = append(*sets, append([]int{}, set...))
	return known[printed]
}
