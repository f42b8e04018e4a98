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

// outsideCondition makes an answer about an outside caller conditional on what
// its own account says.
func outsideCondition(h *Holder) {
	if h.Verdict == Allowed {
		h.Verdict = Conditional
	}
	h.Because = slices.DeleteFunc(h.Because, func(r Reason) bool { return r.Layer == authz.LayerIdentity })
	h.Conditions = append(h.Conditions, Condition{
		Text: "account " + h.Account + ", whose policies are not in the snapshot, allows it too",
	})
}

// forgetOutsider leaves open what is not known of a caller that stands for an
// outside account as a whole, and of any outsider's organization and tags.
func forgetOutsider(c *authz.Context, p authz.Principal) {
	unknown := []string{"aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username", "aws:userid"}
	if strings.HasSuffix(p.ARN, ":root") || !strings.HasPrefix(p.ARN, "arn:") {
		unknown = append(unknown, "aws:PrincipalArn", "aws:PrincipalType")
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
