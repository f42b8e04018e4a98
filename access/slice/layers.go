package slice

import (
	"strings"

	"sightline/access/answer"
	"sightline/iam/authz"
)

// shownLayers are the plates of the sightline in the order of evaluation.
// Source: IAM User Guide "Policy evaluation logic"
// (reference_policies_evaluation-logic).
func shownLayers() []struct {
	layer authz.Layer
	title string
	// always shown, even where nothing is attached.
	always bool
} {
	return []struct {
		layer  authz.Layer
		title  string
		always bool
	}{
		{authz.LayerRCP, "Resource control policies", true},
		{authz.LayerSCP, "Service control policies", true},
		{authz.LayerPublicAccessBlock, "S3 Block Public Access", false},
		{authz.LayerResource, "Resource policy", true},
		{authz.LayerACL, "Access control list", false},
		{authz.LayerGrant, "KMS grants", false},
		{authz.LayerIdentity, "Identity policies", true},
		{authz.LayerBoundary, "Permissions boundary", true},
		{authz.LayerSession, "Session policies", false},
		{authz.LayerEndpoint, "VPC endpoint policy", false},
	}
}

// layers tells what each layer does to the request. After the layer that stops
// it the rest is not reached, though it was looked at.
func (t *told) layers() []LayerState {
	var out []LayerState
	stopped := false
	for _, l := range shownLayers() {
		steps := t.stepsOf(l.layer)
		if !l.always && len(steps) == 0 && l.layer != t.e.DecidedBy {
			continue
		}
		s := LayerState{Layer: l.layer, Title: l.title, Steps: answer.Steps(steps)}
		s.State, s.Sentence = t.state(l.layer, steps)
		if stopped {
			s.State = StateNotReached
		}
		stopped = stopped || s.State == StateStop
		out = append(out, s)
	}
	return out
}

func (t *told) stepsOf(l authz.Layer) (out []authz.Step) {
	for _, s := range t.e.Steps {
		if s.Layer == l {
			out = append(out, s)
		}
	}
	return out
}

// state of a layer follows from its strongest step; what decided a denial stops.
func (t *told) state(l authz.Layer, steps []authz.Step) (State, string) {
	denied := t.e.Decision == authz.ExplicitlyDenied || t.e.Decision == authz.ImplicitlyDenied
	if s := strongest(steps, authz.VerdictDeny, ""); s != nil && l != authz.LayerPublicAccessBlock {
		return StateStop, capital(statementName(s)) + " denies it."
	}
	if denied && l == t.e.DecidedBy {
		return StateStop, t.missing(l, steps)
	}
	if s := strongest(steps, authz.VerdictMissing, ""); s != nil && !grants(l) {
		return StateStop, t.missing(l, steps)
	}
	if s := strongest(steps, authz.VerdictUnknown, "Deny"); s != nil && s.Reason != authz.ReasonUnread {
		return openState(s), capital(statementName(s)) + " denies it " + ifWords(s) + "."
	}
	if s := unread(steps); s != nil {
		return StateUnknown, "Not read: " + s.Facts["gap"] + "."
	}
	if s := strongest(steps, authz.VerdictAllow, ""); s != nil {
		return StatePass, t.passes(l, s, steps)
	}
	if s := strongest(steps, authz.VerdictUnknown, ""); s != nil {
		return openState(s), capital(statementName(s)) + " allows it " + ifWords(s) + "."
	}
	return StateNone, t.silent(l, steps)
}

func strongest(steps []authz.Step, v authz.Verdict, effect string) *authz.Step {
	for i := range steps {
		if steps[i].Verdict == v && (effect == "" || steps[i].Effect == effect) {
			return &steps[i]
		}
	}
	return nil
}

func unread(steps []authz.Step) *authz.Step {
	for i := range steps {
		if steps[i].Reason == authz.ReasonUnread {
			return &steps[i]
		}
	}
	return nil
}

// openState tells a condition from what cannot be told at all.
func openState(s *authz.Step) State {
	if s.Reason == authz.ReasonStatementInvalid {
		return StateUnknown
	}
	return StateIf
}

func ifWords(s *authz.Step) string {
	var out []string
	for _, t := range holding(s, "unknown") {
		out = add(out, plainTest(&t))
	}
	switch open := openWords(s); {
	case len(out) > 0:
		return "if " + strings.Join(out, " and ")
	case open != "":
		return open
	default:
		return "perhaps: " + StepText(s)
	}
}

// missing words a layer without the Allow that it must hold.
func (t *told) missing(l authz.Layer, steps []authz.Step) string {
	if l == authz.LayerPublicAccessBlock {
		return "It keeps out everyone whom only a public policy or list lets in."
	}
	if s := strongest(steps, authz.VerdictMissing, ""); s != nil && s.Facts["entity"] != "" {
		return "No statement allows it at " + s.Facts["entity"] + "."
	}
	for i := range steps {
		if s := &steps[i]; s.Reason == authz.ReasonConditionFalse && s.Effect == "Allow" {
			return capital(statementName(s)) + " would allow it if " + failedTest(s) + "."
		}
	}
	if t.attached(l) == 0 && l == authz.LayerResource {
		return "The resource has no policy that allows it."
	}
	if t.attached(l) == 1 {
		return "No statement of " + t.policyOf(l) + " allows it."
	}
	return "No statement allows it."
}

// passes words a layer that lets the request through.
func (t *told) passes(l authz.Layer, s *authz.Step, steps []authz.Step) string {
	switch {
	case s.Reason == authz.ReasonRootUser:
		return "A root user needs no policy in its own account."
	case l == authz.LayerSCP || l == authz.LayerRCP:
		return attachedText(t.attached(l)) + "; " + policyLabel(s.Policy) + " allows it, none denies it."
	default:
		return capital(statementName(s)) + " allows it" + namedCount(steps) + "."
	}
}

func namedCount(steps []authz.Step) string {
	n := 0
	for i := range steps {
		if steps[i].Verdict == authz.VerdictAllow {
			n++
		}
	}
	if n > 1 {
		return ", and so " + word(n == 2, "does 1 more", "do "+thousands(n-1)+" more")
	}
	return ""
}

func attachedText(n int) string {
	return word(n == 1, "1 applies", thousands(n)+" apply")
}

// silent words a layer that neither allows nor denies.
func (t *told) silent(l authz.Layer, steps []authz.Step) string {
	if s := strongest(steps, authz.VerdictSkipped, ""); s != nil {
		switch s.Reason {
		case authz.ReasonNotCollected:
			return "The source does not hold this layer."
		case authz.ReasonServiceLinkedRole:
			return "They do not limit this caller."
		case authz.ReasonServiceUnsupported:
			return "They do not reach this action."
		case authz.ReasonOnlyGrants:
			return "Only grants allow this action."
		default:
		}
	}
	n := t.attached(l)
	switch {
	case n == 0 && l == authz.LayerIdentity && !t.q.Principal.TakesIdentityPolicies():
		return "The caller has no policies of its own."
	case n == 0 && l == authz.LayerResource:
		return "The resource has no policy."
	case n == 0:
		return "None attached."
	default:
		return attachedText(n) + "; no statement allows or denies it."
	}
}

// attached counts the policies of a layer, each once.
func (t *told) attached(l authz.Layer) int {
	seen := make(map[string]bool)
	for _, p := range policiesOf(t.q.Stack(), l) {
		seen[policyName(p)] = true
	}
	return len(seen)
}

func capital(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	if rest, ok := strings.CutPrefix(text, "statement "); ok {
		return "Statement " + rest
	}
	if rest, ok := strings.CutPrefix(text, "the "); ok {
		return "The " + rest
	}
	return text
}
