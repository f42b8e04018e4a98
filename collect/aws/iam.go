package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

const detailsCall = "iam:GetAccountAuthorizationDetails"

type iamCalls struct {
	details call[iam.GetAccountAuthorizationDetailsInput, iam.GetAccountAuthorizationDetailsOutput]
	role    call[iam.GetRoleInput, iam.GetRoleOutput]
}

func newIAM(s *session) iamCalls {
	c := iam.NewFromConfig(s.in(s.region, "iam"))
	return iamCalls{details: bind(c.GetAccountAuthorizationDetails), role: bind(c.GetRole)}
}

// An inventory is what the pages of the details hold.
type inventory struct {
	users    []types.UserDetail
	groups   []types.GroupDetail
	roles    []types.RoleDetail
	policies []types.ManagedPolicyDetail
}

// pageSize is how many entries IAM is asked for at a time; it is the most
// that it gives.
const pageSize = 1000

// identities reads users, groups, roles and policies of one account.
func identities(ctx context.Context, s *session, p *part) error {
	calls, got := newIAM(s), &inventory{}
	size := int32(pageSize)
	err := pages(ctx, calls.details, &iam.GetAccountAuthorizationDetailsInput{MaxItems: &size}, got.take,
		func(in *iam.GetAccountAuthorizationDetailsInput, t token) { in.Marker = t })
	if err != nil {
		// The trust policies are lost with the roles.
		if err := p.gap(ctx, detailsCall, err, lost{layer: authz.LayerResource, kind: snapshot.TypeRole}); err != nil {
			return err
		}
		if err := p.gap(ctx, detailsCall, err, lost{layer: authz.LayerIdentity}); err != nil {
			return err
		}
	} else {
		p.count()
	}
	return p.keep(ctx, got)
}

func (v *inventory) take(out *iam.GetAccountAuthorizationDetailsOutput) (token, error) {
	v.users, v.groups = append(v.users, out.UserDetailList...), append(v.groups, out.GroupDetailList...)
	v.roles, v.policies = append(v.roles, out.RoleDetailList...), append(v.policies, out.Policies...)
	if out.UserDetailList == nil && out.GroupDetailList == nil && out.RoleDetailList == nil && out.Policies == nil {
		return nil, errNoList
	}
	return more(out.IsTruncated, out.Marker)
}

// keep turns the inventory into identities and policies.
func (p *part) keep(ctx context.Context, v *inventory) error {
	k := &keeping{p: p, groups: make(map[string]string), used: make(map[string]bool)}
	for i := range v.groups {
		k.groups[value(v.groups[i].GroupName)] = value(v.groups[i].Arn)
	}
	for i := range v.groups {
		k.group(&v.groups[i])
	}
	for i := range v.users {
		k.user(&v.users[i])
	}
	for i := range v.roles {
		k.role(&v.roles[i])
	}
	for i := range v.policies {
		k.managed(&v.policies[i])
	}
	p.add(func(d *snapshot.Data) {
		d.Identities = append(d.Identities, lastOf(k.identities, func(i *snapshot.Identity) string { return i.ARN })...)
		d.Policies = append(d.Policies, lastOf(k.policies, func(m *snapshot.Managed) string { return m.ARN })...)
	})
	k.findMissing()
	for _, u := range k.unread {
		if err := p.gap(ctx, detailsCall, u.err, lost{layer: u.layer, subject: u.subject, about: u.what}); err != nil {
			return err
		}
	}
	return nil
}

// lastOf keeps the later of two entries of one name: a list that changes while
// its pages are read may hold both.
func lastOf[T any](list []T, name func(*T) string) []T {
	at := make(map[string]int, len(list))
	out := list[:0:0]
	for i := range list {
		if known, twice := at[name(&list[i])]; twice {
			out[known] = list[i]
			continue
		}
		at[name(&list[i])] = len(out)
		out = append(out, list[i])
	}
	return out
}
