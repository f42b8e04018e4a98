package eval

import (
	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// test is one compiled condition: an operator, a key and its values.
type test struct {
	source *policy.Condition
	op     condition.Operator
	key    string // folded
	match  matcher
	// broken: a malformed ARN among the values. Such a test cannot let an
	// Allow apply and always lets a Deny apply.
	broken, allow bool
	// null: what the Null operator accepts.
	nullTrue, nullFalse bool
}

func compileTest(c *policy.Condition, variables, allow bool) test {
	t := test{source: c, op: c.Operator, key: authz.FoldKey(c.Key), allow: allow}
	t.match = compileMatcher(c, variables)
	if c.Operator.Family == condition.FamilyARN {
		t.broken = hasMalformedARN(c.Values, variables)
	}
	for _, v := range c.Values {
		t.nullTrue = t.nullTrue || condition.ParseBool(v.Text)
		t.nullFalse = t.nullFalse || isFalse(v.Text)
	}
	return t
}

// hasMalformedARN looks at values without variables; those with some are
// looked at when their text is known.
// Source: live captures, reference section 11.11.
func hasMalformedARN(values []policy.Value, variables bool) bool {
	for _, v := range values {
		if variables && policy.HasVariable(v.Text) {
			continue
		}
		if _, ok := arn.ParsePattern(v.Text); !ok {
			return true
		}
	}
	return false
}

// holds evaluates the test. Source: IAM User Guide "Condition operators" and
// "Single-valued vs. multivalued context keys"; reference sections 11.8-11.11.
func (t *test) holds(f *frame) authz.Tri {
	if !t.op.Known() {
		return authz.Maybe
	}
	v := f.lookup(t.key)
	if v.State == authz.Undetermined {
		f.missing(t.source.Key)
		return authz.Maybe
	}
	if t.op.Family == condition.FamilyNull {
		return authz.TriOf(t.holdsNull(v))
	}
	if v.State == authz.Absent {
		return authz.TriOf(t.holdsAbsent())
	}
	return t.holdsPresent(f, v)
}

// holdsNull: a key without values counts as null, an empty string does not.
func (t *test) holdsNull(v authz.Value) bool {
	if v.State == authz.Present && len(v.Values) > 0 {
		return t.nullFalse
	}
	return t.nullTrue
}

// holdsAbsent: an absent key makes positive operators false, negated ones
// true, IfExists true, ForAllValues true and ForAnyValue false.
// Cases: if-exists.json, for-all-values-absent-key-is-true.
func (t *test) holdsAbsent() bool {
	switch {
	case t.op.IfExists:
		return true
	case t.op.Qualifier == condition.QualifierForAllValues:
		return true
	case t.op.Qualifier == condition.QualifierForAnyValue:
		return false
	default:
		return t.op.Negated
	}
}

// holdsPresent: a multivalued key never satisfies an operator without a
// qualifier, not even a negated one.
// Cases: multivalued-scalar-equals-never-matches, multivalued-scalar-not-equals-never-matches.
func (t *test) holdsPresent(f *frame, v authz.Value) authz.Tri {
	switch t.op.Qualifier {
	case condition.QualifierForAllValues:
		all := authz.True
		for _, s := range v.Values {
			all = all.And(t.satisfied(f, s))
		}
		return all
	case condition.QualifierForAnyValue:
		some := authz.False
		for _, s := range v.Values {
			some = some.Or(t.satisfied(f, s))
		}
		return some
	default:
		if v.Multi || len(v.Values) != 1 {
			return authz.False
		}
		return t.satisfied(f, v.Values[0])
	}
}

// satisfied asks one request value: a positive operator needs one listed value
// to match, a negated one needs that none does. A request value that is no
// address or ARN satisfies nothing, negated or not.
// Cases: logic-values-are-or, logic-negated-values-are-nor.
func (t *test) satisfied(f *frame, value string) authz.Tri {
	matched, ok := t.match.matchesAny(f, value)
	if ok == malformedRequest {
		return authz.False
	}
	if ok == malformedPolicy || t.broken {
		return authz.TriOf(!t.allow)
	}
	if t.op.Negated {
		return matched.Not()
	}
	return matched
}
