package eval

import (
	"sort"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// recorder keeps the steps of one evaluation and which unknown keys matter.
type recorder struct {
	// brief leaves out statements that do not apply.
	brief bool
	steps []authz.Step
	// pending are unknown keys of the statement at hand; they count only if
	// the statement is left undecided.
	pending []string
	tests   []authz.Test
	keys    map[string]bool
	gaps    map[string]bool
}

func newRecorder() *recorder {
	return &recorder{keys: make(map[string]bool), gaps: make(map[string]bool)}
}

func (r *recorder) missing(key string) { r.pending = append(r.pending, key) }

// explanation closes the record. Missing keys and gaps are reasons only for
// an undecided answer.
func (r *recorder) explanation(d authz.Decision, by authz.Layer) authz.Explanation {
	e := authz.Explanation{Decision: d, DecidedBy: by, Steps: r.steps, MissingContext: []string{}}
	if d == authz.Unknown {
		e.MissingContext = sorted(r.keys)
		e.Gaps = sorted(r.gaps)
	}
	if e.Steps == nil {
		e.Steps = []authz.Step{}
	}
	return e
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	sort.Strings(out)
	return out
}

func (f *frame) beginStatement() {
	if f.rec != nil {
		f.rec.pending, f.rec.tests = f.rec.pending[:0], nil
	}
}

// endStatement records what came of a statement.
func (f *frame) endStatement(l authz.Layer, a *attached, s *statement, applies authz.Tri, why authz.Reason) {
	if f.rec == nil {
		return
	}
	verdict := authz.VerdictDeny
	if s.allow {
		verdict = authz.VerdictAllow
	}
	if applies == authz.Maybe {
		f.rec.commit()
	}
	if f.rec.brief && (applies == authz.False || applies == authz.True && s.allow && limiting(l)) {
		return
	}
	f.noteStatement(l, a, s, verdictOf(applies, verdict), why)
}

// limiting layers grant nothing: their Allows are no reason for an answer.
func limiting(l authz.Layer) bool {
	return l == authz.LayerSCP || l == authz.LayerRCP || l == authz.LayerEndpoint
}

// commit makes the pending keys reasons. Keys that differ only in case are one.
func (r *recorder) commit() {
	for _, key := range r.pending {
		r.key(key)
	}
}

func (r *recorder) key(key string) {
	for have := range r.keys {
		if strings.EqualFold(have, key) {
			return
		}
	}
	r.keys[key] = true
}

func (f *frame) tested(t *test, result authz.Tri) {
	if f.rec == nil {
		return
	}
	values := make([]string, len(t.source.Values))
	for i, v := range t.source.Values {
		values[i] = v.Text
	}
	f.rec.tests = append(f.rec.tests, authz.Test{
		Operator: t.source.Name, Key: t.source.Key, Values: values,
		Holds: [...]string{"false", "unknown", "true"}[result],
	})
}

func (f *frame) step(s authz.Step) {
	if f.rec != nil {
		f.rec.steps = append(f.rec.steps, s)
	}
}

func (f *frame) gap(text string) {
	if f.rec != nil {
		f.rec.gaps[text] = true
	}
}

func (f *frame) noteStatement(l authz.Layer, a *attached, s *statement, v authz.Verdict, why authz.Reason) {
	step := authz.Step{
		Layer: l, Policy: policyName(a.policy), Statement: s.source.Index, SID: s.source.SID,
		Verdict: v, Reason: why, Conditions: f.rec.tests,
	}
	step.Effect = s.source.Effect.String()
	step.File, step.Line = place(a.policy, s.source.Span)
	f.step(step)
}

// note records a step about a whole policy.
func (f *frame) note(l authz.Layer, a *attached, _ *statement, v authz.Verdict, why authz.Reason) {
	if f.rec == nil {
		return
	}
	f.step(authz.Step{
		Layer: l, Policy: policyName(a.policy), Statement: -1, Verdict: v, Reason: why,
		File: a.policy.File, Line: a.policy.Line,
	})
	f.gap("policy " + policyName(a.policy) + " cannot be read as a policy document")
}

// policyName is the policy's ARN if it has one, with the group it comes
// through, else its name.
func policyName(p *authz.Policy) string {
	if p.ARN == "" {
		return p.Name
	}
	if group, _, ok := strings.Cut(p.Name, ": "); ok && strings.HasPrefix(group, "group ") {
		return group + ": " + p.ARN
	}
	return p.ARN
}

// place turns a span inside a document into a line of the file it stands in.
func place(p *authz.Policy, span policy.Span) (file string, line int) {
	if p.Line == 0 || span.Start.Line == 0 {
		return p.File, p.Line
	}
	return p.File, p.Line + span.Start.Line - 1
}

func (f *frame) noteMissing(l authz.Layer, entity string) {
	if f.rec == nil {
		return
	}
	step := authz.Step{Layer: l, Statement: -1, Verdict: authz.VerdictMissing, Reason: authz.ReasonNoAllow}
	if entity != "" {
		step.Facts = map[string]string{"entity": entity}
	}
	if n := len(f.rec.steps); n > 0 && entity == "" && f.alreadyMissing(l) {
		return
	}
	f.step(step)
}

func (f *frame) alreadyMissing(l authz.Layer) bool {
	for _, s := range f.rec.steps {
		if s.Layer == l && s.Verdict == authz.VerdictMissing {
			return true
		}
	}
	return false
}

func (f *frame) skip(l authz.Layer, why authz.Reason) {
	f.step(authz.Step{Layer: l, Statement: -1, Verdict: authz.VerdictSkipped, Reason: why})
}

func (f *frame) noteUnread(l authz.Layer) {
	if f.rec == nil {
		return
	}
	for _, u := range f.program.stack.Unread {
		if u.Layer == l {
			f.step(authz.Step{
				Layer: l, Statement: -1, Verdict: authz.VerdictUnknown, Reason: authz.ReasonUnread,
				Facts: map[string]string{"gap": u.Gap},
			})
			f.gap(u.Gap)
		}
	}
}

// noteGrant records what came of a grant; open says why it is undecided.
func (f *frame) noteGrant(i int, g *authz.Grant, t authz.Tri, open authz.Reason) {
	if f.rec == nil {
		return
	}
	step := authz.Step{
		Layer: authz.LayerGrant, Policy: g.ID, Statement: i, Verdict: verdictOf(t, authz.VerdictAllow),
		Reason:     [...]authz.Reason{authz.ReasonGrantDiffers, open, authz.ReasonGrantApplies}[t],
		Conditions: f.rec.tests, Facts: map[string]string{"grantee": g.Grantee},
	}
	if t == authz.Maybe {
		f.rec.commit()
	}
	if t == authz.Maybe && len(g.OtherConstraints) > 0 {
		gap := "grant " + g.ID + " has a constraint that is not understood: " + strings.Join(g.OtherConstraints, ", ")
		step.Facts["gap"] = gap
		f.gap(gap)
	}
	f.step(step)
}

// testedSource records the comparison with a grant's SourceArn.
func (f *frame) testedSource(arn string, result authz.Tri) {
	if f.rec != nil {
		f.rec.tests = append(f.rec.tests, authz.Test{
			Operator: "StringEquals", Key: "aws:SourceArn", Values: []string{arn},
			Holds: [...]string{"false", "unknown", "true"}[result],
		})
	}
}
