package eval

import (
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// actions is a compiled Action or NotAction.
type actions struct {
	negated  bool
	patterns []glob.Pattern
}

// compileActions: names and prefixes ignore case, stars stand anywhere.
// Source: IAM User Guide "Action" (reference_policies_elements_action).
// Cases: action-matching.json, case-action-name-ignored.
func compileActions(c policy.Clause) actions {
	a := actions{negated: c.Negated}
	for _, v := range c.Values {
		a.patterns = append(a.patterns, glob.NewFold(v.Text))
	}
	return a
}

func (a *actions) cover(action string) bool {
	for i := range a.patterns {
		if a.patterns[i].Match(action) {
			return !a.negated
		}
	}
	return a.negated
}

// resources is a compiled Resource or NotResource.
type resources struct {
	// implied: the element is absent and means the resource that holds the
	// policy. absent: it is missing where it is required.
	implied, absent bool
	negated         bool
	fixed           []glob.Pattern
	templates       []template
}

// compileResources. A star crosses every separator.
// Source: IAM User Guide "Resource" (reference_policies_elements_resource).
// Cases: resource-matching.json, grammar-incomplete-arn-is-filled-with-stars.
func compileResources(c policy.Clause, variables bool, r role) resources {
	out := resources{negated: c.Negated}
	if !c.Present {
		out.implied, out.absent = r == roleResource, r != roleResource
		return out
	}
	for _, v := range c.Values {
		text := v.Text
		if r == roleIdentity {
			text = arn.CompleteResource(text)
		}
		if t, ok := resourceTemplate(text, variables); ok {
			out.templates = append(out.templates, t)
		} else {
			out.fixed = append(out.fixed, glob.New(text))
		}
	}
	return out
}

// resourceTemplate recognises text with variables where they are allowed: in
// the resource part, after the fifth colon. Elsewhere they are literal text,
// which no ARN contains.
// Source: IAM User Guide "Variables" (reference_policies_variables).
func resourceTemplate(text string, variables bool) (template, bool) {
	if !variables || !policy.HasVariable(text) {
		return template{}, false
	}
	segments := policy.SplitVariables(text)
	colons := 0
	for _, s := range segments {
		if s.Kind != policy.SegmentText && colons < 5 {
			return template{}, false
		}
		if s.Kind == policy.SegmentText {
			colons += strings.Count(s.Text, ":")
		}
	}
	return newTemplate(text, segments), true
}

// cover tells whether the clause covers a resource; Maybe where a variable's
// value is not known.
func (r *resources) cover(f *frame, resource string) authz.Tri {
	if r.implied {
		return authz.TriOf(authz.ImpliesResource(resource))
	}
	if r.absent {
		return authz.False
	}
	matched := authz.False
	for i := range r.fixed {
		if r.fixed[i].Match(resource) {
			matched = authz.True
			break
		}
	}
	for i := 0; i < len(r.templates) && matched != authz.True; i++ {
		matched = matched.Or(r.templates[i].matchText(f, resource, false))
	}
	if r.negated {
		return matched.Not()
	}
	return matched
}
