package analyze

import (
	"fmt"
	"slices"

	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// pin gives the keys that are left open beside others, and those of variables,
// the values that are known.
func (q *stack) pin() {
	slices.Sort(q.keys)
	for _, key := range q.keys {
		v := q.program.Value(&q.request, key)
		switch v.State {
		case authz.Absent:
			q.demand(key, "Null", "true")
		case authz.Present:
			q.present(key, v)
		case authz.Undetermined: // left open
		}
	}
	q.mixed = q.mix()
}

func (q *stack) present(key string, v authz.Value) {
	switch {
	case q.severally(key):
		q.demand(key, "Null", "false")
		q.demand(key, "ForAllValues:StringEquals", v.Values...)
		for _, one := range v.Values {
			q.demand(key, "ForAnyValue:StringEquals", one)
		}
	case len(v.Values) == 1 && !v.Multi:
		q.demand(key, "StringEquals", v.Values[0])
	case !q.uses(key, false): // of a variable, which has no value then
		q.demand(key, "Null", "true")
	default:
		q.mixed = key
	}
}

// demand adds a condition that every request meets.
func (q *stack) demand(key, operator string, values ...string) {
	o, ok := condition.Parse(operator)
	if !ok {
		panic(fmt.Sprintf("operator %s", operator)) // one of those above
	}
	c := policy.Condition{Operator: o, Name: operator, Key: key}
	for _, v := range values {
		c.Values = append(c.Values, policy.Value{Text: v})
	}
	q.pins = append(q.pins, q.problem.Perimeter(bare(policy.Version2008, []policy.Condition{c})).Rules[0])
}

// severally: some open condition takes the key for a set.
func (q *stack) severally(key string) bool { return q.uses(key, true) }

func (q *stack) uses(key string, set bool) (found bool) {
	q.eachOpen(func(c *policy.Condition) {
		qualified := c.Operator.Qualifier != condition.QualifierNone
		found = found || authz.FoldKey(c.Key) == key && c.Operator.Family != condition.FamilyNull && qualified == set
	})
	return found
}

// mix finds a key that policies take for one value and for a set. A request may
// hold either; the reasoner only tries sets.
func (q *stack) mix() string {
	for _, key := range q.keys {
		if q.uses(key, true) && q.uses(key, false) {
			return key
		}
	}
	return q.mixed
}

func (q *stack) eachOpen(use func(*policy.Condition)) {
	lists := [][]*ruling{q.identity, q.boundary, q.session, q.endpoint, q.denies, q.rcpDenies, q.granted.direct, q.granted.limited, q.granted.delegated}
	lists = append(append(lists, q.scp...), q.rcp...)
	for i := range q.direct {
		lists = append(lists, q.direct[i], q.limited[i], q.delegated[i])
	}
	for _, list := range lists {
		for _, r := range list {
			for i := range r.open {
				use(&r.open[i])
			}
		}
	}
}
