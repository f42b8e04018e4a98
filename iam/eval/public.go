package eval

import (
	"net/netip"
	"strings"

	"sightline/iam/condition"
	"sightline/iam/policy"
)

// PublicPolicy tells whether a bucket policy is public in S3's own sense,
// which Block Public Access acts on: one statement that allows a principal or
// a condition without a fixed value makes the whole policy public. A policy
// that cannot be read counts as public.
// Precision: exact for S3's published definition, which itself presumes
// public; Deny statements play no part.
// Source: S3 User Guide "The meaning of public"
// (access-control-block-public-access), read 2026-11.
func PublicPolicy(d *policy.Document) bool {
	if d.Broken {
		return true
	}
	for i := range d.Statements {
		if publicStatement(&d.Statements[i], d.HasVariables()) {
			return true
		}
	}
	return false
}

func publicStatement(s *policy.Statement, variables bool) bool {
	if s.Effect == policy.EffectDeny || !s.Principal.Present {
		return false
	}
	if len(s.Broken) > 0 {
		return true
	}
	return (s.Principal.Negated || namesEverybody(s.Principal)) && !fixedByCondition(s, variables)
}

func namesEverybody(p policy.PrincipalClause) bool {
	for _, v := range p.Values {
		if v.Text == "*" {
			return true
		}
	}
	return false
}

// fixedByCondition: one key of S3's list with fixed values only is enough.
func fixedByCondition(s *policy.Statement, variables bool) bool {
	for i := range s.Conditions {
		if fixes(&s.Conditions[i], variables) {
			return true
		}
	}
	return false
}

func fixes(c *policy.Condition, variables bool) bool {
	op := c.Operator
	if op.Negated || op.IfExists || op.Qualifier == condition.QualifierForAllValues || len(c.Values) == 0 {
		return false
	}
	key := strings.ToLower(c.Key)
	for _, v := range c.Values {
		if variables && policy.HasVariable(v.Text) || !fixedValue(op, key, v.Text) {
			return false
		}
	}
	return true
}

func fixedValue(op condition.Operator, key, text string) bool {
	wild := strings.ContainsAny(text, "*?") && (op.Comparison == condition.CompareLike || op.Family == condition.FamilyARN)
	switch key {
	case "aws:sourceip":
		return op.Family == condition.FamilyIP && narrowNetwork(text)
	case "aws:principalorgid", "aws:principalarn", "aws:principalaccount", "aws:principalorgpaths",
		"aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
		"aws:sourceorgid", "s3:dataaccesspointaccount":
		return comparesText(op) && !wild
	case "aws:userid":
		return comparesText(op) && !strings.HasSuffix(text, ":*") && !wild
	case "s3:dataaccesspointarn":
		return comparesText(op) && (!wild || fixedAccessPointAccount(text))
	default:
		return false
	}
}

func comparesText(op condition.Operator) bool {
	return op.Family == condition.FamilyString || op.Family == condition.FamilyARN
}

// narrowNetwork: IPv4 ranges broader than /8 and IPv6 ranges broader than /32
// are public, private IPv4 ranges (RFC 1918) are not.
func narrowNetwork(text string) bool {
	n, ok := condition.ParseNetwork(text)
	if !ok {
		return false
	}
	if n.Addr().Is6() {
		return n.Bits() >= 32
	}
	for _, private := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"} {
		p := netip.MustParsePrefix(private)
		if p.Contains(n.Addr()) && p.Bits() <= n.Bits() {
			return true
		}
	}
	return n.Bits() >= 8
}

// fixedAccessPointAccount: the name may be a wildcard if the account is fixed.
func fixedAccessPointAccount(text string) bool {
	parts := strings.SplitN(text, ":", 6)
	return len(parts) == 6 && isAccountID(parts[4])
}
