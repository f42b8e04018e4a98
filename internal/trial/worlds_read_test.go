package trial

import (
	"slices"
	"strings"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/glob"
)

// A claim is what one row of a set answer says.
type claim struct {
	verdict permission.Verdict
	actions []string
	// resources are patterns; nil: all of what was asked for.
	resources []string
	except    []permission.Exception
}

// A saying is what all rows together say of one request.
type saying struct {
	best permission.Verdict
	// open: a row, or an exception of one, hangs on what was not read or
	// cannot be understood.
	open bool
}

// read puts together what claims say of an action on a resource: any row that
// holds it grants it, but for the row's own exceptions.
func read(claims []claim, action, where string) saying {
	out := saying{best: permission.Denied}
	for i := range claims {
		c := &claims[i]
		if !slices.Contains(c.actions, action) || c.resources != nil && !anyMatch(c.resources, where) {
			continue
		}
		verdict, open := c.on(action, where)
		out.open = out.open || open || verdict == permission.Undetermined
		if rank(verdict) > rank(out.best) {
			out.best = verdict
		}
	}
	return out
}

// on is what a row says where its patterns match.
func (c *claim) on(action, where string) (verdict permission.Verdict, open bool) {
	verdict = c.verdict
	for _, e := range c.except {
		if len(e.Actions) > 0 && !slices.Contains(e.Actions, action) || !glob.New(e.Resource).Match(where) {
			continue
		}
		open = open || slices.ContainsFunc(e.Because, func(r permission.Reason) bool { return r.Note != "" })
		if len(e.Conditions) == 0 {
			return permission.Denied, open
		}
		if verdict == permission.Allowed {
			verdict = permission.Conditional
		}
	}
	return verdict, open
}

func rank(v permission.Verdict) int {
	return slices.Index([]permission.Verdict{permission.Denied, permission.Undetermined, permission.Conditional, permission.Allowed}, v)
}

func anyMatch(patterns []string, where string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return glob.New(p).Match(where) })
}

// claimsOfGrants reads grants. Patterns speak of the principal's own account;
// of what is another's, or has the last word itself, only those that name it.
func claimsOfGrants(grants []permission.Grant, top string, single bool) (out []claim) {
	for i := range grants {
		g := &grants[i]
		c := claim{verdict: g.Verdict, actions: g.All(), resources: []string{}, except: g.Except}
		for _, r := range g.Resources {
			if !single || r == top || strings.HasPrefix(r, top+"/") {
				c.resources = append(c.resources, r)
			}
		}
		out = append(out, c)
	}
	return out
}

// claimsOfHolders reads the rows of one principal; "" reads all.
func claimsOfHolders(holders []permission.Holder, principal string) (out []claim) {
	for i := range holders {
		h := &holders[i]
		if principal == "" || h.Principal == principal {
			out = append(out, claim{h.Verdict, h.Actions, h.Resources, h.Except})
		}
	}
	return out
}

// claimsOfHop reads the last step of a path.
func claimsOfHop(h *reach.Hop) []claim {
	out := []claim{{h.Verdict, h.Actions, h.Resources, h.Except}}
	for _, p := range h.Also {
		out = append(out, claim{p.Verdict, p.Actions, p.Resources, p.Except})
	}
	return out
}
