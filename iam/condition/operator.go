package condition

// A Family is the type of value that an operator compares.
type Family uint8

// The families of operators.
const (
	FamilyNone Family = iota
	FamilyString
	FamilyNumeric
	FamilyDate
	FamilyBool
	FamilyBinary
	FamilyIP
	FamilyARN
	FamilyNull
)

// A Comparison is what an operator asks of two values, before negation.
type Comparison uint8

// The comparisons.
const (
	CompareNone Comparison = iota
	CompareEquals
	CompareEqualsFold
	CompareLike
	CompareLess
	CompareLessEquals
	CompareGreater
	CompareGreaterEquals
	CompareIn // address in range
	CompareNull
)

// A Qualifier turns an operator into a set operator.
type Qualifier uint8

// The qualifiers.
const (
	QualifierNone Qualifier = iota
	QualifierForAllValues
	QualifierForAnyValue
)

// An Operator is a condition operator taken apart. Comparable; the zero value
// is the unknown operator.
type Operator struct {
	Family     Family
	Comparison Comparison
	Negated    bool
	IfExists   bool
	Qualifier  Qualifier
}

// Known tells whether the operator is one of AWS's.
func (o Operator) Known() bool { return o.Family != FamilyNone }
