package policy

import (
	"slices"

	"sightline/iam/condition"
)

// A Kind says what a document is for; it decides which elements are at home
// in it, never how it is parsed.
type Kind uint8

// The kinds of policy document.
const (
	KindUnspecified Kind = iota
	KindIdentity
	KindResource
	KindTrust
	KindBoundary
	KindSession
	KindSCP
	KindRCP
	KindEndpoint
)

// Versions of the policy language. An absent Version behaves as Version2008.
const (
	Version2008 = "2008-10-17"
	Version2012 = "2012-10-17"
)

// A Document is one parsed policy. Immutable after Parse.
type Document struct {
	// Version as written; empty if absent.
	Version    string
	ID         string
	Statements []Statement
	// Issues are what is wrong with the text, sorted by position. A document
	// with issues is still evaluated as far as it can be understood: what
	// cannot be is marked Broken in its statement.
	Issues []Issue
	// Broken tells that the document as a whole cannot be relied on (it is no
	// JSON object, or Version or Statement is unusable): nothing it may have
	// said is known.
	Broken bool
	// Raw is the text that was parsed.
	Raw []byte
	// VersionSpan and IDSpan are the places of the values; zero if absent.
	VersionSpan, IDSpan Span
}

// HasVariables tells whether ${…} in this document is a policy variable: only
// Version 2012-10-17 has them.
// Source: IAM User Guide "Variables" (reference_policies_variables).
// Cases: variable-is-literal-text-in-version-2008, variable-is-literal-text-without-version.
func (d *Document) HasVariables() bool { return d.Version == Version2012 }

// Unaddressed is the index of the first statement that names no principal, or -1:
// AWS refuses such a document as the policy of a resource or role.
// Source: IAM User Guide "AWS JSON policy elements: Principal"
// (reference_policies_elements_principal): "You must use the Principal element in
// resource-based policies".
func (d *Document) Unaddressed() int {
	return slices.IndexFunc(d.Statements, func(s Statement) bool { return !s.Principal.Present })
}

// An Effect is what a statement does when it applies.
type Effect uint8

// Effects; EffectNone is an absent or unusable one.
const (
	EffectNone Effect = iota
	EffectAllow
	EffectDeny
)

// String gives the spelling of the grammar.
func (e Effect) String() string { return [...]string{"", "Allow", "Deny"}[e] }

// The names under which Statement.Broken lists elements. A negated twin stands
// under the name of the positive one. ElementStatement is the whole statement.
const (
	ElementStatement = "Statement"
	ElementEffect    = "Effect"
	ElementPrincipal = "Principal"
	ElementAction    = "Action"
	ElementResource  = "Resource"
	ElementCondition = "Condition"
)

// A Statement is one element of Statement. Broken names the elements that
// cannot be understood: of such a statement nobody can tell whether it applies.
// An element is listed once, under one of the Element names, or as "Sid" (it
// stands there twice) or "Version" (it stands in the wrong place).
type Statement struct {
	Index      int
	SID        string
	Effect     Effect
	Principal  PrincipalClause
	Action     Clause
	Resource   Clause
	Conditions []Condition
	Broken     []string
	Span       Span
	// Places of the values of Sid and Effect and of the whole Condition element
	// with its name; zero if absent.
	SIDSpan, EffectSpan, ConditionSpan Span
}

// A Clause is an Action or Resource element. It knows whether it was written
// as its negated twin and whether it was written at all.
type Clause struct {
	Present bool
	Negated bool // written as NotAction or NotResource
	Values  []Value
	Span    Span // of the name and the values
}

// A Value is one text with its place.
type Value struct {
	Text string
	Span Span
}

// A PrincipalType is the key under which a principal is named.
type PrincipalType uint8

// Principal types. PrincipalStar is the bare "*".
const (
	PrincipalStar PrincipalType = iota
	PrincipalAWS
	PrincipalService
	PrincipalFederated
	PrincipalCanonicalUser
)

// A PrincipalValue is one named principal.
type PrincipalValue struct {
	Type PrincipalType
	Text string
	Span Span
}

// A PrincipalClause is a Principal or NotPrincipal element.
type PrincipalClause struct {
	Present bool
	Negated bool // written as NotPrincipal
	Values  []PrincipalValue
	Span    Span // of the name and the values
}

// A Condition is one operator and key with its values. Operator is
// condition.Unknown when the name is none of AWS's; Name keeps the spelling.
type Condition struct {
	Operator condition.Operator
	Name     string // as written, qualifier and suffix included
	Key      string // as written
	Values   []Value
	Span     Span // of the key and its values
	KeySpan  Span
	NameSpan Span
}

// A Position is a place in a text: Offset in bytes and Column in Unicode code
// points from 0, Line from 1 (the model of AWS's ValidatePolicy).
type Position struct {
	Offset, Line, Column int
}

// A Span runs from Start to End; End is exclusive.
type Span struct {
	Start, End Position
}

// An Issue is one thing wrong with a document's text.
type Issue struct {
	Code    string // constant, e.g. "duplicate-key"
	Message string
	Hint    string
	Pointer string // JSON pointer (RFC 6901) to the element
	Span    Span
}
