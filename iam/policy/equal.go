package policy

import (
	"bytes"
	"slices"
)

// Equal tells whether two documents have the same structure: the same elements,
// statements, values and conditions in the same order. Places, issues and the
// way of writing play no part; nor do elements without meaning (see Print).
// Documents of which a part is Broken are equal if their texts are. Equal
// documents print the same bytes and others do not.
func Equal(a, b *Document) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.broken() || b.broken() {
		return a.broken() == b.broken() && bytes.Equal(a.Raw, b.Raw)
	}
	return a.Version == b.Version && a.ID == b.ID && slices.EqualFunc(a.Statements, b.Statements, equalStatements)
}

func equalStatements(a, b Statement) bool {
	return a.SID == b.SID && a.Effect == b.Effect &&
		equalPrincipals(&a.Principal, &b.Principal) &&
		equalClauses(&a.Action, &b.Action) && equalClauses(&a.Resource, &b.Resource) &&
		slices.EqualFunc(a.Conditions, b.Conditions, equalConditions)
}

func equalPrincipals(a, b *PrincipalClause) bool {
	return a.Present == b.Present && a.Negated == b.Negated &&
		slices.EqualFunc(a.Values, b.Values, func(v, w PrincipalValue) bool {
			return v.Type == w.Type && v.Text == w.Text
		})
}

func equalClauses(a, b *Clause) bool {
	return a.Present == b.Present && a.Negated == b.Negated && slices.EqualFunc(a.Values, b.Values, equalValues)
}

func equalConditions(a, b Condition) bool {
	return a.Name == b.Name && a.Key == b.Key && slices.EqualFunc(a.Values, b.Values, equalValues)
}

func equalValues(a, b Value) bool { return a.Text == b.Text }
