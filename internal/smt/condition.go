package smt

import (
	"strings"

	"sightline/iam/condition"
	"sightline/iam/policy"
)

// condition says when one condition of a statement holds.
// Source: testdata/conformance/reason/README.md, "Conditions".
func (e *encoder) condition(c policy.Condition, variables bool) term {
	k := e.key(c.Key)
	if c.Operator.Family == condition.FamilyNull {
		return null(k, c.Values)
	}
	if len(c.Values) == 0 {
		refuse("%s on %s without values", c.Name, c.Key)
	}
	there := e.holdsPresent(k, c, variables)
	if holdsAbsent(c.Operator) {
		return or(not(k.present), there)
	}
	return and(k.present, there)
}

func holdsAbsent(op condition.Operator) bool {
	switch {
	case op.IfExists, op.Qualifier == condition.QualifierForAllValues:
		return true
	case op.Qualifier == condition.QualifierForAnyValue:
		return false
	}
	return op.Negated
}

// null reads the words true and false; any other holds never.
func null(k *key, values []policy.Value) term {
	result := no
	for _, v := range values {
		switch strings.ToLower(v.Text) {
		case "true":
			result = or(result, not(k.present))
		case "false":
			result = or(result, k.present)
		}
	}
	return result
}

// holdsPresent puts the elements to the operator. A plain operator never holds
// for a key that may have several. Source: docs/semantics/multivalued-keys.md.
func (e *encoder) holdsPresent(k *key, c policy.Condition, variables bool) term {
	if c.Operator.Qualifier == condition.QualifierNone && k.several {
		return no
	}
	var each []term
	for _, s := range k.slots {
		each = append(each, e.element(s, c, variables))
	}
	if c.Operator.Qualifier == condition.QualifierForAnyValue {
		return or(each...)
	}
	return and(each...)
}

// element puts one element to the operator: any of the values, or none of them
// if it is negated.
func (e *encoder) element(s slot, c policy.Condition, variables bool) term {
	var any []term
	for _, v := range c.Values {
		any = append(any, e.compare(s, c.Operator, v.Text, variables))
	}
	result := or(any...)
	if c.Operator.Negated {
		result = not(result)
	}
	return result
}

// compare compares an element with one value.
func (e *encoder) compare(s slot, op condition.Operator, value string, variables bool) term {
	switch op.Family {
	case condition.FamilyString:
		return e.compareText(s.value, op.Comparison, value, variables)
	case condition.FamilyARN:
		return compareARN(s.value, value, variables)
	case condition.FamilyBool:
		if strings.EqualFold(value, "true") {
			return equal(s.value, text("true"))
		}
		return equal(s.value, text("false"))
	case condition.FamilyNumeric:
		return order(op.Comparison, s.value, decimal(value))
	case condition.FamilyDate:
		return order(op.Comparison, s.value, instant(value))
	default:
		return inNetwork(s, value)
	}
}

func (e *encoder) compareText(s term, c condition.Comparison, value string, variables bool) term {
	if c != condition.CompareEqualsFold {
		return e.pattern(value, variables, c == condition.CompareLike).holds(s)
	}
	p := e.pattern(value, variables, false)
	if p.has(tokenValue) {
		refuse("%q compared without case: it has a variable", value)
	}
	if len(p) == 0 {
		return equal(s, text(""))
	}
	return matches(s, foldedText(p[0].text))
}

// compareARN compares part by part: a wildcard of the first five stands for no
// colon, the sixth part is the rest. A lone star is every ARN.
// Source: docs/semantics/arn-operators.md.
func compareARN(s term, value string, variables bool) term {
	if value == "*" || value == "arn:*:*:*:*:*" {
		return yes // the key holds nothing else
	}
	if variables && policy.HasVariable(value) {
		refuse("%q: a variable in an ARN condition", value)
	}
	parts := strings.SplitN(value, ":", 6)
	if len(parts) < 6 {
		refuse("%q is no ARN", value)
	}
	if !strings.ContainsAny(value, "*?") {
		return equal(s, text(value))
	}
	var regex []term
	for _, part := range parts[:5] {
		regex = append(regex, wildcards(part).regex(star(notColon), notColon), exactly(":"))
	}
	regex = append(regex, wildcards(parts[5]).regex(anyString, anyChar))
	return matches(s, sequence(regex...))
}
