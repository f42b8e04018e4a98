package slice

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/policy"
)

// Limits of an excerpt: documents up to wholeLines are given whole, lines up to
// widestLine are taken as somebody's layout.
const (
	wholeLines = 60
	aroundIt   = 4
	mostLines  = 200
	widestLine = 300
)

// policiesOf lists the policies of a layer.
func policiesOf(s *authz.Stack, l authz.Layer) (out []*authz.Policy) {
	all := func(list []authz.Policy) {
		for i := range list {
			out = append(out, &list[i])
		}
	}
	one := func(p *authz.Policy) {
		if p != nil {
			out = append(out, p)
		}
	}
	switch l {
	case authz.LayerIdentity:
		all(s.Identity)
	case authz.LayerSession:
		all(s.Session)
	case authz.LayerBoundary:
		one(s.Boundary)
	case authz.LayerEndpoint:
		one(s.Endpoint)
	case authz.LayerResource:
		one(s.Resource)
		if s.Underlying != nil {
			one(s.Underlying.Policy)
		}
	case authz.LayerSCP, authz.LayerRCP:
		levels := s.SCP
		if l == authz.LayerRCP {
			levels = s.RCP
		}
		for i := range levels {
			all(levels[i].Policies)
		}
	default:
	}
	return out
}

// policyName is how steps name a policy: by its ARN if it has one, with the
// group that it comes through.
func policyName(p *authz.Policy) string {
	if p.ARN == "" {
		return p.Name
	}
	if group, _, ok := strings.Cut(p.Name, ": "); ok && strings.HasPrefix(group, "group ") {
		return group + ": " + p.ARN
	}
	return p.ARN
}

// statements gives the text of the statements that bear on the decision.
func (t *told) statements() []Excerpt {
	out := []Excerpt{}
	seen := make(map[string]bool)
	for i := range t.e.Steps {
		s := &t.e.Steps[i]
		if s.Statement < 0 || !t.bears(s) {
			continue
		}
		e, ok := t.excerpt(s)
		key := e.Document + e.Policy + string(s.Layer) + thousands(s.Statement)
		if ok && !seen[key] {
			seen[key] = true
			out = append(out, e)
		}
	}
	return out
}

// bears picks the steps that a reader needs: what denies, what keeps it open,
// what grants, what would have granted, and what would have denied.
func (t *told) bears(s *authz.Step) bool {
	switch s.Verdict {
	case authz.VerdictDeny, authz.VerdictUnknown:
		return true
	case authz.VerdictAllow:
		return grants(s.Layer) || s.Layer == authz.LayerBoundary || s.Layer == authz.LayerSession
	default:
		return s.Reason == authz.ReasonConditionFalse && (s.Effect == "Allow") == (t.verdict == permission.Denied)
	}
}

func (t *told) excerpt(s *authz.Step) (Excerpt, bool) {
	for _, p := range policiesOf(t.q.Stack(), s.Layer) {
		if policyName(p) != s.Policy || p.File != s.File || s.Statement >= len(p.Document.Statements) {
			continue
		}
		sum := sha256.Sum256(p.Document.Raw)
		e := Excerpt{
			Layer: s.Layer, Policy: s.Policy, Statement: s.Statement, SID: s.SID, Effect: s.Effect,
			File: s.File, Line: s.Line, Document: hex.EncodeToString(sum[:]),
		}
		e.cut(readable(p.Document), s.Statement)
		return e, true
	}
	return Excerpt{}, false
}

// readable is a document laid out in lines: as it is, or indented if it stands
// in one long line.
func readable(d *policy.Document) *policy.Document {
	for _, line := range bytes.Split(d.Raw, []byte("\n")) {
		if len(line) > widestLine {
			var out bytes.Buffer
			if json.Indent(&out, d.Raw, "", "  ") != nil {
				return d
			}
			if laid := policy.Parse(out.Bytes()); len(laid.Statements) == len(d.Statements) {
				return laid
			}
			return d
		}
	}
	if !bytes.Contains(bytes.TrimSpace(d.Raw), []byte("\n")) {
		var out bytes.Buffer
		if json.Indent(&out, d.Raw, "", "  ") == nil {
			if laid := policy.Parse(out.Bytes()); len(laid.Statements) == len(d.Statements) {
				return laid
			}
		}
	}
	return d
}

// cut takes the part of a document round a statement.
func (e *Excerpt) cut(d *policy.Document, statement int) {
	lines := strings.Split(strings.TrimRight(string(d.Raw), "\n"), "\n")
	span := d.Statements[statement].Span
	e.FirstLine, e.FromLine, e.ToLine = 1, max(span.Start.Line, 1), max(span.End.Line, span.Start.Line, 1)
	last := len(lines)
	if len(lines) > wholeLines {
		e.FirstLine = max(1, e.FromLine-aroundIt)
		last = min(len(lines), e.ToLine+aroundIt, e.FirstLine+mostLines)
	}
	e.Text = strings.Join(lines[e.FirstLine-1:max(last, e.FirstLine)], "\n")
}
