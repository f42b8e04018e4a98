package symbolic

import (
	"slices"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// DefaultWork is the work cap of one question, in positions of automata
// visited: well below a second.
const DefaultWork = 1_000_000

// A KeyType is the type of a condition key's values.
type KeyType string

// The types of keys, as the service reference names them. KeyUnknown leaves it
// to the operators that policies use with a key.
const (
	KeyUnknown KeyType = ""
	KeyString  KeyType = "String"
	KeyARN     KeyType = "ARN"
	KeyBool    KeyType = "Bool"
	KeyNumeric KeyType = "Numeric"
	KeyDate    KeyType = "Date"
	KeyAddress KeyType = "IPAddress"
)

// Options of a Problem. The zero value is ready to use.
type Options struct {
	// Callers: the request has a caller whom policies name, as with
	// resource-based policies. Without, the keys about the caller are keys like
	// any other.
	Callers bool
	// Types gives the type of a condition key (folded name); nil knows none.
	Types func(key string) KeyType
	// Resource is the ARN that the policies hang on: shown where they do not
	// say which resource they mean. Optional.
	Resource string
	// ActionsLike lists known actions that a pattern covers, so that witnesses
	// name actions that exist. Optional.
	ActionsLike func(pattern string) []string
	// KnownActions lists the actions that exist and that a pattern covers, "*"
	// all of them. With it only these are asked about; without, any text with a
	// service and a name may be an action. Optional.
	KnownActions func(pattern string) []string
	// Unsure tells of a condition key (folded name) of which nobody knows
	// whether requests can carry it: a witness that needs one is conditional.
	// Optional.
	Unsure func(key string) bool
	// Work is the cap of one question; 0 means DefaultWork.
	Work int
}

// A Problem holds the policies that questions are about. Add all of them
// before the first question: each may name values that matter. Not safe for
// concurrent use.
type Problem struct {
	options Options
	rules   []*Rule

	// Made at the first question.
	frozen    bool
	languages languages
	dims      []*dimension
	keys      map[string]int // folded name of a condition key → its dimension
	callers   []caller
	compiled  map[compiledKey]*conjunction
	fixed     map[int]*conjunction // by rule
	known     map[string]int       // places of the known actions, lower-cased
	numbers   map[string]int       // of bindings
	pinned    map[string][]string  // see pins
}

// The dimensions that every request has.
const (
	dimAction = iota
	dimResource
	dimCaller // the ARN of a caller who is an IAM principal
	dimKeys
)

// A Rule is a statement as a condition on requests.
type Rule struct {
	// Statement is what was added; nil for rules that were not written.
	Statement *policy.Statement
	Allow     bool
	// Doubt says why nobody can tell exactly what the statement means; empty
	// if it is understood.
	Doubt string

	id        int
	place     place
	variables bool
	uses      []string // folded keys of the variables in it
}

// A place is where a document stands, as far as it changes how statements are
// read.
type place uint8

const (
	placeIdentity place = iota
	placeResource
	placePerimeter
)

// A Policy is a document's statements as rules.
type Policy struct {
	// Rules has one entry for each statement, in order; Allows and Denies are
	// those of each effect. A statement whose effect cannot be read is in both.
	Rules, Allows, Denies []*Rule
	// Broken: the document as a whole cannot be understood.
	Broken bool
}

// New returns a Problem without policies.
func New(o Options) *Problem {
	if o.Work == 0 {
		o.Work = DefaultWork
	}
	return &Problem{options: o}
}

// Identity adds a document without principals: identity, boundary, session
// and service control policies.
func (p *Problem) Identity(d *policy.Document) *Policy { return p.add(d, placeIdentity) }

// Resource adds a resource-based policy.
func (p *Problem) Resource(d *policy.Document) *Policy { return p.add(d, placeResource) }

// Perimeter adds a resource control or endpoint policy, in which an absent
// Principal means everybody.
func (p *Problem) Perimeter(d *policy.Document) *Policy { return p.add(d, placePerimeter) }

func (p *Problem) add(d *policy.Document, at place) *Policy {
	p.frozen = false
	out := &Policy{Broken: d.Broken}
	for i := range d.Statements {
		s := &d.Statements[i]
		r := &Rule{Statement: s, Allow: s.Effect == policy.EffectAllow, id: len(p.rules), place: at, variables: d.HasVariables()}
		r.Doubt = p.doubt(s)
		r.uses = r.variableKeys()
		p.rules = append(p.rules, r)
		out.Rules = append(out.Rules, r)
		unreadable := s.Effect == policy.EffectNone || slices.Contains(s.Broken, policy.ElementEffect)
		if unreadable || r.Allow {
			out.Allows = append(out.Allows, r)
		}
		if unreadable || !r.Allow {
			out.Denies = append(out.Denies, r)
		}
	}
	return out
}

// doubt says what of a statement cannot be understood.
func (p *Problem) doubt(s *policy.Statement) string {
	if len(s.Broken) > 0 {
		return "its element " + s.Broken[0] + " cannot be read"
	}
	for i := range s.Conditions {
		c := &s.Conditions[i]
		if !c.Operator.Known() {
			return "its condition operator " + c.Name + " is unknown"
		}
		if p.unfit(authz.FoldKey(c.Key), c.Operator) {
			return "its condition " + c.Name + " does not fit the key " + c.Key
		}
	}
	return ""
}

// unfit tells of an operator of another type on a key that follows from the
// caller and holds text.
func (p *Problem) unfit(key string, o condition.Operator) bool {
	switch o.Family {
	case condition.FamilyString, condition.FamilyARN, condition.FamilyBool, condition.FamilyNull:
		return false
	default:
		return p.tied(key)
	}
}

// variableKeys lists the variables in the places where they count.
func (r *Rule) variableKeys() (keys []string) {
	if !r.variables {
		return nil
	}
	take := func(text string) {
		for _, s := range policy.SplitVariables(text) {
			if k := authz.FoldKey(s.Text); s.Kind == policy.SegmentVariable && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	for _, v := range r.Statement.Resource.Values {
		if takesVariables(v.Text) {
			take(v.Text)
		}
	}
	for i := range r.Statement.Conditions {
		c := &r.Statement.Conditions[i]
		if f := c.Operator.Family; f == condition.FamilyString || f == condition.FamilyARN {
			for _, v := range c.Values {
				take(v.Text)
			}
		}
	}
	return keys
}

// takesVariables: in Resource, variables stand after the fifth colon only;
// elsewhere they are literal text, which no ARN contains.
// Source: IAM User Guide "Variables" (reference_policies_variables).
func takesVariables(text string) bool {
	if !policy.HasVariable(text) {
		return false
	}
	colons := 0
	for _, s := range policy.SplitVariables(text) {
		if s.Kind != policy.SegmentText && colons < 5 {
			return false
		}
		for _, r := range s.Text {
			if r == ':' && s.Kind == policy.SegmentText {
				colons++
			}
		}
	}
	return true
}
