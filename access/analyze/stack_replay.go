package analyze

import (
	"sightline/iam/authz"
	"sightline/iam/symbolic"
)

// replay is a request that the reasoner found, as eval takes it: what was known
// beforehand, what the reasoner put in, and nothing else.
func (q *stack) replay(r *symbolic.Request) *authz.Request {
	out := q.request
	out.Resource, out.Context = r.Resource, q.request.Context.Clone()
	out.Context.Default = authz.Absent
	for _, prefix := range []string{"aws:PrincipalTag/", "aws:ResourceTag/"} {
		if _, given := out.Context.PrefixDefault(prefix); given {
			out.Context.SetPrefixDefault(prefix, authz.Absent)
		}
	}
	for _, key := range out.Context.Keys() {
		if v, _ := out.Context.Get(key); v.State == authz.Undetermined {
			out.Context.SetAbsent(key)
		}
	}
	for _, c := range r.Context {
		if q.program.Value(&q.request, c.Key).State == authz.Present {
			continue // as it was, or as it follows
		}
		if c.Multi {
			out.Context.SetMulti(c.Key, c.Values...)
		} else {
			out.Context.Set(c.Key, c.Values[0])
		}
	}
	return &out
}
