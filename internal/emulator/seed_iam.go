package emulator

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

func (s *seeding) identities(ctx context.Context) error {
	c := iam.NewFromConfig(s.config(Virginia))
	for _, p := range s.Policies {
		_, err := c.CreatePolicy(ctx, &iam.CreatePolicyInput{PolicyName: &p.Name, Path: &p.Path, PolicyDocument: &p.Document})
		if err != nil {
			return within(err, "policy %s", p.Name)
		}
	}
	for _, g := range s.Groups {
		if err := group(ctx, c, g); err != nil {
			return within(err, "group %s", g.Name)
		}
	}
	for _, u := range s.Users {
		if err := user(ctx, c, u); err != nil {
			return within(err, "user %s", u.Name)
		}
	}
	for _, r := range s.Roles {
		if err := role(ctx, c, r); err != nil {
			return within(err, "role %s", r.Name)
		}
	}
	return nil
}

func group(ctx context.Context, c *iam.Client, g Group) error {
	_, err := c.CreateGroup(ctx, &iam.CreateGroupInput{GroupName: &g.Name, Path: &g.Path})
	for _, arn := range g.Attached {
		if err == nil {
			_, err = c.AttachGroupPolicy(ctx, &iam.AttachGroupPolicyInput{GroupName: &g.Name, PolicyArn: &arn})
		}
	}
	for name, text := range g.Inline {
		if err == nil {
			_, err = c.PutGroupPolicy(ctx, &iam.PutGroupPolicyInput{GroupName: &g.Name, PolicyName: &name, PolicyDocument: &text})
		}
	}
	return err
}

func user(ctx context.Context, c *iam.Client, u User) error {
	_, err := c.CreateUser(ctx, &iam.CreateUserInput{UserName: &u.Name, Path: &u.Path, Tags: tags(u.Tags, iamTag)})
	for _, arn := range u.Attached {
		if err == nil {
			_, err = c.AttachUserPolicy(ctx, &iam.AttachUserPolicyInput{UserName: &u.Name, PolicyArn: &arn})
		}
	}
	for name, text := range u.Inline {
		if err == nil {
			_, err = c.PutUserPolicy(ctx, &iam.PutUserPolicyInput{UserName: &u.Name, PolicyName: &name, PolicyDocument: &text})
		}
	}
	for _, g := range u.Groups {
		if err == nil {
			_, err = c.AddUserToGroup(ctx, &iam.AddUserToGroupInput{UserName: &u.Name, GroupName: &g})
		}
	}
	return err
}

func role(ctx context.Context, c *iam.Client, r Role) error {
	in := &iam.CreateRoleInput{RoleName: &r.Name, Path: &r.Path, AssumeRolePolicyDocument: &r.Trust, Tags: tags(r.Tags, iamTag)}
	if r.Boundary != "" {
		in.PermissionsBoundary = &r.Boundary
	}
	_, err := c.CreateRole(ctx, in)
	for _, arn := range r.Attached {
		if err == nil {
			_, err = c.AttachRolePolicy(ctx, &iam.AttachRolePolicyInput{RoleName: &r.Name, PolicyArn: &arn})
		}
	}
	for name, text := range r.Inline {
		if err == nil {
			_, err = c.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &r.Name, PolicyName: &name, PolicyDocument: &text})
		}
	}
	if err != nil || r.Profile == "" {
		return err
	}
	if _, err = c.CreateInstanceProfile(ctx, &iam.CreateInstanceProfileInput{InstanceProfileName: &r.Profile, Path: &r.Path}); err != nil {
		return err
	}
	_, err = c.AddRoleToInstanceProfile(ctx, &iam.AddRoleToInstanceProfileInput{InstanceProfileName: &r.Profile, RoleName: &r.Name})
	return err
}

func iamTag(k, v *string) types.Tag { return types.Tag{Key: k, Value: v} }
