package symbolic

import (
	"slices"
	"strconv"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// Policy variables are decided in three steps. First a value stands as one
// unknown letter, which patterns with the same variable share; what cannot be
// satisfied so cannot be satisfied with any value: a proof. Then values are
// tried, those that the policies name and new ones, and the question is
// decided exactly for each: a witness. What neither settles is undetermined.

// maxBindings bounds the ways in which variables may have values that are
// taken apart.
const maxBindings = 64

// maxValues bounds the values tried for one variable, maxPinned those of one
// key that are taken for themselves.
const (
	maxValues = 24
	maxPinned = 8
)

// variablesOf lists the keys of the variables in a query.
func variablesOf(q Query) (keys []string) {
	take := func(rules []*Rule) {
		for _, r := range rules {
			for _, k := range r.uses {
				if !slices.Contains(keys, k) {
					keys = append(keys, k)
				}
			}
		}
	}
	take(q.All)
	take(q.None)
	for _, list := range q.Some {
		take(list)
	}
	slices.Sort(keys)
	return keys
}

// bindings lists the ways in which variables may have values for a caller:
// each key is in the request, or is not.
func (p *Problem) bindings(q Query, keys []string, c *caller) []*binding {
	out := []*binding{{at: map[string]int{}, values: map[string]string{}}}
	for i, key := range keys {
		absent := mayLeave(q, key)
		var next []*binding
		for _, b := range out {
			next = append(next, p.split(b, key, i, c, absent)...)
		}
		if out = next; len(out) > maxBindings {
			return []*binding{{undecided: true}}
		}
	}
	for _, b := range out {
		p.number(b)
	}
	return out
}

// mayLeave tells whether it matters that a request may lack the key of a
// variable. It does not where the variable stands in what must apply alone, not
// turned round, and nothing else asks for the key: a request without it then has
// a twin with it, whose value is the default if there is one.
func mayLeave(q Query, key string) bool {
	matters := func(r *Rule) bool {
		turned := slices.Contains(r.uses, key) && r.Statement.Resource.Negated
		return turned || slices.ContainsFunc(r.Statement.Conditions, func(c policy.Condition) bool {
			o := c.Operator
			return authz.FoldKey(c.Key) == key || slices.Contains(r.uses, key) && (o.Negated || o.IfExists || o.Qualifier != condition.QualifierNone)
		})
	}
	if slices.ContainsFunc(q.None, func(r *Rule) bool { return slices.Contains(r.uses, key) || matters(r) }) {
		return true
	}
	return slices.ContainsFunc(q.All, matters) ||
		slices.ContainsFunc(q.Some, func(list []*Rule) bool { return slices.ContainsFunc(list, matters) })
}

// split adds one key to a binding: absent, each of the values that policies
// compare it with, and any other.
func (p *Problem) split(b *binding, key string, i int, c *caller, mayLack bool) []*binding {
	if p.tied(key) && (c.Kind != CallerAWS || !c.open) {
		if c.Kind != CallerAWS {
			return []*binding{b}
		}
		fixed := b.clone()
		fixed.values[key] = c.identity
		if key != keyPrincipalARN {
			fixed.values[key] = c.account
		}
		return []*binding{fixed}
	}
	other := b.clone()
	other.at[key] = i
	var out []*binding
	if !p.tied(key) {
		dim := p.keys[key]
		if p.dims[dim].multi {
			return []*binding{b} // a set of values cannot be a variable
		}
		set := p.dims[dim].atom(false, isSet, nil)
		other.lits = append(other.lits, dimLit{dim, set})
		if mayLack {
			absent := b.clone()
			absent.lits = append(absent.lits, dimLit{dim, set.not()})
			out = append(out, absent)
		}
	}
	for _, v := range p.pinned[key] {
		one := b.clone()
		one.values[key] = v
		pin := p.pin(key, v)
		if len(pin) == 0 {
			continue
		}
		one.lits = append(one.lits, pin...)
		other.lits = append(other.lits, dimLit{pin[0].dim, pin[0].lit.not()})
		out = append(out, one)
	}
	return append(out, other)
}

func (b *binding) clone() *binding {
	out := &binding{at: make(map[string]int), values: make(map[string]string), lits: slices.Clone(b.lits)}
	for k, v := range b.at {
		out.at[k] = v
	}
	for k, v := range b.values {
		out.values[k] = v
	}
	return out
}

// number gives equal bindings equal numbers, which key what is compiled. The
// first number is that of no variables.
func (p *Problem) number(b *binding) {
	var key strings.Builder
	for _, k := range sortedKeys(b.at) {
		key.WriteString(k + "=?" + strconv.Itoa(b.at[k]) + "\n")
	}
	for _, k := range sortedKeys(b.values) {
		key.WriteString(k + "=" + strconv.Quote(b.values[k]) + "\n")
	}
	if p.numbers == nil {
		p.numbers = map[string]int{"": 0}
	}
	id, known := p.numbers[key.String()]
	if !known {
		id = len(p.numbers)
		p.numbers[key.String()] = id
	}
	b.id = id
}

// substitute looks for values of unknown variables for which the query has a
// request.
func (p *Problem) substitute(q Query, c *caller, b *binding, r [][]lit, work *budget) Answer {
	keys := sortedKeys(b.at)
	first := make(map[string]string)
	for _, k := range keys {
		first[k] = p.valueIn(k, r, work)
	}
	try := func(values map[string]string) (Answer, bool) {
		next := b.clone()
		next.at = map[string]int{}
		for k, v := range values {
			next.values[k] = v
			next.lits = append(next.lits, p.pin(k, v)...)
		}
		p.number(next)
		s := &solver{p: p, b: work}
		if r, ok := s.query(q, c, next); ok {
			return p.witness(r, c, work), true
		}
		return Answer{}, false
	}
	if a, ok := try(first); ok {
		return a
	}
	for _, k := range keys {
		for _, v := range p.candidates(q, k) {
			values := make(map[string]string)
			for other, value := range first {
				values[other] = value
			}
			values[k] = v
			if a, ok := try(values); ok {
				return a
			}
			if work.left < 0 {
				return Answer{Why: whyWork}
			}
		}
	}
	return Answer{Why: "it depends on the value of the policy variable ${" + keys[0] + "}"}
}

// valueIn reads the value that a region gives to a variable's key.
func (p *Problem) valueIn(key string, r [][]lit, work *budget) string {
	if !p.tied(key) {
		if v := p.values(p.keys[key], r[p.keys[key]], work); len(v) == 1 {
			return v[0]
		}
		return "example"
	}
	caller := p.values(dimCaller, r[dimCaller], work)[0]
	if key == keyPrincipalARN {
		return caller
	}
	return strings.SplitN(caller, ":", 6)[4]
}

// pin gives the literals that make a key have a value.
func (p *Problem) pin(key, value string) []dimLit {
	c := &policy.Condition{
		Operator: condition.Operator{Family: condition.FamilyString, Comparison: condition.CompareEquals},
		Key:      key, Values: []policy.Value{{Text: value}},
	}
	r := &Rule{Allow: true, Statement: &policy.Statement{}}
	cl := p.test(r, c, &caller{Caller: Caller{Kind: CallerAWS}, open: true}, &binding{})
	if cl.always || cl.never {
		return nil
	}
	return []dimLit{cl.dimLit}
}

// candidates lists values worth trying: the pieces of text between separators
// in what the rules of a query say.
func (p *Problem) candidates(q Query, key string) (out []string) {
	add := func(text string) {
		for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(":/*?${},' ", r) }) {
			if len(out) < maxValues && !slices.Contains(out, piece) {
				out = append(out, piece)
			}
		}
	}
	each := func(rules []*Rule) {
		for _, r := range rules {
			for _, v := range r.Statement.Resource.Values {
				add(v.Text)
			}
			for i := range r.Statement.Conditions {
				for _, v := range r.Statement.Conditions[i].Values {
					add(v.Text)
				}
			}
		}
	}
	each(q.All)
	for _, list := range q.Some {
		each(list)
	}
	each(q.None)
	return append(out, "", "sightline-"+key[strings.LastIndexByte(key, ':')+1:])
}

// pins lists the values without wildcards that policies compare the keys of
// variables with: for these the variable is known.
func (p *Problem) pins(uses map[string][]*policy.Condition) map[string][]string {
	out := make(map[string][]string)
	for _, r := range p.rules {
		for _, key := range r.uses {
			for _, c := range uses[key] {
				for _, v := range c.Values {
					plain := !strings.ContainsAny(v.Text, "*?$")
					if plain && len(out[key]) < maxPinned && !slices.Contains(out[key], v.Text) && c.Operator.Family != condition.FamilyNull {
						out[key] = append(out[key], v.Text)
					}
				}
			}
		}
	}
	return out
}
