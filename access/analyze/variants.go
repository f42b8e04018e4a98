package analyze

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/policy"
)

// openings asks the reasoner what a class of actions hangs on, for each way in
// which the principal may call. What it finds, eval decides once more.
func (r *inside) openings(at *place, c *permission.Class) (out []opening) {
	resources := []string{exactly(c.Resource)}
	if c.Inside {
		resources[0] = exactly(strings.TrimSuffix(c.Resource, "*")) + "*"
	}
	for _, p := range r.variants(c.Question) {
		req := c.Question.Request(c.Actions[0])
		req.Principal = p
		req.Context = authz.Context{Default: authz.Undetermined}
		for _, key := range at.absent {
			req.Context.SetAbsent(key)
		}
		r.snapshot.ContextFor(p, req.Resource, &req.Context)
		q := newStack(c.Question.Program(), &req, resources, r.k.Catalog)
		for _, o := range q.openings() {
			o.principal = p.ARN
			if o.request != nil {
				o.request.Action = c.Actions[0] // as AWS spells it
				if got := q.program.Decide(q.replay(o.request)); got != authz.Allowed {
					o.why = "Sightline's two engines disagree about " + o.request.Action + " on " + o.request.Resource + ": the evaluator says " + got.String() + "; please report it"
				}
			}
			out = append(out, o)
		}
	}
	return least(out)
}

// variants are the callers that a principal may be: a user itself, a role in a
// session that no policy names, and in each session that one does.
func (r *inside) variants(q *permission.Question) []authz.Principal {
	p := q.Principal
	if !p.OpenSession {
		return []authz.Principal{p}
	}
	p.OpenSession = false
	out := []authz.Principal{p}
	role := r.snapshot.IdentityOf(p)
	if role == nil {
		return out
	}
	for _, name := range sessionsOf(q.Stack(), role.Account, role.Name) {
		out = append(out, r.snapshot.SessionOf(role, name))
	}
	return out
}

// sessionsOf lists the sessions of a role that a resource's side names.
func sessionsOf(s *authz.Stack, account, role string) (out []string) {
	add := func(text string) {
		parts := strings.SplitN(text, ":", 6)
		if len(parts) != 6 || parts[2] != "sts" || parts[4] != account {
			return
		}
		name, ok := strings.CutPrefix(parts[5], "assumed-role/"+role+"/")
		if ok && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	policies := []*authz.Policy{s.Resource}
	if s.Underlying != nil {
		policies = append(policies, s.Underlying.Policy)
	}
	for _, p := range policies {
		if p != nil {
			eachPrincipal(p.Document, func(v policy.PrincipalValue) { add(v.Text) })
		}
	}
	for _, g := range s.Grants {
		add(g.Grantee)
	}
	return out
}

func eachPrincipal(d *policy.Document, use func(policy.PrincipalValue)) {
	for i := range d.Statements {
		for _, v := range d.Statements[i].Principal.Values {
			use(v)
		}
	}
}
