package catalog

import (
	"fmt"
	"strings"
	"sync"

	"sightline/iam/catalog/internal/catalogfile"
)

// A Service is everything the catalog holds about one service. Shared: do not
// change it.
type Service struct {
	Prefix        string // "s3"
	Name          string // "Amazon S3"
	Actions       []Action
	ResourceTypes []ResourceType
	ConditionKeys []KeyInfo
}

// An Action is one action of a service.
type Action struct {
	Service string // "s3"
	Name    string // "GetObject", as AWS spells it
	// Levels has at least one level.
	Levels Level
	// ResourceTypes are the names of the service's resource types that the
	// action works on; Required are those of them that AWS marks as required.
	// An action without any is authorised on "*".
	ResourceTypes []string
	Required      []string
	// ConditionKeys are the action's own keys and those that AWS lists for it
	// under one of its resource types. Those of the resource types in general
	// and the keys of all services come on top.
	ConditionKeys []string
	// LastAccessed and PolicyGeneration tell whether AWS reports when the
	// action was last used, and whether it can generate policies with it. Both
	// mean something only where SupportKnown: actions newer than the source of
	// these flags have none.
	SupportKnown     bool
	LastAccessed     bool
	PolicyGeneration bool
	// Dependent are the further actions that a caller needs, such as
	// "iam:PassRole". AWS may no longer list all of them.
	Dependent []string
}

// FullName is the canonical spelling, "s3:GetObject".
func (a Action) FullName() string { return a.Service + ":" + a.Name }

// A ResourceType is one kind of resource of a service.
type ResourceType struct {
	Name string // "object"
	// ARNForms are such as "arn:${Partition}:s3:::${BucketName}/${ObjectName}".
	ARNForms      []string
	ConditionKeys []string
}

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

// Service returns a service by its prefix, in any case.
func (c *Catalog) Service(prefix string) (*Service, bool) {
	s, ok := c.index().byPrefix[fold(prefix)]
	if !ok {
		return nil, false
	}
	return &s.details().Service, true
}

// Action returns an action by its full name, "s3:getobject" in any case.
func (c *Catalog) Action(name string) (Action, bool) {
	s, i, ok := c.find(name)
	if !ok {
		return Action{}, false
	}
	return s.details().Actions[i], true
}

// Canonical gives a full action name AWS's spelling: "s3:GetObject" for
// "S3:getobject". It is cheaper than Action.
func (c *Catalog) Canonical(name string) (string, bool) {
	s, i, ok := c.find(name)
	if !ok {
		return "", false
	}
	return s.actionNames().full[i], true
}

// Levels returns the access levels of an action; none for an unknown one. It is
// cheaper than Action.
func (c *Catalog) Levels(name string) Level {
	s, i, ok := c.find(name)
	if !ok {
		return 0
	}
	return s.actionNames().level(i)
}

// HasResource tells whether an action works on a resource type. It is false
// for actions that are authorised on "*", and for unknown ones.
func (c *Catalog) HasResource(action string) bool {
	a, ok := c.Action(action)
	return ok && len(a.ResourceTypes) > 0
}

func (c *Catalog) find(name string) (*service, int, bool) {
	folded := fold(name)
	prefix, _, _ := strings.Cut(folded, ":")
	s, ok := c.index().byPrefix[prefix]
	if !ok {
		return nil, 0, false
	}
	i, ok := s.actionNames().find(folded)
	return s, i, ok
}
