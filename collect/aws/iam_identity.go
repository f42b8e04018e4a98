package aws

import (
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// keeping turns IAM's details into a snapshot's identities.
type keeping struct {
	p          *part
	groups     map[string]string // name → ARN
	used       map[string]bool   // ARNs of managed policies that somebody has
	identities []snapshot.Identity
	policies   []snapshot.Managed
	unread     []unread
}

// unread is a document that the answer should hold and does not.
type unread struct {
	subject string
	layer   authz.Layer
	what    string
	err     error
}

// errMissing: an identity has it, and the answer does not hold it.
var errMissing = errors.New("the answer does not hold it")

// findMissing notes what identities have and the answer has not: policies,
// boundaries and groups.
func (k *keeping) findMissing() {
	read := make(map[string]bool)
	for i := range k.policies {
		read[k.policies[i].ARN] = true
	}
	for _, arn := range k.groups {
		read[arn] = true
	}
	for i := range k.identities {
		id := &k.identities[i]
		for _, arn := range id.Attached {
			if !read[arn] {
				k.missing(id.ARN, authz.LayerIdentity, "attached policy "+arn, errMissing)
			}
		}
		if id.Boundary != "" && !read[id.Boundary] {
			k.missing(id.ARN, authz.LayerBoundary, "permissions boundary "+id.Boundary, errMissing)
		}
		for _, arn := range id.Groups {
			if !read[arn] {
				k.missing(id.ARN, authz.LayerIdentity, "group "+arn, errMissing)
			}
		}
	}
}

func (k *keeping) missing(subject string, layer authz.Layer, what string, err error) {
	k.unread = append(k.unread, unread{subject, layer, what, err})
}

// common fills what users, groups and roles share.
func (k *keeping) common(kind string, name, arn, id *string, created *time.Time, attached []types.AttachedPolicy) snapshot.Identity {
	out := snapshot.Identity{
		Kind: kind, Name: value(name), ARN: value(arn), UniqueID: value(id), Account: k.p.account, Created: utc(created),
	}
	for _, a := range attached {
		out.Attached = append(out.Attached, value(a.PolicyArn))
		k.used[value(a.PolicyArn)] = true
	}
	return out
}

// add keeps an identity, unless it has no name or is of another account: then
// the rest can be kept and a gap says so.
func (k *keeping) add(id snapshot.Identity) {
	parts := strings.SplitN(id.ARN, ":", 6)
	own := len(parts) == 6 && parts[0] == "arn" && parts[1] != "" && parts[2] == "iam" && parts[3] == "" && parts[4] == k.p.account
	if !own || !strings.HasPrefix(parts[5], id.Kind+"/") || id.Name == "" {
		k.p.add(func(d *snapshot.Data) {
			d.Gaps = append(d.Gaps, snapshot.Gap{
				Account: k.p.account, Call: detailsCall, Layer: authz.LayerIdentity, Reason: "an entry is no " + id.Kind + " of this account: " + shortened(id.ARN),
			})
		})
		return
	}
	k.identities = append(k.identities, id)
}

func utc(t *time.Time) *time.Time {
	if t == nil || t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}

func (k *keeping) group(g *types.GroupDetail) {
	id := k.common(snapshot.KindGroup, g.GroupName, g.Arn, g.GroupId, g.CreateDate, g.AttachedManagedPolicies)
	k.inline(&id, g.GroupPolicyList)
	k.add(id)
}

func (k *keeping) user(u *types.UserDetail) {
	id := k.common(snapshot.KindUser, u.UserName, u.Arn, u.UserId, u.CreateDate, u.AttachedManagedPolicies)
	k.inline(&id, u.UserPolicyList)
	id.Tags, id.Boundary = tagsOf(u.Tags), k.boundary(u.PermissionsBoundary)
	for _, name := range u.GroupList {
		id.Groups = append(id.Groups, k.groupARN(id.ARN, name))
	}
	k.add(id)
}

func (k *keeping) role(r *types.RoleDetail) {
	id := k.common(snapshot.KindRole, r.RoleName, r.Arn, r.RoleId, r.CreateDate, r.AttachedManagedPolicies)
	k.inline(&id, r.RolePolicyList)
	id.Tags, id.Boundary = tagsOf(r.Tags), k.boundary(r.PermissionsBoundary)
	id.PermissionSet = snapshot.PermissionSetOf(id.ARN)
	for _, p := range r.InstanceProfileList {
		id.InstanceProfiles = append(id.InstanceProfiles, value(p.Arn))
	}
	if r.RoleLastUsed != nil {
		id.LastUsed = utc(r.RoleLastUsed.LastUsedDate)
	}
	trust := snapshot.Attachment{}
	if text, err := decoded(r.AssumeRolePolicyDocument); err != nil {
		k.missing(id.ARN, authz.LayerResource, "trust policy", err)
	} else {
		trust = k.p.attach("", text)
	}
	id.Trust = &trust
	k.add(id)
}

// groupARN finds a group by its name, which is all that users tell of it. One
// that the answer does not hold gets an ARN that nothing has: it is unread.
func (k *keeping) groupARN(member, name string) string {
	if arn := k.groups[name]; arn != "" {
		return arn
	}
	return member[:strings.LastIndex(member, ":")+1] + "group/" + name
}

func (k *keeping) boundary(b *types.AttachedPermissionsBoundary) string {
	if b == nil || value(b.PermissionsBoundaryArn) == "" {
		return ""
	}
	k.used[*b.PermissionsBoundaryArn] = true
	return *b.PermissionsBoundaryArn
}

func (k *keeping) inline(id *snapshot.Identity, list []types.PolicyDetail) {
	for _, d := range list {
		name := value(d.PolicyName)
		text, err := decoded(d.PolicyDocument)
		if err != nil {
			id.Inline = append(id.Inline, snapshot.Attachment{Name: name})
			k.missing(id.ARN, authz.LayerIdentity, "inline policy "+name, err)
			continue
		}
		id.Inline = append(id.Inline, k.p.attach(name, text))
	}
}

// managed keeps customer managed policies, and of the thousand that AWS
// manages those that somebody has.
func (k *keeping) managed(m *types.ManagedPolicyDetail) {
	arn := value(m.Arn)
	if snapshot.IsAWSManaged(arn) && !k.used[arn] {
		return
	}
	if !strings.Contains(arn, ":policy/") {
		return // names no policy; whoever has one that is not here is undetermined
	}
	out := snapshot.Managed{ARN: arn, VersionID: value(m.DefaultVersionId), Attachment: snapshot.Attachment{Name: value(m.PolicyName)}}
	text, err := decoded(defaultVersion(m))
	if err != nil {
		k.missing(arn, authz.LayerIdentity, "default version", err)
	} else {
		out.Attachment = k.p.attach(out.Name, text)
	}
	k.policies = append(k.policies, out)
}

func defaultVersion(m *types.ManagedPolicyDetail) *string {
	for _, v := range m.PolicyVersionList {
		if v.IsDefaultVersion || m.DefaultVersionId != nil && value(v.VersionId) == *m.DefaultVersionId {
			return v.Document
		}
	}
	return nil
}

func tagsOf(list []types.Tag) map[string]string {
	if len(list) == 0 {
		return nil
	}
	out := make(map[string]string, len(list))
	for _, t := range list {
		out[value(t.Key)] = value(t.Value)
	}
	return out
}
