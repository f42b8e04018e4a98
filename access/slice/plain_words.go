package slice

import (
	"strings"

	"sightline/iam/authz"
	"sightline/iam/condition"
)

// plainTest words a test of a condition key: "aws:SourceIp is in 203.0.113.0/24".
func plainTest(t *authz.Test) string {
	op, known := condition.Parse(t.Operator)
	if !known {
		return t.Key + " " + t.Operator + " " + alternatives(t.Values, "or")
	}
	if op.Family == condition.FamilyNull {
		return t.Key + map[bool]string{true: " is not in the request", false: " is in the request"}[anyTrue(t.Values)]
	}
	key := t.Key
	switch op.Qualifier {
	case condition.QualifierForAllValues:
		key = "every value of " + key
	case condition.QualifierForAnyValue:
		key = "some value of " + key
	default:
	}
	join := "or"
	if op.Negated {
		join = "nor"
	}
	text := key + " " + comparisonWords(op) + " " + alternatives(t.Values, join)
	if op.IfExists {
		text += ", or is not in the request"
	}
	return text
}

func anyTrue(values []string) bool {
	return len(values) > 0 && strings.EqualFold(values[0], "true")
}

// comparisonWords are the verb of a test.
func comparisonWords(op condition.Operator) string {
	is, matches := "is", "matches"
	if op.Negated {
		is, matches = "is not", "does not match"
	}
	date := op.Family == condition.FamilyDate
	switch op.Comparison {
	case condition.CompareLike:
		return matches
	case condition.CompareEqualsFold:
		return is + " (in any case)"
	case condition.CompareIn:
		return is + " in"
	case condition.CompareLess:
		return is + word(date, " before", " less than")
	case condition.CompareLessEquals:
		return is + word(date, " not after", " at most")
	case condition.CompareGreater:
		return is + word(date, " after", " more than")
	case condition.CompareGreaterEquals:
		return is + word(date, " not before", " at least")
	default:
		return is
	}
}

func word(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// alternatives lists values; many are cut short.
func alternatives(values []string, join string) string {
	const most = 4
	switch {
	case len(values) == 0:
		return "nothing"
	case len(values) > most:
		return strings.Join(values[:most], ", ") + " " + join + " one of " + thousands(len(values)-most) + " more"
	case len(values) == 1:
		return values[0]
	default:
		return strings.Join(values[:len(values)-1], ", ") + " " + join + " " + values[len(values)-1]
	}
}

// otherwiseTest words that a test does not hold.
func otherwiseTest(t *authz.Test) string {
	op, known := condition.Parse(t.Operator)
	plain := op.Qualifier == condition.QualifierNone
	switch {
	case !known || !plain:
		return "it is not so that " + plainTest(t)
	case op.Family == condition.FamilyNull:
		return t.Key + map[bool]string{true: " is in the request", false: " is not in the request"}[anyTrue(t.Values)]
	case op.Family == condition.FamilyBool && len(t.Values) == 1:
		return t.Key + " is " + word(anyTrue(t.Values), "false", "true")
	case ordered(op.Comparison):
		return "it is not so that " + plainTest(t)
	}
	there := word(op.IfExists && !op.Negated, " is in the request and", "")
	join := word(op.Negated, "or", "nor")
	op.Negated = !op.Negated
	return t.Key + there + " " + comparisonWords(op) + " " + alternatives(t.Values, join)
}

func ordered(c condition.Comparison) bool {
	switch c {
	case condition.CompareLess, condition.CompareLessEquals, condition.CompareGreater, condition.CompareGreaterEquals:
		return true
	default:
		return false
	}
}

// accessIf words what the conditions of a statement ask of the request for it
// to be allowed: those of an Allow must all hold, those of a Deny must not.
func accessIf(s *authz.Step, tests []authz.Test) string {
	if s.Effect == "Deny" && len(tests) == 1 {
		return "if " + otherwiseTest(&tests[0])
	}
	var out []string
	for i := range tests {
		out = add(out, plainTest(&tests[i]))
	}
	return word(s.Effect == "Deny", "unless ", "if ") + strings.Join(out, " and ")
}

// withMFA tells whether all that is asked is to have signed in with MFA.
func withMFA(s *authz.Step, tests []authz.Test) bool {
	if len(tests) != 1 || authz.FoldKey(tests[0].Key) != "aws:multifactorauthpresent" || len(tests[0].Values) != 1 {
		return false
	}
	return strings.HasPrefix(tests[0].Operator, "Bool") && anyTrue(tests[0].Values) == (s.Effect != "Deny")
}

// holding picks the tests with an outcome.
func holding(s *authz.Step, outcome string) (out []authz.Test) {
	for _, t := range s.Conditions {
		if t.Holds == outcome {
			out = append(out, t)
		}
	}
	return out
}
