package catalog

import "strings"

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
