package permission

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// assumeOutside judges the resource's side alone for a caller of an account
// outside the snapshot: what its own account allows is not known, so answers
// take it as allowed and state that as a condition (see outsideCondition).
func assumeOutside(s *authz.Stack, account string) *authz.Stack {
	out := *s
	out.Identity = []authz.Policy{{Name: "policies of account " + account, Document: allowEverything()}}
	out.Unread = slices.DeleteFunc(slices.Clone(s.Unread), func(u authz.Unread) bool {
		return u.Layer == authz.LayerIdentity || u.Layer == authz.LayerBoundary || u.Layer == authz.LayerSCP
	})
	return &out
}

func allowEverything() *policy.Document {
	return policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`))
}

// anyAccount stands in for the id of an account that nobody named.
const anyAccount = "any"

// AnyAccount is a caller with credentials of some account outside the snapshot:
// whoever a policy for everybody lets in beside callers without credentials.
func AnyAccount() authz.Principal {
	return authz.Principal{Kind: authz.KindUser, Account: anyAccount}
}

// outsideCondition makes an answer about an outside caller conditional on what
// its own account says.
func outsideCondition(h *Holder) {
	if h.Verdict == Allowed {
		h.Verdict = Conditional
	}
	text := "account " + h.Account + ", whose policies are not in the snapshot, allows it too"
	if len(h.Account) != 12 {
		h.Account, text = "", "the caller has credentials of an account outside the snapshot, which allows it too"
	}
	h.Because = slices.DeleteFunc(h.Because, func(r Reason) bool { return r.Layer == authz.LayerIdentity })
	h.Conditions = append(h.Conditions, Condition{Text: text})
}

// forgetOutsider leaves open what is not known of a caller that stands for an
// outside account as a whole, and of any outsider's organization and tags.
func forgetOutsider(c *authz.Context, p authz.Principal) {
	unknown := []string{"aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username", "aws:userid"}
	if strings.HasSuffix(p.ARN, ":root") || !strings.HasPrefix(p.ARN, "arn:") {
		unknown = append(unknown, "aws:PrincipalArn", "aws:PrincipalType")
	}
	if len(p.Account) != 12 {
		unknown = append(unknown, "aws:PrincipalAccount", "kms:CallerAccount")
	}
	for _, key := range unknown {
		if _, given := c.Get(authz.FoldKey(key)); !given {
			c.SetUndetermined(key)
		}
	}
	if _, given := c.PrefixDefault("aws:PrincipalTag/"); !given {
		c.SetPrefixDefault("aws:PrincipalTag/", authz.Undetermined)
	}
}

// strangeOrganization is an organization that no policy names.
const strangeOrganization = "o-outside000"

// stranger is the context of an outside caller who belongs to no organization
// of the snapshot: one whose accounts are known cannot be an outsider's.
func (q *Question) stranger(k *Asker) (authz.Context, bool) {
	if _, given := q.context.Get("aws:principalorgid"); !k.Outside(q.Principal) || given && q.context.Lookup("aws:principalorgid").State != authz.Undetermined {
		return authz.Context{}, false
	}
	c := q.context.Clone()
	c.Set("aws:PrincipalOrgID", strangeOrganization)
	c.SetMulti("aws:PrincipalOrgPaths", strangeOrganization+"/r-0000/")
	return c, len(k.Snapshot.Data().Organizations) > 0
}

// namesForeignOrganization tells whether an answer hangs on an organization
// that the snapshot does not hold.
func (k *Asker) namesForeignOrganization(e authz.Explanation) bool {
	for _, s := range e.Steps {
		for _, t := range s.Conditions {
			key := authz.FoldKey(t.Key)
			if t.Holds != "unknown" || key != "aws:principalorgid" && key != "aws:principalorgpaths" {
				continue
			}
			for _, v := range t.Values {
				id, _, _ := strings.Cut(v, "/")
				if k.Snapshot.Organization(id) == nil {
					return true
				}
			}
		}
	}
	return false
}

// ExplainOutside explains one action as lists of holders judge it: of a caller
// from outside it is taken that it is in no organization of the snapshot,
// unless that alone would let it in. Other callers are explained as they are.
func (k *Asker) ExplainOutside(q *Question, action string) authz.Explanation {
	e := q.Explain(action)
	strange, outside := q.stranger(k)
	if !outside || e.Decision != authz.Unknown && e.Decision != authz.Allowed {
		return e
	}
	req := q.request(action, q.Resource)
	req.Context = strange
	other := q.program.Explain(&req)
	denied := other.Decision == authz.ExplicitlyDenied || other.Decision == authz.ImplicitlyDenied
	if denied && k.namesForeignOrganization(e) {
		return e
	}
	return other
}
