package condition

import "strings"

// base gives the operator of a plain name. Names of operators ignore case nowhere
// in the guide, and IAM rejects other spellings; Parse is exact.
func base(name string) (Operator, bool) {
	switch name {
	case "StringEquals":
		return Operator{Family: FamilyString, Comparison: CompareEquals}, true
	case "StringNotEquals":
		return Operator{Family: FamilyString, Comparison: CompareEquals, Negated: true}, true
	case "StringEqualsIgnoreCase":
		return Operator{Family: FamilyString, Comparison: CompareEqualsFold}, true
	case "StringNotEqualsIgnoreCase":
		return Operator{Family: FamilyString, Comparison: CompareEqualsFold, Negated: true}, true
	case "StringLike":
		return Operator{Family: FamilyString, Comparison: CompareLike}, true
	case "StringNotLike":
		return Operator{Family: FamilyString, Comparison: CompareLike, Negated: true}, true
	case "Bool":
		return Operator{Family: FamilyBool, Comparison: CompareEquals}, true
	case "BinaryEquals":
		return Operator{Family: FamilyBinary, Comparison: CompareEquals}, true
	case "IpAddress":
		return Operator{Family: FamilyIP, Comparison: CompareIn}, true
	case "NotIpAddress":
		return Operator{Family: FamilyIP, Comparison: CompareIn, Negated: true}, true
	case "ArnEquals":
		return Operator{Family: FamilyARN, Comparison: CompareEquals}, true
	case "ArnLike":
		return Operator{Family: FamilyARN, Comparison: CompareLike}, true
	case "ArnNotEquals":
		return Operator{Family: FamilyARN, Comparison: CompareEquals, Negated: true}, true
	case "ArnNotLike":
		return Operator{Family: FamilyARN, Comparison: CompareLike, Negated: true}, true
	case "Null":
		return Operator{Family: FamilyNull, Comparison: CompareNull}, true
	}
	return ordered(name)
}

// ordered handles the numeric and date operators, which share their endings.
func ordered(name string) (Operator, bool) {
	var op Operator
	ending, numeric := strings.CutPrefix(name, "Numeric")
	if numeric {
		op.Family = FamilyNumeric
	} else if rest, date := strings.CutPrefix(name, "Date"); date {
		op.Family, ending = FamilyDate, rest
	} else {
		return Operator{}, false
	}
	switch ending {
	case "Equals":
		op.Comparison = CompareEquals
	case "NotEquals":
		op.Comparison, op.Negated = CompareEquals, true
	case "LessThan":
		op.Comparison = CompareLess
	case "LessThanEquals":
		op.Comparison = CompareLessEquals
	case "GreaterThan":
		op.Comparison = CompareGreater
	case "GreaterThanEquals":
		op.Comparison = CompareGreaterEquals
	default:
		return Operator{}, false
	}
	return op, true
}

// Parse takes an operator's name apart: qualifier, base, IfExists. An unknown
// name gives the zero Operator and false. Null takes neither IfExists nor a
// qualifier.
func Parse(name string) (Operator, bool) {
	qualifier := QualifierNone
	if rest, ok := strings.CutPrefix(name, "ForAllValues:"); ok {
		qualifier, name = QualifierForAllValues, rest
	} else if rest, ok := strings.CutPrefix(name, "ForAnyValue:"); ok {
		qualifier, name = QualifierForAnyValue, rest
	}
	name, ifExists := strings.CutSuffix(name, "IfExists")
	op, ok := base(name)
	if !ok || op.Family == FamilyNull && (ifExists || qualifier != QualifierNone) {
		return Operator{}, false
	}
	op.Qualifier, op.IfExists = qualifier, ifExists
	return op, true
}

// BaseNames lists the operators without qualifier and IfExists, in the guide's
// order.
func BaseNames() []string {
	return []string{
		"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase",
		"StringLike", "StringNotLike",
		"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
		"NumericGreaterThan", "NumericGreaterThanEquals",
		"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals",
		"DateGreaterThan", "DateGreaterThanEquals",
		"Bool", "BinaryEquals", "IpAddress", "NotIpAddress",
		"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null",
	}
}
