package analyze

import (
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
	holders, err := r.k.AccessAt(who.principal, p.Place, nil)
	switch {
	case err != nil:
		r.unknown(p, who, finding.ErrorInternal, err.Error())
	case len(holders) > 0 && who.unread != "":
		r.unknown(p, who, finding.ErrorAccessDenied, who.unread)
	default:
		for _, s := range shapes(holders) {
			r.out = append(r.out, r.insideCandidate(p, who, s))
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
	verdict   permission.Verdict
	condition map[string]string
	actions   []string
	because   []permission.Reason
	why       string
}

// shapes joins holders that need the same conditions.
func shapes(holders []permission.Holder) (out []*shape) {
	for i := range holders {
		h := &holders[i]
		condition := inWords(h.Conditions)
		at := slices.IndexFunc(out, func(s *shape) bool { return s.verdict == h.Verdict && sameMap(s.condition, condition) })
		if at < 0 {
			at = len(out)
			out = append(out, &shape{verdict: h.Verdict, condition: condition, why: whyOpen(h)})
		}
		s := out[at]
		s.actions, s.because = append(s.actions, h.Actions...), append(s.because, h.Because...)
	}
	return out
}

func sameMap(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if w, ok := b[k]; !ok || v != w {
			return false
		}
	}
	return true
}

// whyOpen says why a verdict is not known.
func whyOpen(h *permission.Holder) string {
	if h.Verdict != permission.Undetermined {
		return ""
	}
	for _, b := range h.Because {
		if b.Note != "" {
			return b.Note
		}
	}
	return "a policy cannot be understood"
}

// inWords writes conditions as findings have them: a key with its one value, or
// with the whole test where there is no single value that opens.
func inWords(list []permission.Condition) map[string]string {
	out := make(map[string]string)
	for _, c := range list {
		if c.Key != "" {
			out[c.Key] = c.Operator + " " + strings.Join(c.Values, ", ")
		}
	}
	return out
}

func (r *inside) insideCandidate(p *place, who *person, s *shape) finding.Candidate {
	c := who.candidate(p)
	slices.Sort(s.actions)
	c.Actions, c.Condition = slices.Compact(s.actions), s.condition
	switch {
	case s.why != "":
		c.Undetermined = s.why
	case who.doubt != "":
		c.Undetermined = who.doubt
	}
	for _, b := range s.because {
		c.Evidence = append(c.Evidence, evidenceOf(b))
	}
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
