package reach

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/policy"
)

// Public tells whether anyone may reach a resource: without credentials, or
// with those of any account.
func (x *Explorer) Public(arn string) (bool, error) {
	if known, ok := x.memory.public[arn]; ok {
		return known, nil
	}
	public, err := false, error(nil)
	if x.mayBePublic(arn) {
		public, err = x.public(arn)
	}
	if err != nil {
		return false, err
	}
	if len(x.memory.public) >= maxPlaces {
		clear(x.memory.public)
	}
	x.memory.public[arn] = public
	return public, nil
}

// mayBePublic is quick and generous: without a star for the principal, and
// without lists and grants, a resource lets nobody in but those it names.
func (x *Explorer) mayBePublic(arn string) bool {
	stack, _, err := x.snap.StackFor(authz.Principal{}, arn)
	if err != nil || stack.Underlying != nil || len(stack.Grants) > 0 || stack.Bucket != nil && !stack.Bucket.ACL.Disabled {
		return true
	}
	return stack.Resource != nil && slices.ContainsFunc(stack.Resource.Document.Statements, mayLetAnyoneIn)
}

func mayLetAnyoneIn(s policy.Statement) bool {
	star := func(v policy.PrincipalValue) bool { return strings.Contains(v.Text, "*") }
	return len(s.Broken) > 0 || s.Effect != policy.EffectDeny && (s.Principal.Negated || slices.ContainsFunc(s.Principal.Values, star))
}

func (x *Explorer) public(arn string) (bool, error) {
	holders, err := x.k.Access(authz.Principal{}, x.all, arn, x.options.Given)
	if err != nil {
		return false, err
	}
	for i := range holders {
		if holders[i].Verdict == permission.Allowed {
			return true, nil
		}
	}
	holders, err = x.k.Access(permission.AnyAccount(), x.all, arn, x.options.Given)
	return slices.ContainsFunc(holders, func(h permission.Holder) bool {
		return h.Verdict == permission.Conditional && len(h.Conditions) == 1 && h.Conditions[0].Text != ""
	}), err
}
