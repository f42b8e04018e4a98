package finding

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// typeIdentities is what Account.Collected calls users, roles and groups.
const typeIdentities = "AWS::IAM"

// ScopeOf is the Scope of an analysis of a whole snapshot. own holds, by ARN,
// the resources of which the analysis says more than the snapshot alone; of the
// others,
//
//   - one that the snapshot holds is judged, unless its policy was not read, a
//     gap is about it, or the access came from lists or grants, which the source
//     does not hold;
//   - one that it does not hold is gone, if its account and Region were read
//     for its type, and no gap may hide it;
//   - everything else is unjudged, with the gap, or with what was not collected.
func ScopeOf(s *snapshot.Snapshot, own map[string]Judgement) Scope {
	return func(f *Finding) Judgement {
		if j, ok := own[f.Resource]; ok {
			return j
		}
		if j, unread := unreadBy(s, f); unread {
			return j
		}
		if s.Resource(f.Resource) != nil || s.Identity(f.Resource) != nil {
			return held(s, f)
		}
		return missing(s, f)
	}
}

// unreadBy finds the gap because of which a finding cannot be judged.
func unreadBy(s *snapshot.Snapshot, f *Finding) (Judgement, bool) {
	if j, found := gapAbout(s, f, f.Resource, f.Account, f.ResourceType); found {
		return j, true
	}
	if j, unread := accessPointUnread(s, f); unread {
		return j, true
	}
	if f.Type != TypeInternalAccess || f.Internal == nil {
		return Judgement{}, false
	}
	_, principal := firstKey(f.Principal)
	return gapAbout(s, f, principal, f.Internal.PrincipalOwnerAccount, typeIdentities)
}

// accessPointUnread: access through an access point hangs on what was read of
// access points, too.
func accessPointUnread(s *snapshot.Snapshot, f *Finding) (Judgement, bool) {
	for _, source := range f.Sources {
		if source.AccessPointARN == "" {
			continue
		}
		account, kind := s.ResourceAccount(source.AccessPointARN), snapshot.ResourceTypeOf(source.AccessPointARN)
		if j, found := gapAbout(s, f, source.AccessPointARN, account, kind); found {
			return j, true
		}
		a := s.Account(account)
		if s.Resource(source.AccessPointARN) == nil && (a == nil || !slices.Contains(a.Collected, kind)) {
			return Judgement{Reason: "access points of account " + account + " were not read"}, true
		}
	}
	return Judgement{}, false
}

func gapAbout(s *snapshot.Snapshot, f *Finding, subject, account, kind string) (Judgement, bool) {
	q := snapshot.GapQuestion{Account: account, Region: regionOf(subject), Subject: subject}
	for _, g := range s.Gaps(q) {
		if hidesAccess(&g, f.Type, subject, kind) {
			return Judgement{Gap: &g}, true
		}
	}
	return Judgement{}, false
}

// hidesAccess tells whether access that exists may have gone unseen because of
// a gap. What could only deny (organization policies, a boundary) leaves access
// undetermined and never unseen, but for the levels of allowing policies that
// internal access needs.
func hidesAccess(g *Gap, t Type, subject, kind string) bool {
	if g.Subject != subject && !concerns(g.Type, kind) {
		return false
	}
	switch g.Layer {
	case authz.LayerNone, authz.LayerResource:
		return true
	case authz.LayerACL, authz.LayerPublicAccessBlock:
		return ofS3(kind)
	case authz.LayerGrant:
		return kind == snapshot.TypeKey
	case authz.LayerIdentity:
		return t == TypeInternalAccess || bothIdentities(typeIdentities, kind)
	case authz.LayerSCP, authz.LayerRCP, authz.LayerBoundary, authz.LayerSession:
		return t == TypeInternalAccess
	case authz.LayerEndpoint: // of the way of a request, no layer of snapshots
	}
	return false
}

// concerns tells whether a gap about a type, or about all of an account's, is
// one about resources of this kind.
func concerns(gap, kind string) bool {
	return gap == "" || gap == kind || bothIdentities(gap, kind) || gap == snapshot.TypeAccount && ofS3(kind)
}

// ofS3 tells of buckets and access points, whose settings an account has, too.
func ofS3(kind string) bool {
	return strings.HasPrefix(kind, "AWS::S3::") || strings.HasPrefix(kind, "AWS::S3Express::")
}

// bothIdentities tells of AWS::IAM and the types of what it holds.
func bothIdentities(a, b string) bool { return isIdentityType(a) && isIdentityType(b) }

func isIdentityType(kind string) bool {
	return kind == typeIdentities || kind == snapshot.TypeRole || kind == "AWS::IAM::User" || kind == "AWS::IAM::Group"
}

// held judges a resource that the snapshot holds and no gap is about.
func held(s *snapshot.Snapshot, f *Finding) Judgement {
	if id := s.Identity(f.Resource); id != nil {
		if id.Kind == snapshot.KindRole && (id.Trust == nil || id.Trust.Document == "") {
			return Judgement{Reason: "the role's trust policy was not read"}
		}
		return Judgement{Coverage: Judged}
	}
	r := s.Resource(f.Resource)
	switch {
	case r.ARN != f.Resource:
		return missing(s, f)
	case f.Type.Unused():
		return Judgement{Coverage: Judged}
	case onlyCopied(r.Type): // an attribute decides, and no policy
		if !r.SharingRead {
			return Judgement{Reason: "with whom it is shared was not read"}
		}
		return Judgement{Coverage: Judged}
	case !r.PolicyRead:
		return Judgement{Reason: "the resource's policy was not read"}
	case r.Policy != nil && r.Policy.Document == "":
		return Judgement{Reason: "the text of the resource's policy was not read"}
	case r.Type == snapshot.TypeBucket && listUnread(s, r, f):
		return Judgement{Reason: "the bucket's access control list was not read"}
	case r.Type == snapshot.TypeKey && s.Lacks(r.Account, snapshot.MissingGrants) && f.by(authz.LayerGrant):
		return Judgement{Reason: "the key's grants were not read"}
	}
	return Judgement{Coverage: Judged}
}

// listUnread tells whether a bucket's list, which nobody read, could be what the
// finding is about. Where the source holds no lists, that is no gap: then it is
// one only for what came from a list.
func listUnread(s *snapshot.Snapshot, r *snapshot.Resource, f *Finding) bool {
	if r.Bucket != nil && r.Bucket.ACL != nil {
		return false
	}
	return !s.Lacks(r.Account, snapshot.MissingACLs) || f.by(authz.LayerACL)
}

// by tells whether the access was granted, wholly or in part, by a layer.
func (f *Finding) by(layer authz.Layer) bool {
	return slices.ContainsFunc(f.Evidence, func(e Evidence) bool { return e.Layer == string(layer) }) ||
		layer == authz.LayerACL && slices.ContainsFunc(f.Sources, func(s Source) bool { return s.Type == "BUCKET_ACL" })
}

// missing judges a resource that the snapshot does not hold: gone only if it
// would be there.
func missing(s *snapshot.Snapshot, f *Finding) Judgement {
	a := s.Account(f.Account)
	region := regionOf(f.Resource)
	switch {
	case a == nil:
		return Judgement{Reason: "account " + f.Account + " was not read"}
	case region != "" && len(a.Regions) > 0 && !slices.Contains(a.Regions, region):
		return Judgement{Reason: "Region " + region + " was not read"}
	case isIdentityType(f.ResourceType):
		return missingIdentity(s, a, f)
	case !slices.Contains(a.Collected, f.ResourceType):
		return Judgement{Reason: "resources of type " + f.ResourceType + " were not read in account " + f.Account}
	case s.Lacks(a.ID, snapshot.MissingResources):
		return Judgement{Reason: "the source holds no resources"}
	}
	return Judgement{Coverage: Gone}
}

func missingIdentity(s *snapshot.Snapshot, a *snapshot.Account, f *Finding) Judgement {
	lacked := snapshot.MissingRoles
	if f.ResourceType != snapshot.TypeRole {
		lacked = snapshot.MissingUsers
	}
	read := slices.Contains(a.Collected, typeIdentities) || slices.Contains(a.Collected, f.ResourceType)
	if !read || s.Lacks(a.ID, lacked) {
		return Judgement{Reason: lacked + " of account " + a.ID + " were not read"}
	}
	return Judgement{Coverage: Gone}
}
