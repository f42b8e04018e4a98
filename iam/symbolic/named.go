package symbolic

import (
	"slices"
	"strings"

	"sightline/iam/condition"
	"sightline/iam/policy"
)

// principal compiles Principal and NotPrincipal for one caller.
// Source: IAM User Guide "Principal" and "NotPrincipal"; see eval/principal.go
// for the rules and cases.
func (p *Problem) principal(r *Rule, c *caller) claim {
	clause := &r.Statement.Principal
	switch {
	case r.place == placeIdentity || c.Kind == CallerNone:
		return claim{always: true} // the element is not at home there
	case !clause.Present:
		return claimOf(r.place == placePerimeter)
	case clause.Negated && !r.Allow:
		return p.notSpared(clause.Values, c)
	}
	if !c.open {
		return claimOf(slices.ContainsFunc(clause.Values, c.named) != clause.Negated)
	}
	var alts []*alternative
	for _, v := range clause.Values {
		if a := openName(v); a != nil {
			alts = append(alts, a)
		}
	}
	return p.on(dimCaller, alts, clause.Negated)
}

// named tells whether a policy names a fixed caller. A wildcard counts only as
// the whole text; an account stands for all its identities, a role for its
// sessions.
func (c *caller) named(v policy.PrincipalValue) bool {
	if v.Type == policy.PrincipalStar || v.Type == policy.PrincipalAWS && v.Text == "*" {
		return true
	}
	switch v.Type {
	case policy.PrincipalStar, policy.PrincipalAWS:
	case policy.PrincipalService:
		return c.Kind == CallerService && (v.Text == c.Text || v.Text == "*")
	case policy.PrincipalFederated:
		return c.Kind == CallerFederated && (v.Text == c.Text || v.Text == "*")
	case policy.PrincipalCanonicalUser:
		return c.Kind == CallerCanonicalUser && v.Text == c.Text
	}
	if c.Kind != CallerAWS {
		return false
	}
	if account, ok := accountNamed(v.Text); ok {
		return account == c.account
	}
	return v.Text == c.Text || v.Text == c.identity
}

// accountNamed recognises an account, as its id or its root user's ARN.
func accountNamed(text string) (account string, ok bool) {
	if isAccountID(text) {
		return text, true
	}
	parts := strings.SplitN(text, ":", 6)
	if len(parts) == 6 && parts[2] == "iam" && parts[5] == "root" && isAccountID(parts[4]) {
		return parts[4], true
	}
	return "", false
}

func isAccountID(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}

// openName gives the ARNs of the IAM principals that a name covers, or nil.
func openName(v policy.PrincipalValue) *alternative {
	var plain binding
	switch {
	case v.Type == policy.PrincipalStar || v.Type == policy.PrincipalAWS && v.Text == "*":
		a, _ := plain.read("*", formGlob, false)
		return a
	case v.Type != policy.PrincipalAWS || isSession(v.Text):
		return nil
	}
	if account, ok := accountNamed(v.Text); ok {
		return ofAccount(appendPlain(nil, account, formPlain))
	}
	a, _ := plain.read(v.Text, formPlain, false)
	return a
}

// ofAccount gives the ARNs whose account is as the pieces say.
func ofAccount(account []piece) *alternative {
	pieces := appendWild(nil, "arn:*:*:*:", formGlob)
	pieces = append(pieces, account...)
	pieces = append(pieces, ':')
	colonAt := len(pieces)
	return finish(append(pieces, pieceStar), colonAt)
}

// notSpared compiles NotPrincipal of a Deny: it leaves alone only whom it lists
// with all elements, a user or role together with its account.
func (p *Problem) notSpared(values []policy.PrincipalValue, c *caller) claim {
	var accounts []string
	for _, v := range values {
		if account, ok := accountNamed(v.Text); ok && v.Type == policy.PrincipalAWS {
			accounts = append(accounts, account)
		}
		if v.Text == "*" && (v.Type == policy.PrincipalAWS || v.Type == policy.PrincipalStar) {
			return claimOf(false)
		}
	}
	if !c.open {
		return claimOf(!c.spared(values, accounts))
	}
	var alts []*alternative
	var plain binding
	for _, account := range accounts {
		a, _ := plain.read("arn:*:iam::"+account+":root", formARN, false)
		alts = append(alts, a)
	}
	for _, v := range values {
		parts := strings.SplitN(v.Text, ":", 6)
		if a := openName(v); a != nil && a.exact && len(parts) == 6 && slices.Contains(accounts, parts[4]) {
			alts = append(alts, a)
		}
	}
	return p.on(dimCaller, alts, true)
}

// spared: a session must be listed with its role and its account.
func (c *caller) spared(values []policy.PrincipalValue, accounts []string) bool {
	if c.Kind != CallerAWS {
		return slices.ContainsFunc(values, c.named)
	}
	names := func(text string) bool {
		return slices.ContainsFunc(values, func(v policy.PrincipalValue) bool {
			return v.Type == policy.PrincipalAWS && v.Text == text
		})
	}
	return names(c.Text) && names(c.identity) && slices.Contains(accounts, c.account)
}

// tiedTest compiles a test on a key that follows from the caller.
func (p *Problem) tiedTest(r *Rule, c *policy.Condition, key string, who *caller, b *binding) claim {
	absent := who.Kind != CallerAWS
	if c.Operator.Family == condition.FamilyNull {
		onPresent, onAbsent := nullAccepts(c)
		if absent {
			return claimOf(onAbsent)
		}
		return claimOf(onPresent)
	}
	if absent {
		return claimOf(onAbsent(c.Operator))
	}
	account := key != keyPrincipalARN
	if !who.open {
		value := who.identity
		if account {
			value = who.account
		}
		alts, broken := p.listed(r, c, b)
		return claimOf(satisfies(c, alts, broken, r.Allow, value))
	}
	return p.openTest(r, c, account, b)
}

// openTest: of an IAM principal who is not known more closely.
func (p *Problem) openTest(r *Rule, c *policy.Condition, account bool, b *binding) claim {
	alts, broken := p.listed(r, c, b)
	if c.Operator.Family == condition.FamilyARN {
		if account { // an account id is no ARN: it satisfies nothing
			return claimOf(false)
		}
		if broken {
			return claimOf(!r.Allow)
		}
	}
	if account {
		alts = accounts(alts)
	}
	return p.on(dimCaller, alts, c.Operator.Negated)
}

// accounts turns patterns of account ids into patterns of ARNs.
func accounts(ids []*alternative) (out []*alternative) {
	for _, a := range ids {
		pieces := make([]piece, 0, len(a.sym))
		for i, s := range a.sym {
			if a.loop[i] != loopNone {
				pieces = append(pieces, pieceStar)
			}
			if s != symEnd {
				pieces = append(pieces, s)
			}
		}
		if !slices.Contains(pieces, ':') {
			out = append(out, ofAccount(pieces))
		}
	}
	return out
}
