package symbolic

import (
	"slices"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// The keys that follow from the caller. All three are read off the ARN of an
// IAM principal; other callers lack them.
// Source: conformance/reason/README.md "Principal".
const (
	keyPrincipalARN     = "aws:principalarn"
	keyPrincipalAccount = "aws:principalaccount"
	keyCallerAccount    = "kms:calleraccount"
)

func (p *Problem) tied(key string) bool {
	return p.options.Callers && (key == keyPrincipalARN || key == keyPrincipalAccount || key == keyCallerAccount)
}

// freeze makes the dimensions, now that all policies are known.
func (p *Problem) freeze() {
	if p.frozen {
		return
	}
	p.frozen, p.languages, p.keys = true, newLanguages(), make(map[string]int)
	p.compiled, p.fixed = make(map[compiledKey]*conjunction), make(map[int]*conjunction)
	ls := &p.languages
	// Source: conformance/reason/README.md "Request model".
	action := finish(appendWild(nil, "?*:?*", formAction), 0)
	resource := finish(appendWild(nil, "arn:?*:?*:*:*:?*", formGlob), 0)
	actions, resources := ls.of([]*alternative{action}), ls.of([]*alternative{resource})
	actions.parts, resources.parts = 2, 6
	p.dims = []*dimension{
		newDimension("action", domain{all: actions}),
		newDimension("resource", domain{all: resources}),
		newDimension("caller", domain{all: ls.of(iamPrincipals())}),
	}
	if p.options.KnownActions != nil {
		p.dims[dimAction] = newDimension("action", p.knownDomain())
	}
	uses := p.conditions()
	for _, key := range sortedKeys(uses) {
		if !p.tied(key) {
			p.addKey(key, uses[key])
		}
	}
	p.callers = p.callersOf()
	p.pinned = p.pins(uses)
}

func newDimension(name string, values domain) *dimension {
	values.memo = make(map[string]verdictOf)
	return &dimension{name: name, values: values, memo: make(map[string]filling), byKey: make(map[string]lit)}
}

// conditions collects all tests of each key, and the keys of variables.
func (p *Problem) conditions() map[string][]*policy.Condition {
	uses := make(map[string][]*policy.Condition)
	for _, r := range p.rules {
		for i := range r.Statement.Conditions {
			c := &r.Statement.Conditions[i]
			key := authz.FoldKey(c.Key)
			uses[key] = append(uses[key], c)
		}
		for _, key := range r.uses {
			if uses[key] == nil {
				uses[key] = []*policy.Condition{}
			}
		}
	}
	return uses
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// addKey makes the dimension of a condition key. Keys used with a set operator
// hold sets, all others one value.
// Source: conformance/reason/README.md "Context".
func (p *Problem) addKey(key string, uses []*policy.Condition) {
	d := newDimension(key, p.domainOf(key, uses))
	d.optional = true
	for _, c := range uses {
		if d.name == key {
			d.name = c.Key // as a policy writes it
		}
		d.multi = d.multi || c.Operator.Qualifier != condition.QualifierNone
	}
	p.keys[key] = len(p.dims)
	p.dims = append(p.dims, d)
}

// domainOf finds the space of a key's values: by its type, else by the
// operators that policies use with it.
func (p *Problem) domainOf(key string, uses []*policy.Condition) domain {
	kind := KeyUnknown
	if p.options.Types != nil {
		kind = p.options.Types(key)
	}
	var families [16]bool
	var texts []string
	for _, c := range uses {
		families[c.Operator.Family] = true
		for _, v := range c.Values {
			texts = append(texts, v.Text)
		}
	}
	space := spaceOf(kind, families)
	if space.classes == nil {
		all := finish(appendWild(nil, "*", formGlob), 0)
		if kind == KeyARN || kind == KeyUnknown && families[condition.FamilyARN] && !families[condition.FamilyString] {
			all = wellFormed()
		}
		return domain{all: p.languages.of([]*alternative{all}), inexact: space.inexact}
	}
	d := domain{reps: space.classes(texts), inexact: space.inexact}
	if space.junk {
		d.reps = append(d.reps, "none")
	}
	if space.inexact && (space.junk || kind == KeyUnknown) {
		d.reps = append(d.reps, "true", "false")
		d.reps = append(d.reps, texts...) // more that may be found, see domain
	}
	return d
}

// A space is how values fall into classes; without classes they are strings.
type space struct {
	classes func(texts []string) []string
	// junk: the key is not of the type that the operators ask for, so that it
	// may hold what is none. inexact: see domain.
	junk, inexact bool
}

func spaceOf(kind KeyType, f [16]bool) space {
	text := f[condition.FamilyString] || f[condition.FamilyARN]
	typed := 0
	for _, family := range []condition.Family{condition.FamilyNumeric, condition.FamilyDate, condition.FamilyIP, condition.FamilyBinary} {
		if f[family] {
			typed++
		}
	}
	s := space{junk: kind == KeyString || kind == KeyARN || kind == KeyBool, inexact: text || typed > 1 || f[condition.FamilyBool]}
	if typed == 1 && f[condition.FamilyBinary] && (kind == KeyNumeric || kind == KeyDate || kind == KeyAddress) {
		s.inexact = true
	}
	switch { // numbers count as dates and dates as numbers; addresses are neither
	case kind == KeyAddress:
		s.classes = addressClasses
	case f[condition.FamilyNumeric] || kind == KeyNumeric && !f[condition.FamilyDate]:
		s.classes = numberClasses
	case f[condition.FamilyDate] || kind == KeyDate:
		s.classes = dateClasses
	case f[condition.FamilyIP]:
		s.classes = addressClasses
	case f[condition.FamilyBinary]:
		s.classes = binaryClasses
	case kind == KeyBool || kind == KeyUnknown && f[condition.FamilyBool] && !text:
		return space{classes: func([]string) []string { return []string{"true", "false"} }}
	default:
		return space{}
	}
	return s
}
