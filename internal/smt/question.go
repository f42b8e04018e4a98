package smt

import (
	"fmt"
	"strings"

	"sightline/iam/policy"
)

// A Question is one question of satisfiability, as a text of SMT-LIB.
type Question struct {
	Text      string
	variables []variable
	kind      Kind
	keys      []*key
}

// A Script is a question about documents: Whole asks for any request that
// answers it, Statements for one that the Allow statement of an index lets
// through.
type Script struct {
	Whole      *Question
	Statements map[int]*Question
}

// NoNewAccess asks for a request that changed allows and existing does not.
func NoNewAccess(kind Kind, existing, changed *policy.Document) (s *Script, err error) {
	defer catch(&err)
	e := newEncoder(kind, existing, changed)
	old := e.document("old", existing)
	return e.script(e.document("new", changed), not(old.allowed)), nil
}

// AccessNotGranted asks for an allowed request of one of the actions on one of
// the resources; a nil list stands for any.
func AccessNotGranted(kind Kind, d *policy.Document, actions, resources []string) (s *Script, err error) {
	defer catch(&err)
	e := newEncoder(kind, d)
	wanted := and(anyOf(actions, actionLike), anyOf(resources, func(v string) term {
		e.refuseOwnResource(d)
		return wildcards(v).holds(resource)
	}))
	return e.script(e.document("new", d), wanted), nil
}

// Difference asks for a request that a allows and b does not.
func Difference(kind Kind, a, b *policy.Document) (*Question, error) {
	s, err := NoNewAccess(kind, b, a)
	if err != nil {
		return nil, err
	}
	return s.Whole, nil
}

func anyOf(values []string, like func(string) term) term {
	if values == nil {
		return yes
	}
	var any []term
	for _, v := range values {
		any = append(any, like(v))
	}
	return or(any...)
}

// refuseOwnResource: nothing says which resource holds the policy.
func (e *encoder) refuseOwnResource(d *policy.Document) {
	for i := range d.Statements {
		if e.kind == Resource && !d.Statements[i].Resource.Present {
			refuse("statements without Resource, asked about named ones")
		}
	}
}

// A formula says what a document allows. Statements holds, for each Allow, what
// it lets through.
type formula struct {
	allowed    term
	statements map[int]term
}

// document writes the formulas of a document.
func (e *encoder) document(name string, d *policy.Document) formula {
	var allow, deny []term
	index := make(map[int]term)
	for i := range d.Statements {
		s := &d.Statements[i]
		applies := e.define(fmt.Sprintf("%s_%d", name, i), e.statement(d, s))
		if s.Effect == policy.EffectDeny {
			deny = append(deny, applies)
			continue
		}
		allow = append(allow, applies)
		index[i] = applies
	}
	denied := e.define(name+"_denied", or(deny...))
	for i, applies := range index {
		index[i] = and(applies, not(denied))
	}
	return formula{e.define(name+"_allowed", and(or(allow...), not(denied))), index}
}

// script asks for what the document lets through and the condition wants.
func (e *encoder) script(f formula, wanted term) *Script {
	s := &Script{Whole: e.question(and(f.allowed, wanted)), Statements: make(map[int]*Question)}
	for i, t := range f.statements {
		s.Statements[i] = e.question(and(t, wanted))
	}
	return s
}

// question asks whether all that is asserted can be true together with t.
func (e *encoder) question(t term) *Question {
	q := &Question{variables: e.variables, kind: e.kind, keys: e.order}
	var names []string
	for _, v := range e.variables {
		names = append(names, v.name)
	}
	lines := append([]string{"(set-logic ALL)"}, e.lines...)
	lines = append(lines, string(apply("assert", t)), "(check-sat)", "(get-value ("+strings.Join(names, " ")+"))", "")
	q.Text = strings.Join(lines, "\n")
	return q
}
