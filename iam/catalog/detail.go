package catalog

import (
	"fmt"
	"sync"

	"sightline/iam/catalog/internal/catalogfile"
)

// A service decodes itself in two steps: the names of its actions from the
// index, the details from its section. The zero value is not usable.
type service struct {
	file  *catalogfile.Opened
	entry *catalogfile.Entry

	namesOnce sync.Once
	names     *names
	namesErr  error

	detailOnce sync.Once
	detail     *detail
	detailErr  error
}

// A detail is a service as callers see it, and what lookups need.
type detail struct {
	Service
	keys    keyTable
	forms   []form  // of all resource types
	typeSet []int   // by action: its place in sets
	sets    [][]int // places of resource types
}

func (s *service) loadNames() (*names, error) {
	s.namesOnce.Do(func() { s.names, s.namesErr = newNames(s.entry) })
	return s.names, s.namesErr
}

func (s *service) loadDetail() (*detail, error) {
	s.detailOnce.Do(func() {
		n, err := s.loadNames()
		if err != nil {
			s.detailErr = err
			return
		}
		section, err := s.file.Section(s.entry, len(n.full))
		if err != nil {
			s.detailErr = err
			return
		}
		s.detail, s.detailErr = newDetail(s.entry, n, section)
	})
	return s.detail, s.detailErr
}

// actionNames and details are for files that are known to be good.
func (s *service) actionNames() *names { return good(s.loadNames()) }
func (s *service) details() *detail    { return good(s.loadDetail()) }

func good[T any](v T, err error) T {
	if err != nil {
		panic("catalog: " + err.Error())
	}
	return v
}

func newDetail(e *catalogfile.Entry, n *names, section *catalogfile.Section) (*detail, error) {
	d := &detail{Service: Service{Prefix: e.Prefix, Name: e.Name}}
	var err error
	if d.keys, err = newKeyTable(e.Prefix, section.Keys); err != nil {
		return nil, fmt.Errorf("service %q: %w", e.Prefix, err)
	}
	d.ConditionKeys = d.keys.keys
	keySets := d.keySets(section)
	if err := d.addTypes(section, keySets); err != nil {
		return nil, fmt.Errorf("service %q: %w", e.Prefix, err)
	}
	d.addActions(n, section, keySets)
	return d, nil
}

func (d *detail) keySets(section *catalogfile.Section) [][]string {
	out := make([][]string, len(section.KeySets))
	for i, set := range section.KeySets {
		for _, place := range set {
			out[i] = append(out[i], d.keys.keys[place].Name)
		}
	}
	return out
}

func (d *detail) addTypes(section *catalogfile.Section, keySets [][]string) error {
	for i, t := range section.Types {
		if t.Name == "" || i > 0 && compareFold(section.Types[i-1].Name, t.Name) >= 0 {
			return fmt.Errorf("resource type %q has no name, is not in order or there twice", t.Name)
		}
		d.ResourceTypes = append(d.ResourceTypes, ResourceType{t.Name, t.ARNs, keySets[t.Keys]})
		for _, text := range t.ARNs {
			f, err := parseForm(text)
			if err != nil {
				return fmt.Errorf("resource type %q: %w", t.Name, err)
			}
			f.kind = i
			d.forms = append(d.forms, f)
		}
	}
	return nil
}

func (d *detail) addActions(n *names, section *catalogfile.Section, keySets [][]string) {
	sets, required := d.addTypeSets(section)
	d.Actions = make([]Action, len(n.full))
	d.typeSet = make([]int, len(n.full))
	for i := range n.full {
		set, flags := section.Actions[i][0], n.flags[i]
		d.typeSet[i] = set
		d.Actions[i] = Action{
			Service: d.Prefix, Name: n.name(i), Levels: n.level(i),
			ResourceTypes: sets[set], Required: required[set],
			ConditionKeys:    keySets[section.Actions[i][1]],
			SupportKnown:     flags&catalogfile.FlagSupportKnown != 0,
			LastAccessed:     flags&catalogfile.FlagLastAccessed != 0,
			PolicyGeneration: flags&catalogfile.FlagPolicyGeneration != 0,
			Dependent:        section.Dependents[n.name(i)],
		}
	}
}

// addTypeSets unpacks the sets of resource types: their names, and the names of
// the required ones.
func (d *detail) addTypeSets(section *catalogfile.Section) (all, required [][]string) {
	all = make([][]string, len(section.TypeSets))
	required = make([][]string, len(section.TypeSets))
	d.sets = make([][]int, len(section.TypeSets))
	for i, set := range section.TypeSets {
		for _, coded := range set {
			place := coded / 2
			name := d.ResourceTypes[place].Name
			d.sets[i] = append(d.sets[i], place)
			all[i] = append(all[i], name)
			if coded%2 == 1 {
				required[i] = append(required[i], name)
			}
		}
	}
	return all, required
}
