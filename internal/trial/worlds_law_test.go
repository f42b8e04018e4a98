package trial

import (
	"fmt"
	"slices"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
)

// A law holds one way of asking against the single decision. It tells what is
// wrong, or nothing.
type law struct {
	name  string
	check func(r *ruling) string
}

func laws() []law {
	return []law{
		{"explain", explained},
		{"what-can", listed},
		{"access on the resource", accessHere},
		{"access on the whole", accessWhole},
		{"who-can on the resource", whoHere},
		{"who-can on the whole", whoWhole},
		{"who-can anywhere", whoAnywhere},
		{"reach", reached},
		{"reach to the resource", reachedTo},
		{"reach a role", becomes},
	}
}

// exactly: a set answer about one resource says what the decision says.
func (r *ruling) exactly(s saying) string {
	switch {
	case r.decision == authz.Allowed && s.best == permission.Allowed, r.denied() && s.best == permission.Denied:
		return ""
	case r.decision == authz.Unknown && (s.best == permission.Conditional || s.best == permission.Undetermined):
		if r.gapped() && !s.open {
			return fmt.Sprintf("says %s, and nothing of the gap %v", s.best, r.e.Gaps)
		}
		return ""
	default:
		return "says " + string(s.best)
	}
}

// roughly: a set answer by patterns may leave open what single resources decide,
// but not say the contrary.
func (r *ruling) roughly(s saying) string {
	switch {
	case !r.denied() && s.best == permission.Denied:
		return "says denied"
	case r.decision != authz.Allowed && s.best == permission.Allowed:
		return "says allowed"
	case r.gapped() && !s.open:
		return fmt.Sprintf("says %s, and nothing of the gap %v", s.best, r.e.Gaps)
	default:
		return ""
	}
}

// explained: the explanation decides alike, whichever way it is asked, and
// names what an open answer hangs on.
func explained(r *ruling) string {
	if r.e.Decision != r.decision {
		return "explained as " + r.e.Decision.String()
	}
	if d := r.q.DecideOn(r.action, r.where); d != r.decision {
		return "decided on itself as " + d.String()
	}
	open := slices.ContainsFunc(r.e.Steps, func(s authz.Step) bool { return s.Verdict == authz.VerdictUnknown })
	if r.decision == authz.Unknown && !open {
		return "no step is open"
	}
	if r.decision != authz.Unknown && len(r.e.MissingContext)+len(r.e.Gaps) > 0 {
		return fmt.Sprintf("names %v %v as missing", r.e.MissingContext, r.e.Gaps)
	}
	return ""
}

// listed: resources of other accounts and those whose own policy has the last
// word are judged one by one, so there grants are exact.
func listed(r *ruling) string {
	single := !r.own() || r.decisive()
	grants := r.c.grantsOf(r.p, r.service())
	s := read(claimsOfGrants(grants, r.top, single), r.action, r.where)
	s.open = s.open || len(r.c.k.GapsOf(grants)) > 0 // the answer says that it is incomplete
	if single {
		return r.exactly(s)
	}
	return r.roughly(s)
}

func accessHere(r *ruling) string { return r.access(r.where) }

// accessWhole asks about the container of an object.
func accessWhole(r *ruling) string {
	if r.top == r.where {
		return ""
	}
	return r.access(r.top)
}

func (r *ruling) access(where string) string {
	return r.exactly(read(claimsOfHolders(r.c.access(r.p, r.action, where), ""), r.action, r.where))
}

func whoHere(r *ruling) string { return r.who(r.action, r.where) }

// whoWhole asks for all actions on the container at once.
func whoWhole(r *ruling) string {
	if r.where == "*" {
		return "" // there it asks for some action somewhere
	}
	return r.who("*", r.top)
}

func (r *ruling) who(actions, where string) string {
	return r.exactly(read(claimsOfHolders(r.c.who(actions, where), r.p.ARN), r.action, r.where))
}

// whoAnywhere: what a principal may do on some resource, by its own layers
// alone, stands among what it may do somewhere.
func whoAnywhere(r *ruling) string {
	res := r.q.Info.Resource
	silent := res != nil && res.Policy == nil && res.PolicyRead && len(res.Grants) == 0 && (res.Bucket == nil || len(aclOf(res.Bucket)) == 0) && res.Underlying == ""
	if r.denied() || !r.own() || r.decisive() || !silent {
		return ""
	}
	if s := read(claimsOfHolders(r.c.who(r.action, "*"), r.p.ARN), r.action, r.where); s.best == permission.Denied {
		return "says nothing"
	}
	return ""
}

// reached: what may be touched is a target, and the direct path says as much
// as the decision does.
func reached(r *ruling) string {
	if r.where == "*" || r.q.Info.Role != nil {
		return ""
	}
	return r.touched(r.c.reach(r.p.ARN, ""), r.top)
}

// reachedTo asks for the resource itself.
func reachedTo(r *ruling) string {
	if r.where == "*" || r.q.Info.Role != nil {
		return ""
	}
	return r.touched(r.c.reach(r.p.ARN, r.where), r.where)
}

func (r *ruling) touched(answer reach.Answer, target string) string {
	path := pathTo(&answer, target)
	certain := path != nil && path.Verdict == permission.Allowed // then lesser ways are not looked at
	switch {
	case r.gapped() && !answer.Incomplete && !certain:
		return fmt.Sprintf("is complete, in spite of the gap %v", r.e.Gaps)
	case path == nil && !r.denied():
		return "leads nowhere near"
	case path == nil:
		return ""
	case r.decision == authz.Allowed && !certain:
		return "best path is " + string(path.Verdict)
	}
	last := &path.Hops[len(path.Hops)-1]
	if last.Kind != "access" || !direct(path) {
		return ""
	}
	return r.exactly(read(claimsOfHop(last), r.action, r.where))
}

// becomes: a role that may be assumed is a target, and one step away it says
// what the decision says.
func becomes(r *ruling) string {
	if r.action != "sts:AssumeRole" || r.where == r.p.ARN {
		return ""
	}
	answer := r.c.reach(r.p.ARN, "")
	path := pathTo(&answer, r.where)
	switch {
	case path == nil && !r.denied():
		return "leads nowhere near"
	case path == nil || !direct(path):
		return ""
	}
	return r.exactly(read(claimsOfHop(&path.Hops[len(path.Hops)-1]), r.action, r.where))
}

func pathTo(answer *reach.Answer, target string) *reach.Path {
	for i := range answer.Paths {
		if answer.Paths[i].Target == target {
			return &answer.Paths[i]
		}
	}
	return nil
}

// direct: one step, a group's membership aside.
func direct(p *reach.Path) bool {
	steps := slices.DeleteFunc(slices.Clone(p.Hops), func(h reach.Hop) bool { return h.Kind == "member_of" })
	return len(steps) == 1
}
