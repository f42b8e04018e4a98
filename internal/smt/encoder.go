package smt

import (
	"fmt"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/policy"
)

// A Kind tells what the documents are for.
type Kind uint8

// Resource policies have a caller as a further dimension.
const (
	Identity Kind = iota
	Resource
)

// The variables of every question. An action is kept in small letters.
const (
	action   term = "action"
	resource term = "resource"
)

// An encoder writes one question.
type encoder struct {
	kind      Kind
	keys      map[string]*key
	order     []*key
	variables []variable
	lines     []string
}

// A variable of the question; key names the condition key it belongs to.
type variable struct{ name, sort, key string }

// newEncoder declares all that the documents speak of.
func newEncoder(kind Kind, documents ...*policy.Document) *encoder {
	e := &encoder{kind: kind, keys: make(map[string]*key)}
	for _, d := range documents {
		refuseBroken(d)
		e.survey(d)
	}
	refuseMixedResources(kind, documents)
	e.declare(string(action), "String", "")
	e.declare(string(resource), "String", "")
	e.assert(matches(action, sequence(plus(lowerChar), exactly(":"), plus(lowerChar))))
	e.assert(matches(resource, resourceShape()))
	e.declarePrincipal()
	e.declareKeys()
	return e
}

func (e *encoder) declare(name, sort, key string) term {
	e.variables = append(e.variables, variable{name, sort, key})
	comment := ""
	if key != "" {
		comment = " ; " + strings.ReplaceAll(key, "\n", " ")
	}
	e.lines = append(e.lines, fmt.Sprintf("(declare-const %s %s)%s", name, sort, comment))
	return term(name)
}

func (e *encoder) assert(t term) {
	e.lines = append(e.lines, string(apply("assert", t)))
}

// define names a formula, so that it is written once.
func (e *encoder) define(name string, t term) term {
	if t == yes || t == no {
		return t
	}
	e.lines = append(e.lines, fmt.Sprintf("(define-fun %s () Bool %s)", name, t))
	return term(name)
}

// refuseMixedResources refuses questions in which "the resource that holds the
// policy" stands beside named ones: nothing says which that is.
func refuseMixedResources(kind Kind, documents []*policy.Document) {
	absent, named := false, false
	for _, d := range documents {
		for i := range d.Statements {
			r := d.Statements[i].Resource
			absent = absent || !r.Present
			named = named || r.Present && (len(r.Values) != 1 || r.Values[0].Text != "*")
		}
	}
	if kind == Resource && absent && named {
		refuse("statements without Resource beside statements with one")
	}
}

// statement says when a statement applies.
func (e *encoder) statement(d *policy.Document, s *policy.Statement) term {
	parts := []term{e.principal(s.Principal), actions(s.Action), e.resources(d, s.Resource)}
	for _, c := range s.Conditions {
		parts = append(parts, e.condition(c, d.HasVariables()))
	}
	return and(parts...)
}

func actions(c policy.Clause) term {
	return clause(c, func(v string) term { return actionLike(v) })
}

func actionLike(value string) term {
	for _, r := range value {
		if r > '~' {
			refuse("the action %q: the folding of %q is not ASCII's", value, r)
		}
	}
	return wildcards(strings.ToLower(value)).holds(action)
}

// resources says which resources a clause covers; an absent one covers the
// policy's own in resource policies and nothing elsewhere.
// Source: docs/semantics/absent-elements.md.
func (e *encoder) resources(d *policy.Document, c policy.Clause) term {
	if !c.Present {
		if e.kind == Resource {
			return yes
		}
		return no
	}
	return clause(c, func(v string) term {
		if d.HasVariables() && !behindFifthColon(v) {
			refuse("%q: a variable before the fifth colon", v)
		}
		return e.pattern(e.complete(v), d.HasVariables(), true).holds(resource)
	})
}

// complete gives an ARN its missing parts. Source: docs/semantics/incomplete-arns.md.
func (e *encoder) complete(value string) string {
	whole := arn.CompleteResource(value)
	if e.kind == Resource && whole != value {
		refuse("the incomplete ARN %q in a resource policy", value)
	}
	return whole
}

// clause joins the values of Action or Resource, or of their negated twins.
func clause(c policy.Clause, like func(string) term) term {
	var any []term
	for _, v := range c.Values {
		any = append(any, like(v.Text))
	}
	if c.Negated {
		return not(or(any...))
	}
	return or(any...)
}
