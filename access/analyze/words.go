package analyze

import (
	"strings"

	"sightline/iam/condition"
	"sightline/iam/policy"
)

// needs writes a condition that access needs into a finding's map: the one
// value that opens, or, marked by the operator before them, what its values
// are compared with.
func needs(into map[string]string, c *policy.Condition) {
	o := c.Operator
	plain := !o.Negated && !o.IfExists && len(c.Values) == 1 && o.Qualifier != condition.QualifierForAllValues
	switch o.Comparison {
	case condition.CompareEquals, condition.CompareEqualsFold, condition.CompareLike:
	default:
		plain = plain && (o.Family == condition.FamilyIP || o.Family == condition.FamilyARN || o.Family == condition.FamilyBool)
	}
	if plain && o.Family != condition.FamilyNull {
		put(into, c.Key, c.Values[0].Text)
		return
	}
	put(into, c.Key, test(c))
}

// avoids writes what keeps a Deny away: a fixed value where the Deny asks for
// any other, else the tests that must not all hold.
func avoids(into map[string]string, open []policy.Condition) {
	if len(open) == 1 {
		c := open[0]
		if o := c.Operator; o.Negated && !o.IfExists && o.Qualifier != condition.QualifierForAllValues && len(c.Values) == 1 {
			put(into, c.Key, c.Values[0].Text)
			return
		} else if o.Negated && !o.IfExists && o.Qualifier == condition.QualifierNone {
			c.Name = strings.Replace(c.Name, "Not", "", 1)
			put(into, c.Key, test(&c))
			return
		}
	}
	var tests []string
	for i := range open {
		words := test(&open[i])
		if len(open) > 1 {
			words = open[i].Key + " " + words
		}
		tests = append(tests, words)
	}
	put(into, open[0].Key, "not: "+strings.Join(tests, " and "))
}

// test writes a condition without its key.
func test(c *policy.Condition) string {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = v.Text
	}
	return c.Name + " " + strings.Join(values, ", ")
}

// put adds a value; of several for one key all are kept.
func put(into map[string]string, key, value string) {
	for have := range into {
		if strings.EqualFold(have, key) {
			key = have
		}
	}
	switch old := into[key]; {
	case old == "":
		into[key] = value
	case old != value && !strings.HasSuffix(old, "; "+value) && !strings.HasPrefix(old, value+"; ") && !strings.Contains(old, "; "+value+"; "):
		into[key] = old + "; " + value
	}
}
