package smt

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/condition"
	"sightline/iam/policy"
)

// A family is the type of a key's values.
type family string

const (
	familyNone    family = ""
	familyText    family = "texts"
	familyNumber  family = "numbers"
	familyDate    family = "dates"
	familyAddress family = "addresses"
)

// A key is one condition key of the question. Keys that follow from the
// principal have terms of their own instead of variables.
type key struct {
	name    string // in small letters
	prefix  string // of its variables
	family  family
	boolean bool // its values are true and false
	arns    bool // its values are ARNs
	several bool // it may hold several values
	sets    map[string]bool
	present term
	slots   []slot
	derived bool
}

// A slot is one element of a key. Addresses have three variables.
type slot struct {
	value       term
	is4, v4, v6 term
}

// booleans are global keys that AWS documents as Boolean, for questions that no
// Bool operator tells it. Source: IAM User Guide "AWS global condition context
// keys" (reference_policies_condition-keys), read 2026-11.
var booleans = [...]string{
	"aws:multifactorauthpresent", "aws:securetransport", "aws:viaawsservice",
	"aws:principalisawsservice",
}

// survey finds the keys of the documents, their types, and how many elements
// they need.
func (e *encoder) survey(d *policy.Document) {
	for i := range d.Statements {
		s := &d.Statements[i]
		for _, c := range s.Conditions {
			e.surveyCondition(d, c)
		}
		if d.HasVariables() {
			e.surveyVariables(s.Resource.Values)
		}
	}
}

func (e *encoder) surveyCondition(d *policy.Document, c policy.Condition) {
	op := c.Operator
	if !op.Known() {
		refuse("the unknown operator %q", c.Name)
	}
	k := e.found(c.Key)
	k.typed(familyOf(op.Family))
	k.boolean = k.boolean || op.Family == condition.FamilyBool
	k.arns = k.arns || op.Family == condition.FamilyARN
	if op.Qualifier != condition.QualifierNone {
		k.several = true
		k.sets[fmt.Sprint(op, texts(c.Values))] = true
	}
	if d.HasVariables() && takesVariables(op.Family) {
		e.surveyVariables(c.Values)
	}
}

func (e *encoder) surveyVariables(values []policy.Value) {
	for _, v := range values {
		for _, s := range policy.SplitVariables(v.Text) {
			if s.Kind == policy.SegmentVariable {
				e.found(s.Text)
			}
		}
	}
}

// familyOf gives the type of the values that an operator compares.
func familyOf(f condition.Family) family {
	switch f {
	case condition.FamilyString, condition.FamilyARN, condition.FamilyBool:
		return familyText
	case condition.FamilyNumeric:
		return familyNumber
	case condition.FamilyDate:
		return familyDate
	case condition.FamilyIP:
		return familyAddress
	case condition.FamilyNone, condition.FamilyNull:
		return familyNone
	case condition.FamilyBinary:
		refuse("binary values")
	}
	return familyNone
}

func takesVariables(f condition.Family) bool {
	return f == condition.FamilyString || f == condition.FamilyARN
}

func (k *key) typed(f family) {
	if f == familyNone || f == k.family {
		return
	}
	if k.family != familyNone {
		refuse("the key %s is compared as %s and as %s", k.name, k.family, f)
	}
	k.family = f
}

// found gives the key of a name, new if need be.
func (e *encoder) found(name string) *key {
	name = strings.ToLower(name)
	k := e.keys[name]
	if k == nil {
		k = &key{name: name, prefix: fmt.Sprint("k", len(e.keys)), sets: make(map[string]bool)}
		k.boolean = slices.Contains(booleans[:], name)
		e.keys[name] = k
		e.order = append(e.order, k)
	}
	return k
}

func (e *encoder) key(name string) *key { return e.keys[strings.ToLower(name)] }

// declareKeys writes the variables of all keys.
func (e *encoder) declareKeys() {
	for _, k := range e.order {
		if k.family == familyNone {
			k.family = familyText
		}
		if e.derive(k) {
			continue
		}
		k.present = e.declare(k.prefix, "Bool", k.name)
		elements := max(1, len(k.sets))
		for i := range elements {
			k.slots = append(k.slots, e.declareSlot(k, fmt.Sprintf("%s_%d", k.prefix, i)))
		}
	}
}

// declareSlot makes an element that holds what its key's type holds. A key that
// is compared as an ARN holds ARNs: what AWS makes of another text under such an
// operator is not documented.
func (e *encoder) declareSlot(k *key, name string) (s slot) {
	switch k.family {
	case familyNumber:
		s.value = e.declare(name, "Real", k.name)
	case familyDate:
		s.value = e.declare(name, "Int", k.name)
	case familyAddress:
		s = e.declareAddress(k, name)
	default:
		s.value = e.declare(name, "String", k.name)
		if k.boolean {
			e.assert(or(equal(s.value, text("true")), equal(s.value, text("false"))))
		}
		if k.arns {
			e.assert(matches(s.value, arnShape()))
		}
	}
	return s
}

// declareAddress makes an address of either version. An IPv4 address in IPv6's
// clothes counts as IPv4, so it is none of IPv6.
func (e *encoder) declareAddress(k *key, name string) slot {
	s := slot{
		is4: e.declare(name+"_is4", "Bool", k.name),
		v4:  e.declare(name+"_v4", "(_ BitVec 32)", k.name),
		v6:  e.declare(name+"_v6", "(_ BitVec 128)", k.name),
	}
	mapped := equal(apply("(_ extract 127 32)", s.v6), term("#x00000000000000000000ffff"))
	e.assert(not(mapped))
	return s
}

func texts(values []policy.Value) (out []string) {
	for _, v := range values {
		out = append(out, v.Text)
	}
	slices.Sort(out)
	return out
}
