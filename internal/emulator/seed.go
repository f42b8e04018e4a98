package emulator

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"
)

// Seed builds the organization of plan.go in an empty emulator, over the wire:
// first the tree, then in each account, as a role assumed there, all that is in
// it. One call follows the other, as the emulator is not safe against itself.
func Seed(ctx context.Context, endpoint string) (*World, error) {
	config, err := Config(endpoint, Virginia, Management())
	if err != nil {
		return nil, err
	}
	w := &World{Endpoint: endpoint, Units: map[string]string{}, Accounts: accounts()}
	o := &organization{World: w, client: organizations.NewFromConfig(config)}
	if err := o.tree(ctx); err != nil {
		return nil, fmt.Errorf("seed the organization: %w", err)
	}
	if err := o.policies(ctx); err != nil {
		return nil, fmt.Errorf("seed the organization's policies: %w", err)
	}
	w.fill(w.Account("prod").ID[6:]) // random in each run
	for _, a := range w.Accounts {
		if err := w.seedAccount(ctx, a); err != nil {
			return nil, fmt.Errorf("seed account %s: %w", a.Name, err)
		}
	}
	return w, nil
}

// organization seeds what belongs to AWS Organizations.
type organization struct {
	*World
	client *organizations.Client
}

func (o *organization) tree(ctx context.Context) error {
	created, err := o.client.CreateOrganization(ctx, &organizations.CreateOrganizationInput{FeatureSet: types.OrganizationFeatureSetAll})
	if err != nil {
		return err
	}
	o.Organization = *created.Organization.Id
	roots, err := o.client.ListRoots(ctx, nil)
	if err != nil {
		return err
	}
	o.Root = *roots.Roots[0].Id
	o.Units[""] = o.Root
	for _, u := range units() {
		out, err := o.client.CreateOrganizationalUnit(ctx, &organizations.CreateOrganizationalUnitInput{Name: &u.name, ParentId: aws.String(o.Units[u.parent])})
		if err != nil {
			return fmt.Errorf("unit %s: %w", u.name, err)
		}
		o.Units[u.name] = *out.OrganizationalUnit.Id
	}
	o.Accounts[0].ID = *created.Organization.MasterAccountId
	for _, a := range o.Accounts[1:] {
		if err := o.account(ctx, a); err != nil {
			return fmt.Errorf("account %s: %w", a.Name, err)
		}
	}
	return nil
}

func (o *organization) account(ctx context.Context, a *Account) error {
	out, err := o.client.CreateAccount(ctx, &organizations.CreateAccountInput{AccountName: &a.Title, Email: aws.String(a.Name + "@example.com")})
	if err != nil {
		return err
	}
	a.ID = *out.CreateAccountStatus.AccountId
	_, err = o.client.MoveAccount(ctx, &organizations.MoveAccountInput{AccountId: &a.ID, SourceParentId: &o.Root, DestinationParentId: aws.String(o.Units[a.Unit])})
	return err
}

func (o *organization) policies(ctx context.Context) error {
	for _, t := range []types.PolicyType{types.PolicyTypeServiceControlPolicy, types.PolicyTypeResourceControlPolicy} {
		if _, err := o.client.EnablePolicyType(ctx, &organizations.EnablePolicyTypeInput{RootId: &o.Root, PolicyType: t}); err != nil {
			return err
		}
	}
	o.SCPs, o.RCPs = o.scps(), o.rcps()
	if err := o.create(ctx, types.PolicyTypeServiceControlPolicy, o.SCPs); err != nil {
		return err
	}
	return o.create(ctx, types.PolicyTypeResourceControlPolicy, o.RCPs)
}

func (o *organization) create(ctx context.Context, t types.PolicyType, list []OrgPolicy) error {
	for i := range list {
		p := &list[i]
		out, err := o.client.CreatePolicy(ctx, &organizations.CreatePolicyInput{Name: &p.Name, Description: aws.String(""), Type: t, Content: &p.Document})
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		p.ID = *out.Policy.PolicySummary.Id
		for _, target := range p.Targets {
			if _, err := o.client.AttachPolicy(ctx, &organizations.AttachPolicyInput{PolicyId: &p.ID, TargetId: &target}); err != nil {
				return fmt.Errorf("attach %s to %s: %w", p.Name, target, err)
			}
		}
	}
	return nil
}
