package eval

import (
	"strings"

	"sightline/iam/authz"
)

// bucket adds what S3 looks at beside policies: the access control list and
// Block Public Access.
// Source: S3 User Guide "ACL overview" (acl-overview), "Blocking public
// access" (access-control-block-public-access); docs/semantics/s3.md.
func (f *frame) bucket(s *side, b *authz.Bucket, policyIsPublic bool) {
	if b == nil {
		return
	}
	outsider := f.req.Principal.Account == "" || f.req.Principal.Account != s.account
	s.acl = f.accessControlList(s, b)
	if outsider && b.ObjectACLsUnread && objectACLGrants(f.req.Action) && !f.closedToCaller(b) {
		f.step(authz.Step{Layer: authz.LayerACL, Statement: -1, Verdict: authz.VerdictUnknown, Reason: authz.ReasonObjectACLUnread})
		f.gap("the access control lists of the bucket's objects were not read")
		s.acl = s.acl.or(admission{direct: authz.Maybe})
	}
	if !outsider || f.req.Principal.Kind == authz.KindService {
		return
	}
	if b.Block.RestrictPublicBuckets && policyIsPublic {
		s.blocked = authz.True
		f.step(authz.Step{
			Layer: authz.LayerPublicAccessBlock, Statement: -1, Verdict: authz.VerdictDeny, Reason: authz.ReasonPublicBlocked,
			Facts: map[string]string{"setting": "restrictPublicBuckets"},
		})
	} else if policyIsPublic && f.unread(authz.LayerPublicAccessBlock) {
		s.blocked = authz.Maybe
		f.noteUnread(authz.LayerPublicAccessBlock)
	}
}

// closedToCaller: without public grants an anonymous caller is in no object's
// list.
func (f *frame) closedToCaller(b *authz.Bucket) bool {
	return b.Block.IgnorePublicACLs && f.req.Principal.Account == ""
}

func (f *frame) accessControlList(s *side, b *authz.Bucket) admission {
	var a admission
	if b.ACL.Disabled || !bucketACLGrants(f.req.Action, "FULL_CONTROL") {
		return a
	}
	if f.unread(authz.LayerACL) {
		f.noteUnread(authz.LayerACL)
		return admission{direct: authz.Maybe}
	}
	for i, g := range b.ACL.Grants {
		if !bucketACLGrants(f.req.Action, g.Permission) {
			continue
		}
		one := f.aclGrantee(g.Grantee)
		if isPublicGrantee(g.Grantee) && f.unread(authz.LayerPublicAccessBlock) {
			one = one.and(authz.Maybe)
			f.noteUnread(authz.LayerPublicAccessBlock)
		}
		reason, verdict := authz.ReasonApplies, verdictOf(one.any(), authz.VerdictAllow)
		if isPublicGrantee(g.Grantee) && b.Block.IgnorePublicACLs {
			s.closed = s.closed || one.any() != authz.False
			one, reason, verdict = admission{}, authz.ReasonPublicBlocked, authz.VerdictNoMatch
		}
		if one.any() != authz.False || reason == authz.ReasonPublicBlocked {
			f.step(authz.Step{
				Layer: authz.LayerACL, Policy: "bucket ACL", Statement: i, Verdict: verdict, Reason: reason,
				Facts: map[string]string{"grantee": g.Grantee, "permission": g.Permission},
			})
		}
		a = a.or(one)
	}
	return a
}

func verdictOf(t authz.Tri, applies authz.Verdict) authz.Verdict {
	return [...]authz.Verdict{authz.VerdictNoMatch, authz.VerdictUnknown, applies}[t]
}

func isPublicGrantee(g string) bool {
	return g == authz.GranteeAllUsers || g == authz.GranteeAuthenticatedUsers
}

// aclGrantee tells how a grant of a list covers the caller. A grant to an
// account is a delegation, as in a bucket policy.
func (f *frame) aclGrantee(grantee string) admission {
	caller := &f.req.Principal
	switch {
	case grantee == authz.GranteeAllUsers:
		return admission{direct: authz.True}
	case grantee == authz.GranteeAuthenticatedUsers:
		return admission{direct: authz.TriOf(caller.Account != "")}
	case caller.Account == "":
		return admission{}
	case isAccountID(grantee):
		return accountAdmission(caller, authz.TriOf(grantee == caller.Account))
	case caller.CanonicalID == "" && f.open && len(grantee) == 64:
		return accountAdmission(caller, authz.Maybe)
	default:
		return accountAdmission(caller, authz.TriOf(grantee == caller.CanonicalID && grantee != ""))
	}
}

// bucketACLGrants maps a permission of a bucket's list to actions.
// Source: S3 User Guide "ACL overview", mapping of ACL permissions.
func bucketACLGrants(action, permission string) bool {
	name, ok := cutS3(action)
	if !ok {
		return false
	}
	full := permission == "FULL_CONTROL"
	switch strings.ToLower(name) {
	case "listbucket", "listbucketversions", "listbucketmultipartuploads":
		return full || permission == "READ"
	case "putobject":
		return full || permission == "WRITE"
	case "getbucketacl":
		return full || permission == "READ_ACP"
	case "putbucketacl":
		return full || permission == "WRITE_ACP"
	default:
		return false
	}
}

// objectACLGrants tells which actions an object's own list can grant.
func objectACLGrants(action string) bool {
	name, ok := cutS3(action)
	if !ok {
		return false
	}
	switch strings.ToLower(name) {
	case "getobject", "getobjectversion", "getobjectacl", "getobjectversionacl", "putobjectacl", "putobjectversionacl":
		return true
	default:
		return false
	}
}

func cutS3(action string) (name string, ok bool) {
	if len(action) < 3 || !strings.EqualFold(action[:3], "s3:") {
		return "", false
	}
	return action[3:], true
}
