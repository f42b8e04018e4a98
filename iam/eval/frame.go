package eval

import "sightline/iam/authz"

// frame is the state of one evaluation.
type frame struct {
	program *Program
	req     *authz.Request
	// resource is what policies see: the bucket's ARN while the bucket behind
	// an access point is judged, the key's for an alias, else the request's.
	resource string
	service  string // prefix of the action, lower-cased
	// open: keys that nobody gave are unknown rather than absent.
	open bool
	rec  *recorder // nil when only the decision is wanted
	one  [1]string // backs the value of a derived key
}

// start makes the frame ready for one request; nil arguments let go of the
// last one.
func (f *frame) start(p *Program, req *authz.Request, rec *recorder) {
	*f = frame{program: p, req: req, rec: rec}
	if req != nil {
		f.resource, f.service = req.Resource, servicePrefix(req.Action)
		if p.stack.Key != "" && !p.facts.AliasItself(req.Action, req.Resource) {
			f.resource = p.stack.Key
		}
		f.open = req.Context.Default == authz.Undetermined
	}
}

// lookup finds a context key; three keys follow from the request itself.
// Source: conformance/README.md.
func (f *frame) lookup(key string) authz.Value {
	if v, ok := f.req.Context.Get(key); ok {
		return v
	}
	switch key {
	case "aws:principalarn":
		return f.derived(f.req.Principal.IdentityARN())
	case "aws:principalaccount":
		return f.derived(f.req.Principal.Account)
	case "aws:resourceaccount":
		if f.req.ResourceAccount == "" && f.open {
			return authz.Value{State: authz.Undetermined}
		}
		return f.derived(f.req.ResourceAccount)
	}
	if f.program.stack.Underlying != nil {
		if v, ok := f.accessPoint(key); ok {
			return v
		}
	}
	return f.req.Context.Lookup(key)
}

// accessPoint gives the keys that a request through an access point carries.
// Source: S3 User Guide "Access points policies" (access-points-policies).
func (f *frame) accessPoint(key string) (authz.Value, bool) {
	switch key {
	case "s3:dataaccesspointarn":
		return f.derived(accessPointARN(f.req.Resource)), true
	case "s3:dataaccesspointaccount":
		return f.derived(arnAccount(f.req.Resource)), true
	default:
		return authz.Value{}, false
	}
}

func (f *frame) derived(value string) authz.Value {
	if value == "" {
		return authz.Value{State: authz.Absent}
	}
	f.one[0] = value
	return authz.Value{State: authz.Present, Values: f.one[:]}
}

// missing notes a key that would decide if it were known.
func (f *frame) missing(key string) {
	if f.rec != nil {
		f.rec.missing(key)
	}
}

// unread tells whether a layer holds policies that were refused.
func (f *frame) unread(l authz.Layer) bool {
	return f.program.stack.Lacks(l)
}
