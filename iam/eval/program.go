package eval

import "sightline/iam/authz"

// A Program is a compiled Stack. Immutable; safe for concurrent use.
type Program struct {
	engine     *Engine
	stack      *authz.Stack
	facts      *authz.Facts
	identity   []attached
	session    []attached
	boundary   []attached // one at most
	endpoint   []attached // one at most
	resource   []attached // one at most
	underlying []attached // one at most
	scp, rcp   []level
	// resourcePublic: the resource policy is public in S3's sense. Only
	// computed where Block Public Access asks for it.
	resourcePublic, underlyingPublic bool
}

// attached is a compiled document under its name.
type attached struct {
	policy *authz.Policy
	*document
}

type level struct {
	entity   string
	policies []attached
}

// Compile prepares a stack for many requests. The stack must not change
// afterwards.
func (e *Engine) Compile(s *authz.Stack) *Program {
	p := &Program{engine: e, stack: s, facts: s.Facts}
	if p.facts == nil {
		p.facts = e.facts
	}
	p.identity = e.attachAll(s.Identity, roleIdentity)
	p.session = e.attachAll(s.Session, roleIdentity)
	p.boundary = e.attachOne(s.Boundary, roleIdentity)
	p.endpoint = e.attachOne(s.Endpoint, rolePerimeter)
	p.resource = e.attachOne(s.Resource, roleResource)
	p.scp = e.levels(s.SCP, roleIdentity)
	p.rcp = e.levels(s.RCP, rolePerimeter)
	p.resourcePublic = restrictsPublic(s, s.Bucket) && s.Resource != nil && PublicPolicy(s.Resource.Document)
	if u := s.Underlying; u != nil {
		p.underlying = e.attachOne(u.Policy, roleResource)
		p.underlyingPublic = restrictsPublic(s, u.Bucket) && u.Policy != nil && PublicPolicy(u.Policy.Document)
	}
	return p
}

// restrictsPublic tells whether it matters that a bucket's policy is public.
func restrictsPublic(s *authz.Stack, b *authz.Bucket) bool {
	return b != nil && (b.Block.RestrictPublicBuckets || s.Lacks(authz.LayerPublicAccessBlock))
}

func (e *Engine) attachAll(policies []authz.Policy, r role) []attached {
	out := make([]attached, len(policies))
	for i := range policies {
		out[i] = attached{&policies[i], e.document(policies[i].Document, r)}
	}
	return out
}

func (e *Engine) attachOne(p *authz.Policy, r role) []attached {
	if p == nil {
		return nil
	}
	return []attached{{p, e.document(p.Document, r)}}
}

func (e *Engine) levels(levels []authz.Level, r role) []level {
	if levels == nil {
		return nil
	}
	out := make([]level, len(levels))
	for i := range levels {
		out[i] = level{levels[i].Entity, e.attachAll(levels[i].Policies, r)}
	}
	return out
}

// Decide gives the decision alone. It does not allocate.
func (p *Program) Decide(req *authz.Request) authz.Decision {
	f := p.engine.frames.Get().(*frame)
	f.start(p, req, nil)
	d, _ := f.decide()
	f.start(nil, nil, nil)
	p.engine.frames.Put(f)
	return d
}

// Explain gives the decision with every step that led to it.
func (p *Program) Explain(req *authz.Request) authz.Explanation {
	f, rec := new(frame), newRecorder()
	f.start(p, req, rec)
	decision, by := f.decide()
	return rec.explanation(decision, by)
}

// Because gives the decision with the steps that bear on it, leaving out
// statements that do not apply: the form for answers about many requests.
func (p *Program) Because(req *authz.Request) authz.Explanation {
	f, rec := new(frame), newRecorder()
	rec.brief = true
	f.start(p, req, rec)
	decision, by := f.decide()
	return rec.explanation(decision, by)
}

// Refuses tells whether Decide would give a denial, explicit or implicit; it
// is the faster one where most answers are denials. It does not allocate.
func (p *Program) Refuses(req *authz.Request) bool {
	f := p.engine.frames.Get().(*frame)
	f.start(p, req, nil)
	refused := f.nothingGrants()
	if !refused {
		d, _ := f.decide()
		refused = d == authz.ExplicitlyDenied || d == authz.ImplicitlyDenied
	}
	f.start(nil, nil, nil)
	p.engine.frames.Put(f)
	return refused
}

// nothingGrants: the request would not pass if nothing limited it. Limits only
// take away, so it is denied, whatever they say.
func (f *frame) nothingGrants() bool {
	v := findings{boundary: authz.True, session: authz.True}
	f.resourceSides(&v)
	v.identity = f.identity(&v)
	for i := range v.count {
		if f.rule(&v, &v.sides[i]).allow == authz.False {
			return true
		}
	}
	return false
}
