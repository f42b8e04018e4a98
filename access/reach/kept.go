package reach

import "sightline/access/permission"

// Limits of what an explorer keeps for later questions.
const (
	maxKept   = 1_000_000 // accesses and refusals
	maxPlaces = 20_000
)

// memory is what an explorer has worked out about single actors.
type memory struct {
	touches map[string][]Touch
	refused map[string][]Refused
	places  map[string]*permission.Place
	public  map[string]bool
	size    int
}

func newMemory() memory {
	return memory{touches: make(map[string][]Touch), refused: make(map[string][]Refused), places: make(map[string]*permission.Place), public: make(map[string]bool)}
}

// room makes room for more, and forgets all if there is too much.
func (m *memory) room(more int) {
	if m.size += more; m.size > maxKept {
		clear(m.touches)
		clear(m.refused)
		m.size = more
	}
}

// Touches lists what an actor has access to. The parts are shared.
func (x *Explorer) Touches(a *Actor) ([]Touch, error) {
	if known, ok := x.memory.touches[a.Key]; ok {
		return known, nil
	}
	out, err := x.touches(a.actor)
	if err == nil {
		x.memory.room(1 + len(out))
		x.memory.touches[a.Key] = out
	}
	return out, err
}

func (x *Explorer) touches(a *actor) (out []Touch, err error) {
	for _, s := range x.terrain.sites(a) {
		parts, err := x.access(a, s)
		if err != nil {
			return nil, err
		}
		if len(parts) > 0 {
			out = append(out, Touch{Target: s.r.ARN, Parts: parts})
		}
	}
	groups, err := x.groups(a)
	for _, g := range groups {
		out = append(out, Touch{g.pattern, true, g.parts})
	}
	return out, err
}

// Refused is what an actor is cut off from at one resource.
type Refused struct {
	Target string
	permission.Refusal
}

// KeptFrom lists what an actor is cut off from, among the resources that it may
// touch: those of its own account, and those of others that are not closed.
func (x *Explorer) KeptFrom(a *Actor) ([]Refused, error) {
	if known, ok := x.memory.refused[a.Key]; ok {
		return known, nil
	}
	var out []Refused
	for _, s := range x.terrain.sites(a.actor) {
		list, err := x.keptFrom(a, s.r.ARN, s.r.ARN, x.all)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	x.memory.room(1 + len(out))
	x.memory.refused[a.Key] = out
	return out, nil
}

// KeptFromAt is KeptFrom for one resource, which the snapshot need not hold.
func (x *Explorer) KeptFromAt(a *Actor, resource string) ([]Refused, error) {
	return x.keptFrom(a, resource, resource, x.all)
}

// KeptFromBecoming lists what keeps an actor from a role that would admit it.
func (x *Explorer) KeptFromBecoming(a *Actor, role string) ([]Refused, error) {
	return x.keptFrom(a, "become "+role, role, x.becoming)
}

func (x *Explorer) keptFrom(a *Actor, key, arn string, actions permission.Actions) (out []Refused, err error) {
	if err := x.stopped(); err != nil {
		return nil, err
	}
	refusals, err := x.k.CutOffAt(a.Principal, x.place(key, arn, actions), x.context(a.actor))
	for _, one := range refusals {
		out = append(out, Refused{arn, one})
	}
	return out, err
}

// PlaceAt prepares a resource, which the snapshot need not hold, once.
func (x *Explorer) PlaceAt(arn string) *permission.Place { return x.place(arn, arn, x.all) }

func (x *Explorer) place(key, arn string, actions permission.Actions) *permission.Place {
	p, ok := x.memory.places[key]
	if !ok {
		if len(x.memory.places) >= maxPlaces {
			clear(x.memory.places)
		}
		p = x.k.PlaceFor(arn, actions)
		x.memory.places[key] = p
	}
	return p
}
