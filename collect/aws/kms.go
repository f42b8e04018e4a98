package aws

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"

	"sightline/iam/authz"
	"sightline/snapshot"
)

type kmsCalls struct {
	keys     call[kms.ListKeysInput, kms.ListKeysOutput]
	aliases  call[kms.ListAliasesInput, kms.ListAliasesOutput]
	describe call[kms.DescribeKeyInput, kms.DescribeKeyOutput]
	policy   call[kms.GetKeyPolicyInput, kms.GetKeyPolicyOutput]
	grants   call[kms.ListGrantsInput, kms.ListGrantsOutput]
	tags     call[kms.ListResourceTagsInput, kms.ListResourceTagsOutput]
}

func newKMS(s *session, region string) kmsCalls {
	config := s.in(region, "kms")
	c, g := kms.NewFromConfig(config), kms.NewFromConfig(config, kms.WithAPIOptions(noteConstraints))
	return kmsCalls{
		keys: bind(c.ListKeys), aliases: bind(c.ListAliases), describe: bind(c.DescribeKey),
		policy: bind(c.GetKeyPolicy), grants: bind(g.ListGrants), tags: bind(c.ListResourceTags),
	}
}

// managerAWS is the manager of keys that AWS makes for its services. Only
// their aliases begin with alias/aws/.
// Source: KMS Developer Guide "AWS managed keys" (concepts).
const (
	managerAWS = "AWS"
	aliasOfAWS = "alias/aws/"
)

// keys reads the KMS keys of a Region.
func keys(ctx context.Context, s *session, p *part, region string) error {
	calls := newKMS(s, region)
	var list []types.KeyListEntry
	err := pages(ctx, calls.keys, &kms.ListKeysInput{}, func(out *kms.ListKeysOutput) (token, error) {
		list = append(list, out.Keys...)
		if err := listed(out.Keys); err != nil {
			return nil, err
		}
		return more(out.Truncated, out.NextMarker)
	}, func(in *kms.ListKeysInput, t token) { in.Marker = t })
	if err := p.answer(ctx, "kms:ListKeys", err, region, snapshot.TypeKey); err != nil {
		return err
	}
	aliases, err := aliasesOf(ctx, calls)
	if err != nil {
		if err := p.gap(ctx, "kms:ListAliases", err, lost{region: region, kind: "AWS::KMS::Alias"}); err != nil {
			return err
		}
	}
	return each(ctx, list, func(ctx context.Context, k types.KeyListEntry) error {
		r := &snapshot.Resource{
			ARN: value(k.KeyArn), Type: snapshot.TypeKey, Name: value(k.KeyId), Account: p.account, Region: region, PolicyRead: true,
		}
		if names := aliases[r.Name]; len(names) > 0 {
			r.Attributes = put(r.Attributes, "aliases", strings.Join(names, " "))
		}
		return p.key(ctx, calls, r, k.KeyId)
	})
}

// aliasesOf lists aliases by key.
func aliasesOf(ctx context.Context, calls kmsCalls) (map[string][]string, error) {
	out := make(map[string][]string)
	err := pages(ctx, calls.aliases, &kms.ListAliasesInput{}, func(page *kms.ListAliasesOutput) (token, error) {
		for _, a := range page.Aliases {
			out[value(a.TargetKeyId)] = append(out[value(a.TargetKeyId)], value(a.AliasName))
		}
		if err := listed(page.Aliases); err != nil {
			return nil, err
		}
		return more(page.Truncated, page.NextMarker)
	}, func(in *kms.ListAliasesInput, t token) { in.Marker = t })
	for _, names := range out {
		slices.Sort(names)
	}
	return out, err
}

// key reads what belongs to one key.
func (p *part) key(ctx context.Context, calls kmsCalls, r *snapshot.Resource, id *string) error {
	for _, step := range p.keySteps() {
		if err := step(ctx, calls, r, id); err != nil {
			return err
		}
	}
	p.resource(*r)
	return nil
}

func (p *part) keySteps() []func(context.Context, kmsCalls, *snapshot.Resource, *string) error {
	return []func(context.Context, kmsCalls, *snapshot.Resource, *string) error{p.keyFacts, p.keyPolicy, p.keyGrants, p.keyTags}
}

// errNoManager: AWS always says who manages a key.
var errNoManager = errors.New("the answer does not say who manages the key")

// keyFacts: resource control policies do not reach the keys that AWS manages,
// so whether they reach a key whose manager was refused is not known.
func (p *part) keyFacts(ctx context.Context, calls kmsCalls, r *snapshot.Resource, id *string) error {
	out, err := calls.describe(ctx, &kms.DescribeKeyInput{KeyId: id})
	if err == nil && out.KeyMetadata == nil {
		err = errNoList
	}
	if err == nil {
		m := out.KeyMetadata
		r.KeyManager = string(m.KeyManager)
		for key, text := range facts("state", string(m.KeyState), "usage", string(m.KeyUsage), "origin", string(m.Origin), "multiRegion", yes(m.MultiRegion)) {
			r.Attributes = put(r.Attributes, key, text)
		}
		if r.KeyManager != "" {
			return nil
		}
		err = errNoManager
	}
	l := lost{region: r.Region, layer: authz.LayerRCP, subject: r.ARN, kind: r.Type}
	if strings.Contains(" "+r.Attributes["aliases"], " "+aliasOfAWS) {
		r.KeyManager, l.layer = managerAWS, authz.LayerNone
	}
	return p.gap(ctx, "kms:DescribeKey", err, l)
}

// keyPolicy reads the key's only policy, which is called default.
func (p *part) keyPolicy(ctx context.Context, calls kmsCalls, r *snapshot.Resource, id *string) error {
	name := "default"
	out, err := calls.policy(ctx, &kms.GetKeyPolicyInput{KeyId: id, PolicyName: &name})
	var text string
	if err == nil {
		text, err = decoded(out.Policy)
	}
	if err != nil {
		r.PolicyRead = false
		return p.gap(ctx, "kms:GetKeyPolicy", err, lost{region: r.Region, layer: authz.LayerResource, subject: r.ARN, kind: r.Type})
	}
	policy := p.attach("", text)
	r.Policy = &policy
	return nil
}

func (p *part) keyGrants(ctx context.Context, calls kmsCalls, r *snapshot.Resource, id *string) error {
	err := pages(ctx, calls.grants, &kms.ListGrantsInput{KeyId: id}, func(out *kms.ListGrantsOutput) (token, error) {
		further, _ := out.ResultMetadata.Get(constraintsKey{}).(map[string][]string)
		for i := range out.Grants {
			g := grantOf(&out.Grants[i])
			g.OtherConstraints = further[g.ID]
			r.Grants = append(r.Grants, g)
		}
		if err := listed(out.Grants); err != nil {
			return nil, err
		}
		return more(out.Truncated, out.NextMarker)
	}, func(in *kms.ListGrantsInput, t token) { in.Marker = t })
	if err != nil {
		return p.gap(ctx, "kms:ListGrants", err, lost{region: r.Region, layer: authz.LayerGrant, subject: r.ARN, kind: r.Type})
	}
	return nil
}

func grantOf(g *types.GrantListEntry) authz.Grant {
	out := authz.Grant{ID: value(g.GrantId), Grantee: value(g.GranteePrincipal), RetiringPrincipal: value(g.RetiringPrincipal)}
	if out.Grantee == "" {
		out.Grantee = value(g.GranteeServicePrincipal)
	}
	for _, o := range g.Operations {
		out.Operations = append(out.Operations, string(o))
	}
	if c := g.Constraints; c != nil {
		out.ContextSubset, out.ContextEquals = orNil(c.EncryptionContextSubset), orNil(c.EncryptionContextEquals)
		out.SourceARN = value(c.SourceArn)
	}
	return out
}

func (p *part) keyTags(ctx context.Context, calls kmsCalls, r *snapshot.Resource, id *string) error {
	err := pages(ctx, calls.tags, &kms.ListResourceTagsInput{KeyId: id}, func(out *kms.ListResourceTagsOutput) (token, error) {
		for _, t := range out.Tags {
			r.Tags = put(r.Tags, value(t.TagKey), value(t.TagValue))
		}
		if err := listed(out.Tags); err != nil {
			return nil, err
		}
		return more(out.Truncated, out.NextMarker)
	}, func(in *kms.ListResourceTagsInput, t token) { in.Marker = t })
	if err != nil {
		r.Tags = nil
		return p.gap(ctx, "kms:ListResourceTags", err, lost{region: r.Region, subject: r.ARN, kind: r.Type})
	}
	r.TagsRead = true
	return nil
}
