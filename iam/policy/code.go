package policy

// The codes of issues. They are constant: programs may compare them. "Broken"
// below says what the issue makes of the document or of the statement it
// stands in; where nothing is said, the meaning of the text is still certain.
// AWS refuses most of these texts when they are stored; a file may hold them
// all the same.
const (
	// CodeSyntax: the text is no JSON; the document is Broken.
	CodeSyntax = "syntax"
	// CodeInvalidText: bytes that are no UTF-8, or half a surrogate pair; the
	// document is Broken.
	CodeInvalidText = "invalid-text"
	// CodeByteOrderMark: the text begins with one. It is skipped.
	CodeByteOrderMark = "byte-order-mark"
	// CodeTooDeep: more than MaxDepth nested values; the document is Broken.
	CodeTooDeep = "too-deep"
	// CodeTooLarge: more than MaxSize bytes or MaxStatements statements; the
	// document is Broken.
	CodeTooLarge = "too-large"
	// CodeMoreIssues: more than MaxIssues; the rest is only counted.
	CodeMoreIssues = "more-issues"

	// CodeWrongType: a value of a JSON type that the element does not take.
	// Broken, except for Sid and Id, which have no meaning.
	CodeWrongType = "wrong-type"
	// CodeDuplicateKey: a name twice in one object, or two condition keys under
	// one operator that differ only in case. Which of them counts is unknown:
	// Broken.
	CodeDuplicateKey = "duplicate-key"
	// CodeUnknownElement: a name that the grammar does not have in this place.
	// Broken if it resembles an element that has a meaning.
	CodeUnknownElement = "unknown-element"
	// CodeMissingElement: no Statement, no Effect, or neither Action nor
	// NotAction; Broken.
	CodeMissingElement = "missing-element"
	// CodeConflictingElements: an element together with its negated twin;
	// Broken.
	CodeConflictingElements = "conflicting-elements"
	// CodeEmptyElement: a list or object without values, or an empty text among
	// the values. It matches nothing (an operator without keys: it demands
	// nothing).
	CodeEmptyElement = "empty-element"

	// CodeUnknownVersion: neither Version2008 nor Version2012; the document is
	// Broken.
	CodeUnknownVersion = "unknown-version"
	// CodeUnknownEffect: neither Allow nor Deny; Broken.
	CodeUnknownEffect = "unknown-effect"
	// CodeInvalidPrincipal: a principal written as a text other than "*";
	// Broken.
	CodeInvalidPrincipal = "invalid-principal"
	// CodeUnknownPrincipalType: none of AWS, Service, Federated and
	// CanonicalUser; Broken.
	CodeUnknownPrincipalType = "unknown-principal-type"
	// CodeUnknownOperator: none of AWS's condition operators. The condition is
	// kept with the zero Operator.
	CodeUnknownOperator = "unknown-operator"
	// CodeMalformedVariable: "${" that begins no variable, in a document and
	// element that take variables. It is literal text.
	CodeMalformedVariable = "malformed-variable"
)

// Limits of Parse.
const (
	// MaxSize is the largest text in bytes that is read. The largest policy
	// that AWS stores is far smaller.
	MaxSize = 1 << 20
	// MaxDepth is the deepest nesting of objects and arrays. The grammar needs
	// six.
	MaxDepth = 64
	// MaxStatements is the largest number of statements. The shortest statement
	// that AWS would store has 30 bytes, and its policies have some thousand of
	// bytes.
	MaxStatements = 10_000
	// MaxIssues is the number of issues kept; one more counts the rest.
	MaxIssues = 100
)
