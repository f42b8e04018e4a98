package permission

import (
	"slices"

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
	h.Conditions = append(h.Conditions, Condition{
		Text: "account " + h.Account + ", whose policies are not in the snapshot, allows it too"})
}
