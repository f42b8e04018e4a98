package permission

import (
	"slices"
	"strings"

	"sightline/iam/arn"
	"sightline/iam/authz"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// doubt asks of a denied request whether something allows it all the same.
type doubt struct {
	k *Asker
	q *Question
	// free is the question without the layers that only take away.
	free  *Question
	judge func(action, resource string) (authz.Explanation, bool)
	// strange is the context in which an outsider is refused.
	strange authz.Context
	outside bool
	stack   *authz.Stack // of free
}

func (k *Asker) doubt(q *Question) *doubt {
	free := *q
	stack := *q.stack
	stack.SCP, stack.RCP, stack.Boundary, stack.Session, stack.Endpoint, stack.SessionPassed = nil, nil, nil, nil, nil, false
	stack.Bucket = opened(stack.Bucket)
	if u := stack.Underlying; u != nil {
		behind := *u
		behind.Bucket = opened(u.Bucket)
		stack.Underlying = &behind
	}
	stack.Unread = slices.DeleteFunc(slices.Clone(stack.Unread), func(u authz.Unread) bool { return !grants(u.Layer) })
	free.stack, free.program = &stack, k.Engine.Compile(&stack)
	d := &doubt{k: k, q: q, free: &free, stack: &stack, judge: k.judge(q)}
	d.strange, d.outside = q.stranger(k)
	return d
}

// opened is a bucket without Block Public Access.
func opened(b *authz.Bucket) *authz.Bucket {
	if b == nil {
		return nil
	}
	out := *b
	out.Block = authz.PublicAccessBlock{}
	return &out
}

// grants tells whether a layer can give access.
func grants(l authz.Layer) bool {
	switch l {
	case authz.LayerIdentity, authz.LayerResource, authz.LayerACL, authz.LayerGrant:
		return true
	default:
		return false
	}
}

// on tells whether a request is denied, and whether it is cut off.
func (d *doubt) on(action, resource string) (refused, cut bool) {
	if d.outside {
		_, granted := d.judge(action, resource)
		refused = !granted
	} else {
		req := d.q.request(action, resource)
		refused = d.q.program.Refuses(&req)
	}
	return refused, refused && d.wanted(action, resource)
}

// explain gives the denial's reasons.
func (d *doubt) explain(action, resource string) authz.Explanation {
	req := d.q.request(action, resource)
	if d.outside {
		if e := d.q.program.Because(&req); e.Decision != authz.Unknown && e.Decision != authz.Allowed {
			return e
		}
		req.Context = d.strange
	}
	return d.q.program.Because(&req)
}

// wanted tells whether policies allow a request, limits and denials apart.
func (d *doubt) wanted(action, resource string) bool {
	req := d.free.request(action, resource)
	e := d.free.program.Because(&req)
	switch e.Decision {
	case authz.Allowed:
		return true
	case authz.Unknown, authz.ExplicitlyDenied:
		return d.bothSides(&e, action)
	default:
		return d.oneNamesTheOther(&e, action, resource)
	}
}

// sides tells which side of the question has an Allow.
func sides(e *authz.Explanation) (own, theirs bool) {
	for i := range e.Steps {
		s := &e.Steps[i]
		entry := s.Layer == authz.LayerGrant || s.Layer == authz.LayerACL && s.Statement >= 0
		if s.Verdict != authz.VerdictAllow && (s.Verdict != authz.VerdictUnknown || s.Effect != "Allow" && !entry) {
			continue
		}
		own = own || s.Layer == authz.LayerIdentity
		theirs = theirs || s.Layer != authz.LayerIdentity && grants(s.Layer)
	}
	return own, theirs
}

// bothSides tells whether the Allows would be enough without the Denies.
func (d *doubt) bothSides(e *authz.Explanation, action string) bool {
	own, theirs := sides(e)
	p := &d.q.Principal
	switch needs := needsResourcePolicy(d.k.Engine.Facts(), action); {
	case p.Account == "":
		return theirs
	case d.q.Info.ResourceAccount == p.Account && needs:
		return theirs
	case d.q.Info.ResourceAccount == p.Account:
		return own || theirs
	default:
		return own && (theirs || d.q.silent)
	}
}

// oneNamesTheOther: one side has an Allow that is about the other, and the
// other has none.
func (d *doubt) oneNamesTheOther(e *authz.Explanation, action, resource string) bool {
	own, theirs := sides(e)
	switch {
	case own && !theirs:
		key := strings.HasPrefix(strings.ToLower(action), "kms:") && d.q.Info.ResourceAccount == d.q.Principal.Account
		return key || d.namesResource(action, resource)
	case theirs && !own:
		return d.namesCaller()
	default:
		return false
	}
}

// namesResource tells whether an Allow of the caller's own names the resource
// by more than a star or its kind.
func (d *doubt) namesResource(action, resource string) bool {
	for i := range d.stack.Identity {
		for j := range d.stack.Identity[i].Document.Statements {
			s := &d.stack.Identity[i].Document.Statements[j]
			if s.Effect != policy.EffectAllow || s.Resource.Negated || !coversAction(s, action) {
				continue
			}
			for _, v := range s.Resource.Values {
				if text := arn.CompleteResource(v.Text); names(text) && glob.New(text).Match(resource) {
					return true
				}
			}
		}
	}
	return false
}

// names tells whether a pattern has an account, or a name beside its type.
func names(pattern string) bool {
	parts := strings.SplitN(pattern, ":", 6)
	if len(parts) < 6 {
		return false
	}
	if isAccountID(parts[4]) {
		return true
	}
	name := parts[5]
	if i := strings.IndexAny(name, "/:"); i >= 0 && parts[2] != "s3" {
		name = name[i+1:]
	}
	return strings.Trim(name, "*?/:") != ""
}

// namesCaller tells whether an Allow of the resource names the caller itself.
func (d *doubt) namesCaller() bool {
	p := &d.q.Principal
	for _, held := range []*authz.Policy{d.stack.Resource, underlyingPolicy(d.stack)} {
		if held == nil {
			continue
		}
		for i := range held.Document.Statements {
			s := &held.Document.Statements[i]
			if s.Effect == policy.EffectAllow && !s.Principal.Negated && slices.ContainsFunc(s.Principal.Values, func(v policy.PrincipalValue) bool {
				return v.Text == p.ARN || v.Text == p.Role && v.Text != "" || v.Text == p.UniqueID && v.Text != ""
			}) {
				return true
			}
		}
	}
	return false
}
