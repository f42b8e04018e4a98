package analyze

import (
	"strings"

	"sightline/iam/authz"
	"sightline/iam/check"
	"sightline/iam/condition"
	"sightline/iam/policy"
)

// narrowing tells whether a value of a condition is fixed and narrows who gets
// in: such a value is named in findings. What callers choose themselves
// narrows nothing.
// Source: IAM User Guide "Filter keys" (access-analyzer-reference-filter-keys);
// conformance/reason/README.md "Which conditions count".
func narrowing(o condition.Operator, key, value string, variables bool) bool {
	if o.Family == condition.FamilyIP {
		n, ok := condition.ParseNetwork(value)
		return ok && strings.EqualFold(key, "aws:SourceIp") && n.Bits() > 0
	}
	switch authz.FoldKey(key) {
	case "aws:sourceorgid", "aws:sourcevpcarn", "aws:vpceaccount", "aws:vpceorgid",
		"cognito-identity.amazonaws.com:aud", "accounts.google.com:aud", "graph.facebook.com:app_id", "www.amazon.com:app_id":
		key = "aws:SourceAccount" // they are fixed in the same way
	case "aws:sourceorgpaths", "aws:vpceorgpaths":
		key = "aws:PrincipalOrgPaths"
	case "elasticfilesystem:accessedviamounttarget":
		return false // bounds nobody by a value that a finding could name
	}
	return check.Bounds(o, key, value, variables)
}

// positive names the operator that asks for one value of what a condition
// lists, negated or not.
func positive(c *policy.Condition, set bool) string {
	name := "StringEquals"
	switch o := c.Operator; {
	case o.Family == condition.FamilyARN:
		name = "ArnLike"
	case o.Family == condition.FamilyIP:
		name = "IpAddress"
	case o.Comparison == condition.CompareEqualsFold:
		name = "StringEqualsIgnoreCase"
	case o.Comparison == condition.CompareLike:
		name = "StringLike"
	}
	if set {
		return "ForAnyValue:" + name
	}
	return name
}

// sets lists the condition keys (folded) that documents use with set operators.
func sets(docs []*policy.Document) map[string]bool {
	out := make(map[string]bool)
	eachCondition(docs, func(_ *policy.Document, c *policy.Condition) {
		if c.Operator.Qualifier != condition.QualifierNone {
			out[authz.FoldKey(c.Key)] = true
		}
	})
	return out
}

func eachCondition(docs []*policy.Document, use func(*policy.Document, *policy.Condition)) {
	for _, d := range docs {
		for i := range d.Statements {
			for j := range d.Statements[i].Conditions {
				use(d, &d.Statements[i].Conditions[j])
			}
		}
	}
}
