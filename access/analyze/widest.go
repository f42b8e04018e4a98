package analyze

import (
	"slices"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
)

// widest takes out of each access what another of the same source gives as
// well, with fewer conditions or to more callers: a grant on a key beside the
// key's policy.
func widest(list []Access) []Access {
	for i := range list {
		a := &list[i]
		a.Actions = slices.DeleteFunc(a.Actions, func(action string) bool {
			return slices.ContainsFunc(list[:i], func(o Access) bool { return o.above(a, action) }) ||
				slices.ContainsFunc(list[i+1:], func(o Access) bool { return o.above(a, action) && !a.above(&o, action) })
		})
		a.show()
	}
	return slices.DeleteFunc(list, func(a Access) bool { return len(a.Actions) == 0 })
}

// show takes a request for an action that is left.
func (a *Access) show() {
	if a.Request == nil || slices.Contains(a.Actions, a.Request.Action) {
		return
	}
	for _, one := range a.shown {
		for _, action := range one.actions {
			if one.request != nil && slices.Contains(a.Actions, action) {
				r := *one.request
				r.Action = action
				a.Request = &r
				return
			}
		}
	}
}

// above tells whether an access holds all that another one does with an action.
func (a *Access) above(o *Access, action string) bool {
	if a.Source != o.Source || a.AccessPoint != o.AccessPoint || a.Undetermined != "" || !slices.Contains(a.Actions, action) ||
		(a.Kind == "Service") != (o.Kind == "Service") {
		return false
	}
	if account := a.fixedAccount(); account != "" {
		return o.ofAccount(account) || o.fixedAccount() == account
	}
	for key, value := range a.Condition {
		if o.Condition[key] != value && !o.implies(key, value) {
			return false
		}
	}
	return coversCaller(a, o)
}

// implies tells whether the principal alone meets a condition.
func (a *Access) implies(key, value string) bool {
	if a.Kind != "AWS" || accountOf(a.Principal) == "" || strings.Contains(a.Principal, ":assumed-role/") {
		return false
	}
	switch authz.FoldKey(key) {
	case "aws:principalarn":
		p, ok := arn.ParsePattern(value)
		return ok && p.Match(a.Principal)
	case "aws:principalaccount", "kms:calleraccount":
		return accountOf(a.Principal) == value
	}
	return false
}

// fixedAccount is the account that an access is for as a whole: an account, or
// a star with a fixed one.
func (a *Access) fixedAccount() string {
	account := a.Principal
	if a.Kind != "AWS" || account != "*" && !isAccount(account) {
		return ""
	}
	for key, value := range a.Condition {
		if !strings.EqualFold(key, "aws:PrincipalAccount") && !strings.EqualFold(key, "kms:CallerAccount") || account != "*" && account != value {
			return ""
		}
		account = value
	}
	return strings.TrimPrefix(account, "*")
}

func (a *Access) ofAccount(account string) bool {
	return account != "" && a.Kind == "AWS" && (a.Principal == account || accountOf(a.Principal) == account)
}

// coversCaller: a star stands for everybody, an account for its identities, a
// role for its sessions.
func coversCaller(a, o *Access) bool {
	if a.Kind == o.Kind && a.Principal == o.Principal || a.Principal == "*" {
		return true
	}
	if a.Kind != "AWS" || o.Kind != "AWS" {
		return false
	}
	if isAccount(a.Principal) {
		return o.ofAccount(a.Principal)
	}
	role, session := strings.CutPrefix(o.Principal, "arn:aws:sts::")
	if !session || !strings.Contains(role, ":assumed-role/") {
		return false
	}
	role = strings.Replace(role, ":assumed-role/", ":role/", 1)
	return "arn:aws:iam::"+role[:strings.LastIndexByte(role, '/')] == a.Principal
}
