package analyze

import (
	"maps"
	"slices"
	"strings"

	"sightline/access/finding"
	"sightline/access/permission"
	"sightline/iam/authz"
)

// everybody judges each person at one place.
func (r *inside) everybody(p *place) {
	for i := range r.people {
		r.judge(p, &r.people[i])
	}
}

// judge adds what one person has at a place: one candidate for each shape.
func (r *inside) judge(p *place, who *person) {
	var found shapes
	some := false
	err := r.k.EachAt(who.principal, p.Place, func(c *permission.Class) {
		some = true
		if who.unread == "" {
			r.class(p, &found, c)
		}
	})
	switch {
	case err != nil:
		r.unknown(p, who, finding.ErrorInternal, err.Error())
	case some && who.unread != "":
		r.unknown(p, who, finding.ErrorAccessDenied, who.unread)
	default:
		for i := range found {
			r.out = append(r.out, r.insideCandidate(p, who, &found[i]))
		}
	}
}

// unknown notes a principal of whom nobody can say what it may do at a place.
func (r *inside) unknown(p *place, who *person, code, why string) {
	c := who.candidate(p)
	c.Error, c.Undetermined = code, why
	r.out = append(r.out, c)
}

func (p *person) candidate(at *place) finding.Candidate {
	c := finding.Candidate{
		Type: finding.TypeInternalAccess, Resource: at.arn, ResourceType: at.kind, Account: at.account, Region: at.region,
		Principal: map[string]string{finding.PrincipalAWS: p.label}, Internal: p.details(at.account),
		ResourceControlPolicyRestriction: at.rcp, ServiceControlPolicyRestriction: p.scp,
	}
	if at.through != "" {
		c.Sources = []finding.Source{{Type: SourceAccessPoint, AccessPointARN: at.through}}
	}
	return c
}

// A shape is access under one condition.
type shape struct {
	condition map[string]string
	actions   []string
	evidence  []finding.Evidence
	witness   *finding.Witness
	why       string // it is not proved
}

type shapes []shape

// add joins what needs the same conditions.
func (s *shapes) add(one shape) {
	at := slices.IndexFunc(*s, func(o shape) bool { return (o.why == "") == (one.why == "") && maps.Equal(o.condition, one.condition) })
	if at < 0 {
		*s = append(*s, one)
		return
	}
	o := &(*s)[at]
	o.actions, o.evidence = append(o.actions, one.actions...), append(o.evidence, one.evidence...)
}

// class adds what a class of actions comes to. What is allowed for certain, if
// only on a part of the resource, needs no reasoner.
func (r *inside) class(at *place, into *shapes, c *permission.Class) {
	sure := slices.IndexFunc(c.Holders, func(h permission.Holder) bool { return h.Verdict == permission.Allowed })
	if sure >= 0 {
		into.add(certain(c, &c.Holders[sure]))
		return
	}
	for _, o := range r.openings(at, c) {
		one := shape{condition: o.condition, actions: slices.Clone(c.Actions), witness: witness(o.request), why: o.why}
		for _, by := range o.by {
			one.evidence = append(one.evidence, evidenceBy(by))
		}
		if one.witness != nil {
			one.witness.Principal = o.principal
		}
		into.add(one)
	}
}

// certain is access that hangs on nothing.
func certain(c *permission.Class, h *permission.Holder) shape {
	s := shape{condition: map[string]string{}, actions: slices.Clone(c.Actions)}
	for _, b := range h.Because {
		s.evidence = append(s.evidence, evidenceOf(b))
	}
	where := c.Example
	if len(h.Resources) > 0 {
		where = permission.ExampleOf(h.Resources[0])
	}
	if plain := strings.ReplaceAll(where, permission.AnyObject(), "example"); c.Question.DecideOn(c.Actions[0], plain) == authz.Allowed {
		where = plain
	}
	s.witness = &finding.Witness{Principal: c.Question.Principal.ARN, Action: c.Actions[0], Resource: where}
	return s
}

// evidenceBy names a statement or grant of the reasoner.
func evidenceBy(r *ruling) finding.Evidence {
	if r.grant != nil {
		return finding.Evidence{Layer: string(authz.LayerGrant), Policy: "grant " + r.grant.ID, Kind: string(authz.LayerGrant)}
	}
	name, at, sid, file, line := r.Site()
	return finding.Evidence{Layer: string(r.Layer), Policy: name, Kind: string(r.Layer), Statement: &at, SID: sid, File: file, Line: line}
}

func (r *inside) insideCandidate(p *place, who *person, s *shape) finding.Candidate {
	c := who.candidate(p)
	slices.Sort(s.actions)
	c.Actions, c.Condition, c.Evidence, c.Witness = slices.Compact(s.actions), s.condition, s.evidence, s.witness
	c.Undetermined = either(s.why, who.doubt)
	return c
}

// evidenceOf names the statement, grant or rule that an access rests on.
func evidenceOf(b permission.Reason) finding.Evidence {
	e := finding.Evidence{Layer: string(b.Layer), Policy: b.Policy, Kind: string(b.Layer), SID: b.SID, File: b.File, Line: b.Line}
	if b.Statement >= 0 && b.Layer != authz.LayerGrant {
		at := b.Statement
		e.Statement = &at
	}
	return e
}
