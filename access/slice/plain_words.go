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

// circumstance words a test for the middle of a headline: "after signing in
// with MFA", "if aws:SourceIp is in …".
func circumstance(t *authz.Test, unless bool) string {
	yes := len(t.Values) == 1 && strings.EqualFold(t.Values[0], "true")
	no := len(t.Values) == 1 && strings.EqualFold(t.Values[0], "false")
	bool := strings.HasPrefix(t.Operator, "Bool")
	if bool && authz.FoldKey(t.Key) == "aws:multifactorauthpresent" && (yes && !unless || no && unless) {
		return "after signing in with MFA"
	}
	return word(unless, "unless ", "if ") + plainTest(t)
}
