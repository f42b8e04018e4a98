package reach

import (
	"sightline/access/graph"
	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// Limits where Options sets none.
const (
	DefaultDepth = 10
	DefaultPaths = 10_000
	// maxActors limits how many callers one question follows.
	maxActors = 20_000
)

// Options narrow a question. The zero value asks all.
type Options struct {
	// Given are condition keys that the user gave. They hold for every hop.
	Given *authz.Context
	// MaxDepth is the greatest number of hops in a path; 0 means DefaultDepth.
	MaxDepth int
	// MaxPaths limits how many paths an answer lists; 0 means DefaultPaths.
	MaxPaths int
}

// An Explorer answers several questions about one snapshot and keeps what it
// has worked out. Not safe for concurrent use.
type Explorer struct {
	k       *permission.Asker
	snap    *snapshot.Snapshot
	options Options
	trusts  *trusts
	own     map[string]*ownAccess
	// movers indexes whoever may move, for questions that go backward.
	movers  *movers
	into    map[string][]Step
	memory  memory
	stop    permission.Stop
	terrain *terrain
	// gaps are those that some answer rested on.
	gaps map[string]bool
	// partial: something that the snapshot should hold is not there.
	partial bool
	// assume and the like are the action selections that moves ask for.
	all, assume, web, saml, becoming permission.Actions
}

// New returns an Explorer.
func New(k *permission.Asker, o Options) *Explorer {
	if o.MaxDepth <= 0 {
		o.MaxDepth = DefaultDepth
	}
	if o.MaxPaths <= 0 {
		o.MaxPaths = DefaultPaths
	}
	x := &Explorer{k: k, snap: k.Snapshot, options: o, own: make(map[string]*ownAccess), into: make(map[string][]Step), memory: newMemory(), gaps: make(map[string]bool)}
	x.all, x.assume = selection("*"), selection("sts:AssumeRole")
	x.web, x.saml = selection("sts:AssumeRoleWithWebIdentity"), selection("sts:AssumeRoleWithSAML")
	x.becoming = selection("sts:AssumeRole*")
	x.trusts = readTrusts(x.snap)
	x.terrain = newTerrain(x)
	return x
}

// Until makes questions end with the error of stop, which is asked before each
// step; nil lets them go on to their end. What was worked out by then is kept.
func (x *Explorer) Until(stop permission.Stop) { x.stop = stop }

// Stop is what questions end with; may be nil.
func (x *Explorer) Stop() permission.Stop { return x.stop }

// stopped is the error of a question that shall end.
func (x *Explorer) stopped() error {
	if x.stop == nil {
		return nil
	}
	return x.stop(0)
}

// selection reads a text of this file.
func selection(text string) permission.Actions {
	a, err := permission.ParseActions(text)
	if err != nil {
		panic("reach: " + err.Error())
	}
	return a
}

// A step is one move that an actor can make.
type step struct {
	to       *actor
	evidence Evidence
}

// A move is one way to become somebody else.
type move struct {
	kind   graph.Kind
	derive func(x *Explorer, a *actor) ([]step, error)
}

func moves() []move {
	return []move{
		{AssumeRole, assumeRole},
		{AssumeRoleWithWebIdentity, assumeRoleWithWebIdentity},
		{AssumeRoleWithSAML, assumeRoleWithSAML},
		{InstanceProfile, instanceProfile},
		{ServiceRole, serviceRole},
		{ServiceAssumes, serviceAssumes},
		{AccountIdentity, accountIdentity},
	}
}

// become asks whether an actor may do an action that makes it a role.
func (x *Explorer) become(a *actor, actions permission.Actions, role *snapshot.Identity) (Evidence, bool, error) {
	if err := x.stopped(); err != nil {
		return Evidence{}, false, err
	}
	holders, err := x.k.Access(a.principal, actions, role.ARN, x.context(a))
	if err != nil || len(holders) == 0 {
		return Evidence{}, false, err
	}
	parts := x.parts(holders)
	asked := Asked{a.principal.ARN, parts[0].Actions[0]}
	if a.kind == NodeAccount {
		asked.Principal = a.key
	}
	return Evidence{Part: parts[0], Also: parts[1:], Through: x.through(a, parts[0].Because), Asked: asked}, true, nil
}

// becomeAny asks about several roles.
func (x *Explorer) becomeAny(a *actor, actions permission.Actions, roles []*snapshot.Identity) (out []step, err error) {
	for _, role := range roles {
		if a.key == role.ARN {
			continue // a role that becomes itself has moved nowhere
		}
		e, ok, err := x.become(a, actions, role)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, step{x.asRole(role), e})
		}
	}
	return out, nil
}
