package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

// allPolicies reads the service and the resource control policies, where the
// type is on.
func (o *organization) allPolicies(ctx context.Context) (err error) {
	if o.org.SCPsEnabled {
		o.org.SCPs, err = o.policiesOf(ctx, types.PolicyTypeServiceControlPolicy, authz.LayerSCP)
	}
	if err == nil && o.org.RCPsEnabled {
		o.org.RCPs, err = o.policiesOf(ctx, types.PolicyTypeResourceControlPolicy, authz.LayerRCP)
	}
	return err
}

func (o *organization) policiesOf(ctx context.Context, kind types.PolicyType, layer authz.Layer) ([]snapshot.OrgPolicy, error) {
	var summaries []types.PolicySummary
	err := pages(ctx, o.calls.policies, &organizations.ListPoliciesInput{Filter: kind}, func(out *organizations.ListPoliciesOutput) (token, error) {
		summaries = append(summaries, out.Policies...)
		return out.NextToken, listed(out.Policies)
	}, func(in *organizations.ListPoliciesInput, t token) { in.NextToken = t })
	if err != nil {
		return nil, o.part.gap(ctx, "organizations:ListPolicies", err, lost{layer: layer, subject: o.org.ID})
	}
	var list []snapshot.OrgPolicy
	for i := range summaries {
		p, ok, err := o.policy(ctx, &summaries[i], layer)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, p)
		}
	}
	return list, nil
}

// policy reads one policy. One whose targets were refused is left out: the gap
// about it then concerns every account.
func (o *organization) policy(ctx context.Context, s *types.PolicySummary, layer authz.Layer) (snapshot.OrgPolicy, bool, error) {
	p := snapshot.OrgPolicy{ID: value(s.Id), Attachment: snapshot.Attachment{Name: value(s.Name)}}
	err := pages(ctx, o.calls.targets, &organizations.ListTargetsForPolicyInput{PolicyId: s.Id}, func(out *organizations.ListTargetsForPolicyOutput) (token, error) {
		for _, t := range out.Targets {
			p.Targets = append(p.Targets, value(t.TargetId))
		}
		return out.NextToken, listed(out.Targets)
	}, func(in *organizations.ListTargetsForPolicyInput, t token) { in.NextToken = t })
	if err != nil {
		return p, false, o.part.gap(ctx, "organizations:ListTargetsForPolicy", err, lost{layer: layer, subject: p.ID})
	}
	text, err := o.text(ctx, s.Id)
	if err != nil {
		return p, true, o.part.gap(ctx, "organizations:DescribePolicy", err, lost{layer: layer, subject: p.ID})
	}
	p.Attachment = o.part.attach(value(s.Name), text)
	return p, true, nil
}

func (o *organization) text(ctx context.Context, id *string) (string, error) {
	out, err := o.calls.policyDetail(ctx, &organizations.DescribePolicyInput{PolicyId: id})
	if err != nil {
		return "", err
	}
	if out.Policy == nil {
		return "", errNoPolicy
	}
	return decoded(out.Policy.Content)
}
