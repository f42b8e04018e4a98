package eval

import (
	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// A Reading is one statement as it bears on one caller before any action or
// resource is chosen: what the caller's own layers say, for questions about
// sets. Statements that certainly do not bear on the caller have none.
type Reading struct {
	Layer authz.Layer
	// Level counts the organization's levels from the root; 0 elsewhere.
	Level     int
	Policy    *authz.Policy
	Statement *policy.Statement
	Allow     bool
	// Certain is false where the statement may or may not apply: an undecided
	// condition (see Open) or something that cannot be understood (Invalid).
	Certain bool
	Invalid bool
	Open    []authz.Test
	// OpenAt are the places of the Open tests among the statement's conditions.
	OpenAt []int
	// Resources are the patterns of Resource, or of NotResource if Negated,
	// with the caller's variables put in. Widened: a variable's value is not
	// known and a star stands for it.
	Resources []glob.Pattern
	Negated   bool
	Widened   bool

	statement *statement
}

// Covers tells whether the statement's actions cover one.
func (r *Reading) Covers(action string) bool {
	return r.statement.breaks(policy.ElementAction) || r.statement.action.cover(action)
}

// Site names the statement for a reader: policy, index, file and line.
func (r *Reading) Site() (name string, index int, sid, file string, line int) {
	file, line = place(r.Policy, r.Statement.Span)
	return policyName(r.Policy), r.Statement.Index, r.Statement.SID, file, line
}

// A Survey is what the caller's own layers say, and which of them limit.
type Survey struct {
	Readings []Reading
	// Bounded, InSession and EndpointSet tell which limiting layers exist.
	Bounded, InSession, EndpointSet bool
	// SCPLevels and RCPLevels count the organization's levels that must each
	// allow.
	SCPLevels, RCPLevels int
	// Unread lists layers that hold policies nobody could read.
	Unread []authz.Unread
}

// Survey reads the caller's own layers: identity, boundary, session, SCPs and
// endpoint, and the RCPs that the stack holds, which are those of the caller's
// own account if the caller of Survey put them there. The request gives caller and context; its action and resource play
// no part, and keys about the resource must be left undetermined.
// Precision: exact for each statement where Certain and not Widened.
func (p *Program) Survey(req *authz.Request) Survey {
	f := new(frame)
	f.start(p, req, newRecorder())
	s := Survey{Bounded: len(p.boundary) > 0, InSession: len(p.session) > 0, EndpointSet: len(p.endpoint) > 0, Unread: p.stack.Unread}
	s.Unread = append(s.Unread[:len(s.Unread):len(s.Unread)], p.illegible()...)
	s.Readings = f.read(s.Readings, authz.LayerIdentity, 0, p.identity)
	s.Readings = f.read(s.Readings, authz.LayerBoundary, 0, p.boundary)
	s.Readings = f.read(s.Readings, authz.LayerSession, 0, p.session)
	s.Readings = f.read(s.Readings, authz.LayerEndpoint, 0, p.endpoint)
	if authz.SCPReaches(req.Principal) {
		s.SCPLevels = len(p.scp)
		for i := range p.scp {
			s.Readings = f.read(s.Readings, authz.LayerSCP, i, p.scp[i].policies)
		}
	}
	if !req.Principal.ServiceLinked() {
		s.RCPLevels = len(p.rcp)
		for i := range p.rcp {
			s.Readings = f.read(s.Readings, authz.LayerRCP, i, p.rcp[i].policies)
		}
	}
	return s
}

// illegible lists the documents of the caller's layers that cannot be read as
// policies: like those that were refused, they may say anything.
func (p *Program) illegible() (out []authz.Unread) {
	add := func(l authz.Layer, list []attached) {
		for i := range list {
			if list[i].broken {
				out = append(out, authz.Unread{Layer: l, Gap: "policy " + policyName(list[i].policy) + " cannot be read as a policy document"})
			}
		}
	}
	add(authz.LayerIdentity, p.identity)
	add(authz.LayerBoundary, p.boundary)
	add(authz.LayerSession, p.session)
	add(authz.LayerEndpoint, p.endpoint)
	for i := range p.scp {
		add(authz.LayerSCP, p.scp[i].policies)
	}
	for i := range p.rcp {
		add(authz.LayerRCP, p.rcp[i].policies)
	}
	return out
}

func (f *frame) read(out []Reading, l authz.Layer, level int, list []attached) []Reading {
	for i := range list {
		for j := range list[i].statements {
			if r, ok := f.readStatement(&list[i].statements[j]); ok {
				r.Layer, r.Level, r.Policy = l, level, list[i].policy
				out = append(out, r)
			}
		}
	}
	return out
}

func (f *frame) readStatement(s *statement) (Reading, bool) {
	return f.readAs(s, s.principal.admits(f).any())
}

// readAs reads a statement whose principal covers the caller as far as given.
func (f *frame) readAs(s *statement, who authz.Tri) (Reading, bool) {
	f.beginStatement()
	when := authz.Maybe
	if !s.breaks(policy.ElementCondition) {
		when = f.conditions(s)
	}
	if who.And(when) == authz.False || s.resource.absent {
		return Reading{}, false
	}
	r := Reading{
		Statement: s.source, Allow: s.allow, statement: s, Negated: s.resource.negated,
		Certain: who == authz.True && when == authz.True && !s.broken, Invalid: s.broken,
	}
	for i, t := range f.rec.tests {
		if t.Holds == "unknown" {
			r.Open, r.OpenAt = append(r.Open, t), append(r.OpenAt, i)
			_, known := condition.Parse(t.Operator)
			r.Invalid = r.Invalid || !known
		}
	}
	r.Resources, r.Widened = s.resource.patterns(f)
	return r, true
}

// patterns puts the caller's values into the resource patterns.
func (r *resources) patterns(f *frame) (out []glob.Pattern, widened bool) {
	out = append(out, r.fixed...)
	for i := range r.templates {
		parts, known := r.templates[i].resolve(f, nil, false)
		if known == authz.False {
			continue
		}
		widened = widened || known == authz.Maybe
		out = append(out, glob.Join(parts...))
	}
	return out, widened
}

// Patterns lists the resource patterns of all statements that may bear on the
// caller, of every layer, with the caller's variables put in: the parts of a
// container that some policy may tell apart.
func (p *Program) Patterns(req *authz.Request) (out []glob.Pattern) {
	f := new(frame)
	f.start(p, req, newRecorder())
	lists := [][]attached{p.identity, p.boundary, p.session, p.endpoint, p.resource, p.underlying}
	for _, levels := range [][]level{p.scp, p.rcp} {
		for i := range levels {
			lists = append(lists, levels[i].policies)
		}
	}
	for _, list := range lists {
		for _, r := range f.read(nil, "", 0, list) {
			out = append(out, r.Resources...)
		}
	}
	return out
}
