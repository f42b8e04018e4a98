package symbolic

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// A conjunction is a rule for one caller under one binding: all literals must
// hold. never: it applies to no request.
type conjunction struct {
	never bool
	lits  []dimLit
}

type dimLit struct {
	dim int
	lit lit
}

// compiledKey: caller and binding are zero where they play no part.
type compiledKey struct{ rule, caller, binding int }

// compile reads a rule. Elements that cannot be understood are left out: what
// comes out then applies at least where the statement may.
func (p *Problem) compile(r *Rule, c *caller, b *binding) *conjunction {
	key := compiledKey{r.id, c.id, b.id}
	if len(r.uses) == 0 {
		key.binding = 0
	}
	if known, ok := p.compiled[key]; ok {
		return known
	}
	fixed := p.fixedPart(r)
	out := &conjunction{never: fixed.never, lits: slices.Clone(fixed.lits)}
	if len(r.uses) > 0 && !out.never && r.reads(policy.ElementResource) {
		out.add(p.resource(r, b))
	}
	if !out.never && r.reads(policy.ElementPrincipal) {
		out.add(p.principal(r, c))
	}
	for i := range r.Statement.Conditions {
		cond := &r.Statement.Conditions[i]
		if out.never || !r.reads(policy.ElementCondition) {
			break
		}
		if p.varies(r, cond) {
			out.add(p.test(r, cond, c, b))
		}
	}
	slices.SortStableFunc(out.lits, func(a, b dimLit) int { return p.cost(a.dim) - p.cost(b.dim) })
	p.compiled[key] = out
	return out
}

// cost orders dimensions by what it takes to ask them.
func (p *Problem) cost(dim int) int {
	switch {
	case dim == dimAction:
		return 0
	case dim == dimResource:
		return 3
	case p.dims[dim].values.all == nil:
		return 1
	default:
		return 2
	}
}

// reads: the element can be understood.
func (r *Rule) reads(element string) bool { return !slices.Contains(r.Statement.Broken, element) }

// varies tells whether a condition hangs on the caller or on variables.
func (p *Problem) varies(r *Rule, c *policy.Condition) bool {
	return len(r.uses) > 0 || p.tied(authz.FoldKey(c.Key))
}

// fixedPart is what a rule says whoever calls and whatever variables hold.
func (p *Problem) fixedPart(r *Rule) *conjunction {
	if known, ok := p.fixed[r.id]; ok {
		return known
	}
	var nobody caller
	var nothing binding
	out := &conjunction{}
	if r.reads(policy.ElementAction) {
		out.add(p.action(r.Statement.Action))
	}
	if len(r.uses) == 0 && r.reads(policy.ElementResource) {
		out.add(p.resource(r, &nothing))
	}
	for i := range r.Statement.Conditions {
		if c := &r.Statement.Conditions[i]; r.reads(policy.ElementCondition) && !p.varies(r, c) {
			out.add(p.test(r, c, &nobody, &nothing))
		}
	}
	p.fixed[r.id] = out
	return out
}

// A claim is what one element comes to: always true, never, or a literal.
type claim struct {
	always, never bool
	dimLit
}

func claimOf(holds bool) claim { return claim{always: holds, never: !holds} }

func (c *conjunction) add(cl claim) {
	switch {
	case cl.never:
		c.never = true
	case !cl.always && !slices.Contains(c.lits, cl.dimLit):
		c.lits = append(c.lits, cl.dimLit)
	}
}

// on makes a claim about a value that every request has.
func (p *Problem) on(dim int, alts []*alternative, negated bool) claim {
	if len(alts) == 0 {
		return claimOf(negated)
	}
	l := p.languages.of(alts)
	if l.alts[0].any {
		return claimOf(!negated)
	}
	at := p.dims[dim].atom(false, one, &element{lang: l})
	if negated {
		at = at.not()
	}
	return claim{dimLit: dimLit{dim, at}}
}

// action: names and prefixes ignore case. See eval.compileActions for source
// and cases.
func (p *Problem) action(c policy.Clause) claim {
	if p.options.KnownActions != nil {
		return p.knownAction(c)
	}
	alts := make([]*alternative, 0, len(c.Values))
	for _, v := range c.Values {
		alts = append(alts, p.languages.plain(v.Text, formAction))
	}
	return p.on(dimAction, alts, c.Negated)
}

// resource: a star crosses every separator. An absent element means the
// resource that holds the policy, and nothing in policies of other kinds.
func (p *Problem) resource(r *Rule, b *binding) claim {
	c := r.Statement.Resource
	if !c.Present {
		return claimOf(r.place == placeResource)
	}
	var alts []*alternative
	for _, v := range c.Values {
		text := v.Text
		if r.place == placeIdentity {
			text = arn.CompleteResource(text)
		}
		if !r.variables || !takesVariables(text) {
			alts = append(alts, p.languages.plain(text, formGlob))
		} else if a, is := b.read(text, formGlob, true); is == isPattern {
			alts = append(alts, a)
		}
	}
	return p.on(dimResource, alts, c.Negated)
}

// test compiles one condition.
func (p *Problem) test(r *Rule, c *policy.Condition, who *caller, b *binding) claim {
	key := authz.FoldKey(c.Key)
	if !c.Operator.Known() || p.unfit(key, c.Operator) {
		return claim{always: true} // Rule.Doubt tells
	}
	if p.tied(key) {
		return p.tiedTest(r, c, key, who, b)
	}
	dim := p.keys[key]
	d := p.dims[dim]
	if c.Operator.Family == condition.FamilyNull {
		onPresent, onAbsent := nullAccepts(c)
		if onPresent == onAbsent {
			return claimOf(onPresent)
		}
		at := d.atom(false, isSet, nil)
		if onAbsent {
			at = at.not()
		}
		return claim{dimLit: dimLit{dim, at}}
	}
	return claim{dimLit: dimLit{dim, d.atom(onAbsent(c.Operator), reachOf(c.Operator), p.element(d, r, c, b))}}
}

func nullAccepts(c *policy.Condition) (present, absent bool) {
	for _, v := range c.Values {
		absent = absent || condition.ParseBool(v.Text)
		present = present || strings.EqualFold(v.Text, "false")
	}
	return present, absent
}

// onAbsent is what an operator says of a key that the request lacks.
// Source: reference section 11.8; see eval's holdsAbsent for cases.
func onAbsent(o condition.Operator) bool {
	switch {
	case o.IfExists || o.Qualifier == condition.QualifierForAllValues:
		return true
	case o.Qualifier == condition.QualifierForAnyValue:
		return false
	default:
		return o.Negated
	}
}

func reachOf(o condition.Operator) reach {
	switch o.Qualifier {
	case condition.QualifierForAllValues:
		return every
	case condition.QualifierForAnyValue:
		return some
	default:
		return one
	}
}

// element compiles the listed values into a predicate on one value.
func (p *Problem) element(d *dimension, r *Rule, c *policy.Condition, b *binding) *element {
	alts, broken := p.listed(r, c, b)
	if d.values.all == nil {
		e := d.classed(c, alts, broken, r.Allow)
		if d.values.inexact {
			e.origin = fmt.Sprintf("%v%v%t%d", c.Operator, c.Values, r.Allow, p.languages.of(alts).id)
		}
		return e
	}
	within := p.arns(d, c.Operator)
	if broken {
		// A malformed ARN cannot let an Allow apply and always lets a Deny
		// apply. Source: live captures, reference section 11.11.
		return &element{lang: p.languages.of(nil), negated: !r.Allow, within: within}
	}
	return &element{lang: p.languages.of(alts), negated: c.Operator.Negated, within: within}
}

// arns are the limits of an ARN operator on a key that may hold other texts
// too: these satisfy none of the operators, negated or not.
func (p *Problem) arns(d *dimension, o condition.Operator) *language {
	if o.Family != condition.FamilyARN {
		return nil
	}
	if all := p.languages.of([]*alternative{wellFormed()}); d.values.all != all {
		return all
	}
	return nil
}

// listed reads the values of a string, ARN or Bool operator as patterns.
func (p *Problem) listed(r *Rule, c *policy.Condition, b *binding) (alts []*alternative, broken bool) {
	f := formPlain
	switch {
	case c.Operator.Family == condition.FamilyBool:
		return boolWords(c), false
	case c.Operator.Family == condition.FamilyARN:
		f = formARN
	case c.Operator.Family != condition.FamilyString:
		return nil, false
	case c.Operator.Comparison == condition.CompareLike:
		f = formGlob
	case c.Operator.Comparison == condition.CompareEqualsFold:
		f = formFolded
	}
	for _, v := range c.Values {
		a, is := b.read(v.Text, f, r.variables)
		switch is {
		case isPattern:
			alts = append(alts, a)
		case isNothing:
		case isMalformed:
			broken = true
		}
	}
	return alts, broken
}

// boolWords: only the word true, in any case, is true.
func boolWords(c *policy.Condition) (alts []*alternative) {
	var plain binding
	isTrue, _ := plain.read("true", formAction, false)
	for _, v := range c.Values {
		if condition.ParseBool(v.Text) {
			alts = append(alts, isTrue)
		} else {
			alts = append(alts, wordsBut("true")...)
		}
	}
	return alts
}

// wordsBut lists patterns for every text but one word, whatever its case:
// shorter ones, longer ones, and those that differ in a place.
func wordsBut(word string) []*alternative {
	var plain binding
	var out []*alternative
	for n := range len(word) {
		a, _ := plain.read(strings.Repeat("?", n), formGlob, false)
		out = append(out, a)
	}
	longer, _ := plain.read(strings.Repeat("?", len(word)+1)+"*", formGlob, false)
	out = append(out, longer)
	for i := range len(word) {
		pieces := appendWild(nil, strings.Repeat("?", len(word)), formGlob)
		pieces[i] = symNot | int32(word[i])
		out = append(out, finish(pieces, 0))
	}
	return out
}

// classed tells of each class whether its values satisfy a condition.
func (d *dimension) classed(c *policy.Condition, alts []*alternative, broken, allow bool) *element {
	e := &element{classes: make([]uint64, (len(d.values.reps)+63)/64)}
	for i, rep := range d.values.reps {
		if satisfies(c, alts, broken, allow, rep) {
			e.classes[i/64] |= 1 << (i % 64)
		}
	}
	return e
}

// satisfies evaluates a condition on one value that is known.
func satisfies(c *policy.Condition, alts []*alternative, broken, allow bool, value string) bool {
	var matched, malformed bool
	switch c.Operator.Family {
	case condition.FamilyString, condition.FamilyARN:
		if c.Operator.Family == condition.FamilyARN {
			if !arn.WellFormed(value) {
				return false
			}
			if broken {
				return !allow
			}
		}
		word := units(value)
		matched = slices.ContainsFunc(alts, func(a *alternative) bool { return a.matches(under, word) })
	default:
		var texts []string
		for _, v := range c.Values {
			texts = append(texts, v.Text)
		}
		matched, malformed = truth(c.Operator, texts, value)
	}
	return !malformed && matched != c.Operator.Negated
}
