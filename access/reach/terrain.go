package reach

import (
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/iam/policy"
	"sightline/snapshot"
)

// A site is a resource as a place to be touched.
type site struct {
	r      *snapshot.Resource
	holds  bool
	inside glob.Pattern // of a bucket or an access point: its objects
	// silent: the resource's own side lets in nobody of its own account, so
	// their own policies must allow. plain: it takes nothing away either, so
	// they alone decide. closed: it lets in nobody of other accounts.
	silent, plain, closed bool
	// at and within are the actions that work on it and on its objects only.
	at, within []string
	worked     bool
}

// terrain is all resources of a snapshot, looked at when first asked for.
type terrain struct {
	x         *Explorer
	facts     *authz.Facts
	byAccount map[string][]*site
	byARN     map[string]*site
	open      []*site
	scanned   bool
}

func newTerrain(x *Explorer) *terrain {
	return &terrain{x: x, facts: authz.DefaultFacts(), byAccount: make(map[string][]*site), byARN: make(map[string]*site)}
}

// sites lists what an actor may touch: everything of its own account, and what
// other accounts do not keep closed.
func (t *terrain) sites(a *actor) []*site {
	t.scan()
	var out []*site
	if !a.outside {
		out = append(out, t.byAccount[a.account]...)
	}
	for _, s := range t.open {
		if a.outside || s.r.Account != a.account {
			out = append(out, s)
		}
	}
	return out
}

func (t *terrain) scan() {
	if t.scanned {
		return
	}
	t.scanned = true
	resources := t.x.snap.Data().Resources
	for i := range resources {
		r := &resources[i]
		s := t.survey(r)
		t.byAccount[r.Account] = append(t.byAccount[r.Account], s)
		t.byARN[r.ARN] = s
		if !s.closed {
			t.open = append(t.open, s)
		}
	}
}

// site returns the place with an ARN; one that the snapshot does not hold, or
// an object, is made up and asked about like any other.
func (t *terrain) site(arn string) *site {
	t.scan()
	if s := t.byARN[arn]; s != nil {
		return s
	}
	return &site{r: &snapshot.Resource{ARN: arn, Account: t.x.snap.ResourceAccount(arn)}}
}

// survey looks at the resource's own side.
func (t *terrain) survey(r *snapshot.Resource) *site {
	objects := permission.ObjectsOf(r.ARN)
	s := &site{r: r, holds: objects != ""}
	where := r.ARN
	if s.holds {
		s.inside = glob.New(r.ARN + objects + "*")
		where += objects + "\u2026"
	}
	stack, _, err := t.x.snap.StackFor(authz.Principal{}, where)
	if err != nil {
		return s // asked about as it is
	}
	silent := stack.Resource == nil && stack.Underlying == nil && len(stack.Grants) == 0 && !unreadSide(stack) && !r.MayBeShared()
	s.silent = silent && r.Type != snapshot.TypeKey && !publicList(stack.Bucket)
	s.plain = s.silent && t.unlimited(r, stack.RCP)
	s.closed = silent && !stack.ResourceNotCollected && !foreignList(stack.Bucket, r.Account)
	return s
}

// unreadSide: something of the resource's own side was refused.
func unreadSide(s *authz.Stack) bool {
	for _, u := range s.Unread {
		switch u.Layer {
		case authz.LayerResource, authz.LayerACL, authz.LayerGrant, authz.LayerRCP, authz.LayerPublicAccessBlock:
			return true
		default: // of the caller's side
		}
	}
	return false
}

// publicList: the bucket's list lets in callers of any account, its own too.
func publicList(b *authz.Bucket) bool {
	if b == nil || b.ACL.Disabled {
		return false
	}
	for _, g := range b.ACL.Grants {
		if g.Grantee == authz.GranteeAllUsers || g.Grantee == authz.GranteeAuthenticatedUsers {
			return true
		}
	}
	return false
}

// foreignList: the bucket's list, or that of an object, may let in callers of
// other accounts.
func foreignList(b *authz.Bucket, owner string) bool {
	if b == nil || b.ACL.Disabled {
		return false
	}
	for _, g := range b.ACL.Grants {
		if g.Grantee != owner {
			return true
		}
	}
	return b.ObjectACLsUnread
}

// unlimited: no resource control policy takes anything away here.
func (t *terrain) unlimited(r *snapshot.Resource, levels []authz.Level) bool {
	service := ""
	if parts := strings.SplitN(r.ARN, ":", 4); len(parts) == 4 {
		service = parts[2]
	}
	if !t.facts.RCPServices[service] {
		return service != ""
	}
	for _, l := range levels {
		for _, p := range l.Policies {
			if !allowsAll(p.Document) {
				return false
			}
		}
		if len(l.Policies) == 0 {
			return false
		}
	}
	return true
}

// allowsAll tells it of a document like RCPFullAWSAccess.
func allowsAll(d *policy.Document) bool {
	if d.Broken || len(d.Statements) != 1 {
		return false
	}
	s := &d.Statements[0]
	return s.Effect == policy.EffectAllow && len(s.Broken) == 0 && len(s.Conditions) == 0 &&
		onlyStar(&s.Action) && onlyStar(&s.Resource) && !s.Principal.Negated
}

func onlyStar(c *policy.Clause) bool {
	return c.Present && !c.Negated && len(c.Values) == 1 && c.Values[0].Text == "*"
}

// work lists the actions on a place, once.
func (t *terrain) work(s *site) {
	if s.worked {
		return
	}
	s.worked = true
	s.at = t.x.k.Catalog.ActionsOn(s.r.ARN)
	if !s.holds {
		return
	}
	on := make(map[string]bool, len(s.at))
	for _, a := range s.at {
		on[a] = true
	}
	for _, a := range t.x.k.Catalog.ActionsOn(s.r.ARN + permission.ObjectsOf(s.r.ARN) + "\u2026") {
		if !on[a] {
			s.within = append(s.within, a)
		}
	}
}
