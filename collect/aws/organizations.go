package aws

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

type organizationsCalls struct {
	describe     call[organizations.DescribeOrganizationInput, organizations.DescribeOrganizationOutput]
	accounts     call[organizations.ListAccountsInput, organizations.ListAccountsOutput]
	roots        call[organizations.ListRootsInput, organizations.ListRootsOutput]
	units        call[organizations.ListOrganizationalUnitsForParentInput, organizations.ListOrganizationalUnitsForParentOutput]
	accountsIn   call[organizations.ListAccountsForParentInput, organizations.ListAccountsForParentOutput]
	policies     call[organizations.ListPoliciesInput, organizations.ListPoliciesOutput]
	targets      call[organizations.ListTargetsForPolicyInput, organizations.ListTargetsForPolicyOutput]
	policyDetail call[organizations.DescribePolicyInput, organizations.DescribePolicyOutput]
}

func newOrganizations(s *session) organizationsCalls {
	c := organizations.NewFromConfig(s.in(s.region, "organizations"))
	return organizationsCalls{
		describe: bind(c.DescribeOrganization), accounts: bind(c.ListAccounts), roots: bind(c.ListRoots),
		units: bind(c.ListOrganizationalUnitsForParent), accountsIn: bind(c.ListAccountsForParent),
		policies: bind(c.ListPolicies), targets: bind(c.ListTargetsForPolicy), policyDetail: bind(c.DescribePolicy),
	}
}

// A member is an account as the organization lists it.
type member struct {
	id, name string
	active   bool
}

// An organization is what was read of it.
type organization struct {
	calls organizationsCalls
	part  *part
	org   snapshot.Organization
	// known: whether the credentials' account is in one was read.
	known   bool
	parents map[string]string // account → root or unit
	listed  map[string]bool   // accounts that ListAccounts names
	why     error             // why DescribeOrganization failed, or nil
}

// holds tells whether an account is known to be in the organization.
func (o *organization) holds(id string) bool {
	return o.org.ID != "" && (o.parents[id] != "" || o.listed[id])
}

const describeCall = "organizations:DescribeOrganization"

// readOrganization reads the tree and its policies, as far as the credentials
// allow: those of the management account, or of a delegated administrator.
func readOrganization(ctx context.Context, s *session, p *part) (*organization, error) {
	o := &organization{calls: newOrganizations(s), part: p, parents: make(map[string]string), listed: make(map[string]bool)}
	out, err := o.calls.describe(ctx, &organizations.DescribeOrganizationInput{})
	switch {
	case err != nil && code(err) == "AWSOrganizationsNotInUseException":
		o.known = true
		p.count()
		return o, nil
	case err == nil && (out.Organization == nil || value(out.Organization.Id) == ""):
		err = fmt.Errorf("the answer names no organization")
	}
	if err != nil {
		o.why = err
		return o, o.lost(ctx, describeCall, err, "")
	}
	p.count()
	o.known = true
	o.org.ID, o.org.ManagementAccount = value(out.Organization.Id), value(out.Organization.MasterAccountId)
	if out.Organization.FeatureSet == types.OrganizationFeatureSetConsolidatedBilling {
		return o, nil // without all features there are no policies
	}
	return o, o.tree(ctx)
}

// lost notes that organization policies of both types are open.
func (o *organization) lost(ctx context.Context, call string, err error, subject string) error {
	for _, layer := range []authz.Layer{authz.LayerSCP, authz.LayerRCP} {
		if err := o.part.gap(ctx, call, err, lost{layer: layer, subject: subject}); err != nil {
			return err
		}
	}
	return nil
}

// tree reads the root, the units, and where accounts stand.
func (o *organization) tree(ctx context.Context) error {
	var roots []types.Root
	err := pages(ctx, o.calls.roots, &organizations.ListRootsInput{}, func(out *organizations.ListRootsOutput) (token, error) {
		roots = append(roots, out.Roots...)
		return out.NextToken, listed(out.Roots)
	}, func(in *organizations.ListRootsInput, t token) { in.NextToken = t })
	if err == nil && len(roots) == 0 {
		err = errNoList
	}
	if err != nil {
		return o.lost(ctx, "organizations:ListRoots", err, o.org.ID)
	}
	o.org.Root = value(roots[0].Id)
	for _, t := range roots[0].PolicyTypes {
		on := t.Status != "" // it is listed while it is on, and while it is being switched
		o.org.SCPsEnabled = o.org.SCPsEnabled || on && t.Type == types.PolicyTypeServiceControlPolicy
		o.org.RCPsEnabled = o.org.RCPsEnabled || on && t.Type == types.PolicyTypeResourceControlPolicy
	}
	if err := o.below(ctx, o.org.Root, 0); err != nil {
		return err
	}
	return o.allPolicies(ctx)
}

// maxDepth limits how deep units may nest; AWS allows five levels.
const maxDepth = 20

// below reads what hangs on the root or a unit. What was refused there leaves
// open where the accounts stand that are not found elsewhere.
func (o *organization) below(ctx context.Context, parent string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("organization %s: units nest deeper than %d levels at %s", o.org.ID, maxDepth, parent)
	}
	err := pages(ctx, o.calls.accountsIn, &organizations.ListAccountsForParentInput{ParentId: &parent},
		func(out *organizations.ListAccountsForParentOutput) (token, error) {
			for _, a := range out.Accounts {
				o.parents[value(a.Id)] = parent
			}
			return out.NextToken, listed(out.Accounts)
		}, func(in *organizations.ListAccountsForParentInput, t token) { in.NextToken = t })
	if err != nil {
		if err := o.lost(ctx, "organizations:ListAccountsForParent", err, parent); err != nil {
			return err
		}
	}
	var units []types.OrganizationalUnit
	err = pages(ctx, o.calls.units, &organizations.ListOrganizationalUnitsForParentInput{ParentId: &parent},
		func(out *organizations.ListOrganizationalUnitsForParentOutput) (token, error) {
			units = append(units, out.OrganizationalUnits...)
			return out.NextToken, listed(out.OrganizationalUnits)
		}, func(in *organizations.ListOrganizationalUnitsForParentInput, t token) { in.NextToken = t })
	if err != nil {
		return o.lost(ctx, "organizations:ListOrganizationalUnitsForParent", err, parent)
	}
	for _, u := range units {
		o.org.Units = append(o.org.Units, snapshot.Unit{ID: value(u.Id), Name: value(u.Name), Parent: parent})
		if err := o.below(ctx, value(u.Id), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// members lists the accounts. One that is renamed meanwhile may stand on two
// pages.
func (o *organization) members(ctx context.Context) (out []member, err error) {
	defer func() {
		out = lastOf(out, func(m *member) string { return m.id })
		for _, m := range out {
			o.listed[m.id] = true
		}
	}()
	err = pages(ctx, o.calls.accounts, &organizations.ListAccountsInput{}, func(page *organizations.ListAccountsOutput) (token, error) {
		for _, a := range page.Accounts {
			state := string(a.State)
			if state == "" {
				state = string(a.Status)
			}
			out = append(out, member{id: value(a.Id), name: value(a.Name), active: state == "" || state == string(types.AccountStateActive)})
		}
		return page.NextToken, listed(page.Accounts)
	}, func(in *organizations.ListAccountsInput, t token) { in.NextToken = t })
	return out, err
}

// value is a text that may be missing.
func value(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
