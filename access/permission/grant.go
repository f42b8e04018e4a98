package permission

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/glob"
)

// A Grant is a set of requests that a principal may make: any of the actions
// on any of the resources, under the conditions. It is what is left of its
// statements after the caller's own layers; resources whose own policies take
// something away stand in Except.
type Grant struct {
	// Actions are in AWS's spelling; "s3:*" stands for all of a service and
	// "*" for all there are.
	Actions      []string    `json:"actions"`
	AccessLevels []string    `json:"accessLevels"`
	Resources    []string    `json:"resources"`
	Except       []Exception `json:"except,omitempty"`
	Verdict      Verdict     `json:"verdict"`
	Conditions   []Condition `json:"conditions"`
	Because      []Reason    `json:"because"`
	LimitedBy    []Reason    `json:"limitedBy"`
	// all are the actions one by one.
	all []string
	// needs: only where the resource's own policy admits the principal.
	needs bool
	// owner is the other account that the patterns name, if they do.
	owner string
	// patterns are Resources, parsed.
	patterns []glob.Pattern
}

// An Exception is a part of a grant that is not there: a resource pattern,
// for some of the actions (absent: all of them), and under the conditions
// (absent: always).
type Exception struct {
	Resource   string      `json:"resource"`
	Actions    []string    `json:"actions,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`
	Because    []Reason    `json:"because,omitempty"`
}

// piece is a grant in the making: one resource pattern with what was cut off.
type piece struct {
	pattern    glob.Pattern
	except     []cut
	conditions []Condition
	because    []Reason
	limited    []Reason
	// open: an element could not be understood or read.
	open bool
}

// cut is an exception in the making.
type cut struct {
	pattern    glob.Pattern
	conditions []Condition
	because    Reason
}

// cuts turns patterns of a statement into exceptions; where a variable's value
// is not known, so is how far they reach.
func cuts(patterns []glob.Pattern, r *eval.Reading) (out []cut) {
	for _, p := range patterns {
		c := cut{pattern: p, because: site(r)}
		if r.Widened {
			c.conditions = []Condition{widenedCondition()}
		}
		out = append(out, c)
	}
	return out
}

// maxMeet limits into how many patterns one intersection may fall.
const maxMeet = 16

// own computes the pieces that the caller's own layers leave for a class of
// actions: those that the same statements cover.
func own(s *eval.Survey, class *class, root bool) []piece {
	var pieces []piece
	if root {
		pieces = []piece{{pattern: glob.New("*"), because: []Reason{rootReason()}}}
	}
	for _, r := range class.allows(s, authz.LayerIdentity, 0) {
		pieces = append(pieces, start(r)...)
	}
	if s.Bounded && !unreadIn(s, authz.LayerBoundary) {
		pieces = limit(pieces, class.allows(s, authz.LayerBoundary, 0))
	}
	if s.InSession && !unreadIn(s, authz.LayerSession) {
		pieces = limit(pieces, class.allows(s, authz.LayerSession, 0))
	}
	if s.EndpointSet && !unreadIn(s, authz.LayerEndpoint) {
		pieces = limit(pieces, class.allows(s, authz.LayerEndpoint, 0))
	}
	for level := range s.SCPLevels {
		if !unreadIn(s, authz.LayerSCP) {
			pieces = limit(pieces, class.allows(s, authz.LayerSCP, level))
		}
	}
	for _, r := range class.denies(s) {
		if r.Layer != authz.LayerRCP {
			pieces = deny(pieces, r)
		}
	}
	return pieces
}

// ownRCPs applies the resource control policies of the caller's own account to
// the pieces that speak of resources of that account.
func ownRCPs(s *eval.Survey, class *class, pieces []piece, owned func(glob.Pattern) bool) (out []piece) {
	if !class.rcp || s.RCPLevels == 0 {
		return pieces
	}
	for _, p := range pieces {
		if !owned(p.pattern) {
			out = append(out, p)
			continue
		}
		one := []piece{p}
		for level := range s.RCPLevels {
			if !unreadIn(s, authz.LayerRCP) {
				one = limit(one, class.allows(s, authz.LayerRCP, level))
			}
		}
		for _, r := range class.denies(s) {
			if r.Layer == authz.LayerRCP {
				one = deny(one, r)
			}
		}
		out = append(out, one...)
	}
	return out
}

// unreadIn tells whether policies of a layer were not read: they may allow what
// the others of the layer do not, so the layer cuts nothing off by silence, and
// every grant is undetermined for it (see undetermine).
func unreadIn(s *eval.Survey, l authz.Layer) bool {
	return slices.ContainsFunc(s.Unread, func(u authz.Unread) bool { return u.Layer == l })
}

func rootReason() Reason {
	return Reason{Layer: authz.LayerIdentity, Statement: -1, Note: "a root user needs no policy in its own account"}
}

// start turns an Allow into pieces.
func start(r *eval.Reading) (out []piece) {
	base := piece{because: []Reason{site(r)}, conditions: conditionsOf(r, false), open: unclear(r)}
	if r.Negated {
		base.pattern, base.except = glob.New("*"), cuts(r.Resources, r)
		return []piece{base}
	}
	for _, p := range r.Resources {
		one := base
		one.pattern = p
		out = append(out, one)
	}
	if r.Widened {
		for i := range out {
			out[i].conditions = append(out[i].conditions, widenedCondition())
		}
	}
	return out
}

// limit intersects pieces with what a limiting layer allows. Its statements
// are alternatives: one that holds a piece whole, without condition, ends it.
func limit(pieces []piece, allows []*eval.Reading) (out []piece) {
	for i := range pieces {
		out = append(out, limitOne(&pieces[i], allows)...)
	}
	return out
}

func limitOne(p *piece, allows []*eval.Reading) (out []piece) {
	for _, r := range allows {
		if r.Certain && !r.Negated && !r.Widened && covers(r.Resources, p.pattern) {
			return []piece{*p}
		}
	}
	for _, r := range allows {
		out = append(out, meet(p, r)...)
	}
	return out
}

func covers(patterns []glob.Pattern, p glob.Pattern) bool {
	for _, q := range patterns {
		if included, decided := glob.Includes(q, p); included && decided {
			return true
		}
	}
	return false
}

// meet is what one limiting statement leaves of a piece.
func meet(p *piece, r *eval.Reading) (out []piece) {
	base := *p
	base.conditions = append(clip(p.conditions), conditionsOf(r, false)...)
	base.limited = append(clip(p.limited), site(r))
	base.open = p.open || unclear(r)
	if r.Negated {
		base.except = append(clip(p.except), cuts(overlapping(r.Resources, p.pattern), r)...)
		return []piece{base}
	}
	for _, q := range r.Resources {
		patterns, _ := glob.Meet(p.pattern, q, maxMeet)
		for _, m := range patterns {
			one := base
			one.pattern = m
			out = append(out, one)
		}
	}
	return out
}

// unclear: something in the statement cannot be understood, or nothing is left
// open that would explain why it is not certain.
func unclear(r *eval.Reading) bool { return r.Invalid || !r.Certain && len(r.Open) == 0 }

// clip makes an append copy.
func clip[T any](list []T) []T { return list[:len(list):len(list)] }

func overlapping(patterns []glob.Pattern, p glob.Pattern) (out []glob.Pattern) {
	for _, q := range patterns {
		if glob.Overlaps(q, p) {
			out = append(out, q)
		}
	}
	return out
}

// deny takes a Deny away from pieces: whole, in part as an exception, or under
// a condition.
func deny(pieces []piece, r *eval.Reading) (out []piece) {
	for i := range pieces {
		out = append(out, denyOne(&pieces[i], r)...)
	}
	return out
}

func denyOne(p *piece, r *eval.Reading) []piece {
	if r.Negated {
		return denyOutside(p, r)
	}
	hit := overlapping(r.Resources, p.pattern)
	if len(hit) == 0 {
		return []piece{*p}
	}
	if r.Certain && !r.Widened && covers(hit, p.pattern) {
		return nil
	}
	left := *p
	left.limited = append(clip(p.limited), site(r))
	left.open = p.open || unclear(r)
	if covers(hit, p.pattern) && len(r.Open) > 0 {
		left.conditions = append(clip(p.conditions), conditionsOf(r, true)...)
		return []piece{left}
	}
	more := cuts(hit, r)
	for i := range more {
		more[i].conditions = append(more[i].conditions, conditionsOf(r, false)...)
	}
	left.except = append(clip(p.except), more...)
	return []piece{left}
}

// denyOutside: a Deny with NotResource leaves what it lists.
func denyOutside(p *piece, r *eval.Reading) (out []piece) {
	if r.Certain {
		if !r.Widened && covers(r.Resources, p.pattern) {
			return []piece{*p}
		}
		for _, q := range r.Resources {
			patterns, _ := glob.Meet(p.pattern, q, maxMeet)
			for _, m := range patterns {
				one := *p
				one.pattern, one.limited = m, append(clip(p.limited), site(r))
				if r.Widened {
					one.conditions = append(clip(p.conditions), widenedCondition())
				}
				out = append(out, one)
			}
		}
		return out
	}
	left := *p
	left.limited = append(clip(p.limited), site(r))
	left.conditions = append(clip(p.conditions), conditionsOf(r, true)...)
	left.open = p.open || unclear(r)
	return []piece{left}
}

func site(r *eval.Reading) Reason {
	name, index, sid, file, line := r.Site()
	effect := "Deny"
	if r.Allow {
		effect = "Allow"
	}
	return Reason{Layer: r.Layer, Policy: name, Statement: index, SID: sid, Effect: effect, File: file, Line: line}
}

func (p *piece) verdict() Verdict {
	switch {
	case p.open:
		return Undetermined
	case len(p.conditions) > 0:
		return Conditional
	default:
		return Allowed
	}
}

// label identifies what pieces must share to stand in one grant.
func (p *piece) label() string {
	var b strings.Builder
	for _, e := range p.except {
		b.WriteString(e.pattern.String() + "\x00" + groupKey("", e.conditions, nil, nil))
	}
	return groupKey(p.verdict(), p.conditions, p.because, nil) + "\x05" + groupKey("", nil, p.limited, nil) + "\x06" + b.String()
}

// exceptions turns cuts into their public form, without repeats.
func (p *piece) exceptions() (out []Exception) {
	seen := make(map[string]bool)
	for _, e := range p.except {
		key := e.pattern.String() + groupKey("", e.conditions, nil, nil)
		if seen[key] || !glob.Overlaps(e.pattern, p.pattern) {
			continue
		}
		seen[key] = true
		out = append(out, Exception{Resource: e.pattern.String(), Conditions: e.conditions, Because: []Reason{e.because}})
	}
	return out
}
