package eval

import (
	"strings"

	"sightline/iam/authz"
)

// findings are what every layer says of one request.
type findings struct {
	rcp, scp, endpoint          authz.Tri // what is left after them
	identity, boundary, session authz.Tri
	sides                       [2]side // the resource, and the bucket behind an access point
	count                       int
	deny                        authz.Tri
	denyBy                      authz.Layer
}

// side is what stands on the side of one resource.
type side struct {
	account string
	policy  admission
	grant   admission
	acl     admission
	// needs: the resource's own policy must allow or delegate.
	needs bool
	// silent: the source holds no resource policies.
	silent bool
	// blocked: Block Public Access keeps outsiders out.
	blocked authz.Tri
	// closed: Block Public Access made a public entry of the list void that
	// would have let the caller in.
	closed bool
}

// denied notes a layer's Deny. Layers are asked in the order in which AWS
// names them.
func (v *findings) denied(l authz.Layer, t authz.Tri) {
	if t > v.deny {
		v.deny, v.denyBy = t, l
	}
}

// find asks every layer. Nothing is left out once a Deny is found: the
// reasons are to be complete.
func (f *frame) find() findings {
	var v findings
	v.rcp = f.rcp(&v)
	v.scp = f.scp(&v)
	f.resourceSides(&v)
	v.identity = f.identity(&v)
	if f.req.Principal.Kind == authz.KindRoot && !f.rootRefused() {
		f.step(authz.Step{Layer: authz.LayerIdentity, Statement: -1, Verdict: authz.VerdictAllow, Reason: authz.ReasonRootUser})
	}
	v.boundary = f.limit(&v, authz.LayerBoundary, f.program.boundary)
	v.session = f.sessionLimit(&v)
	v.endpoint = f.limit(&v, authz.LayerEndpoint, f.program.endpoint)
	return v
}

// rcp: RCPFullAWSAccess is always attached, so policies that could not be
// read may deny but not lack an Allow.
// Source: Organizations User Guide "RCPs" (orgs_manage_policies_rcps). Cases: rcp.json.
func (f *frame) rcp(v *findings) authz.Tri {
	p := f.program
	unread := f.unread(authz.LayerRCP)
	if p.rcp == nil && !unread {
		return authz.True
	}
	if !p.facts.RCPReaches(f.req) {
		f.skip(authz.LayerRCP, authz.ReasonServiceUnsupported)
		return authz.True
	}
	if p.stack.RCPReachUnknown != "" && !p.facts.AliasItself(f.req.Action, f.req.Resource) {
		return f.rcpInDoubt(v)
	}
	read := f.levels(v, authz.LayerRCP, p.rcp)
	if unread {
		f.noteUnread(authz.LayerRCP)
		v.denied(authz.LayerRCP, authz.Maybe)
		return read.Or(authz.Maybe)
	}
	return read
}

// rcpInDoubt: nobody knows whether the policies reach the resource. What they
// leave is left either way; what they take away is in doubt.
func (f *frame) rcpInDoubt(v *findings) authz.Tri {
	var scratch findings
	left := f.levels(&scratch, authz.LayerRCP, f.program.rcp)
	unread := f.unread(authz.LayerRCP)
	if unread {
		f.noteUnread(authz.LayerRCP)
	}
	if scratch.deny == authz.False && left == authz.True && !unread {
		return authz.True
	}
	why := f.program.stack.RCPReachUnknown
	f.step(authz.Step{
		Layer: authz.LayerRCP, Statement: -1, Verdict: authz.VerdictUnknown, Reason: authz.ReasonUnread,
		Facts: map[string]string{"gap": why},
	})
	f.gap(why)
	if scratch.deny != authz.False || unread {
		v.denied(authz.LayerRCP, authz.Maybe)
	}
	return left.Or(authz.Maybe)
}

// scp: an Allow is needed at every level.
// Source: Organizations User Guide "SCP evaluation"
// (orgs_manage_policies_scps_evaluation). Cases: scp.json.
func (f *frame) scp(v *findings) authz.Tri {
	unread := f.unread(authz.LayerSCP)
	if f.program.scp == nil && !unread {
		return authz.True
	}
	if !authz.SCPReaches(f.req.Principal) {
		f.skip(authz.LayerSCP, authz.ReasonServiceLinkedRole)
		return authz.True
	}
	read := f.levels(v, authz.LayerSCP, f.program.scp)
	if unread {
		f.noteUnread(authz.LayerSCP)
		v.denied(authz.LayerSCP, authz.Maybe)
		return authz.Maybe // a level may have lost or gained an Allow
	}
	return read
}

// levels: policies of one level add up, levels intersect.
func (f *frame) levels(v *findings, l authz.Layer, levels []level) authz.Tri {
	all := authz.True
	for i := range levels {
		s := f.policies(l, levels[i].policies)
		v.denied(l, s.deny)
		if s.allowed() == authz.False {
			f.noteMissing(l, levels[i].entity)
		}
		all = all.And(s.allowed())
	}
	return all
}

func (f *frame) identity(v *findings) authz.Tri {
	s := f.policies(authz.LayerIdentity, f.program.identity)
	if f.unread(authz.LayerIdentity) {
		f.noteUnread(authz.LayerIdentity)
		s = s.add(maybeSum())
	}
	v.denied(authz.LayerIdentity, s.deny)
	return s.allowed()
}

// limit is a layer that grants nothing and, where present, must allow.
// Source: IAM User Guide "Permissions boundaries" (access_policies_boundaries).
// Cases: permissions-boundary.json, vpc-endpoint-policy.json.
func (f *frame) limit(v *findings, l authz.Layer, list []attached) authz.Tri {
	s := f.policies(l, list)
	v.denied(l, s.deny)
	if f.unread(l) {
		f.noteUnread(l)
		v.denied(l, authz.Maybe)
		return authz.Maybe
	}
	if len(list) == 0 {
		return authz.True
	}
	return s.allowed()
}

// sessionLimit: a role's session is limited only by policies that were passed,
// a federated-user session has nothing without them.
// Source: IAM User Guide "Session policies" (access_policies). Cases: session-policies.json.
func (f *frame) sessionLimit(v *findings) authz.Tri {
	if f.unread(authz.LayerSession) {
		return f.limit(v, authz.LayerSession, f.program.session)
	}
	passed := len(f.program.session) > 0 || f.program.stack.SessionPassed
	if !passed && f.req.Principal.Kind != authz.KindFederatedUser {
		return authz.True
	}
	s := f.policies(authz.LayerSession, f.program.session)
	v.denied(authz.LayerSession, s.deny)
	return s.allowed()
}

// resourceSides asks what stands at the resource, and at the bucket behind an
// access point: both must let the request through.
func (f *frame) resourceSides(v *findings) {
	p := f.program
	s := side{account: f.req.ResourceAccount, silent: p.stack.ResourceNotCollected}
	s.needs = !s.silent && p.facts.NeedsResourcePolicy(f.req.Action, f.resource)
	if !f.aliasItself() {
		f.resourcePolicy(v, &s, p.resource)
		f.grants(&s)
	}
	f.bucket(&s, p.stack.Bucket, p.resourcePublic)
	v.sides[0], v.count = s, 1
	if u := p.stack.Underlying; u != nil {
		f.resource = behind(u, f.req.Resource)
		b := side{account: u.Account}
		f.resourcePolicy(v, &b, p.underlying)
		f.bucket(&b, u.Bucket, p.underlyingPublic)
		v.sides[1], v.count = b, 2
		f.resource = f.req.Resource
	}
}

// aliasItself: the request is about a KMS alias, which has no policy: what
// stands at the resource is its key's, or not read.
func (f *frame) aliasItself() bool {
	return f.program.stack.Alias && f.program.facts.AliasItself(f.req.Action, f.req.Resource)
}

func (f *frame) resourcePolicy(v *findings, s *side, list []attached) {
	if f.program.facts.OnlyGrants(f.req.Action) && s.needs {
		f.skip(authz.LayerResource, authz.ReasonOnlyGrants)
		return
	}
	total := f.policies(authz.LayerResource, list)
	if f.unread(authz.LayerResource) {
		f.noteUnread(authz.LayerResource)
		m := authz.Maybe
		total = total.add(sum{admission{m, m, m}, m})
	}
	if s.silent {
		f.skip(authz.LayerResource, authz.ReasonNotCollected)
	}
	v.denied(authz.LayerResource, total.deny)
	s.policy = total.allow
}

// servicePrefix is the prefix of an action, lower-cased.
func servicePrefix(action string) string {
	service, _, _ := strings.Cut(action, ":")
	return strings.ToLower(service)
}

// behind is what the bucket's policy sees of a request through the access
// point: the object of the same name in the bucket.
func behind(u *authz.Underlying, requested string) string {
	_, key, object := strings.Cut(requested, "/object/")
	bucket, _, _ := strings.Cut(u.Resource, "/")
	if !object {
		return bucket
	}
	return bucket + "/" + key
}

func accessPointARN(resource string) string {
	parts := strings.SplitN(resource, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func arnAccount(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}
