package analyze

import (
	"strings"

	"sightline/iam/authz"
	"sightline/internal/casefile"
)

// FromCase makes what External asks from a case of the external-access corpus.
func FromCase(c *casefile.ExternalAccess) (*Subject, *Trust) {
	r := &c.Resource
	s := &Subject{
		ARN: r.ARN, Type: r.Type, Account: r.Account, Policy: attached(r.Policy), Owner: r.OwnerCanonicalID,
		Block: blockOf(r.PublicAccessBlock), AccountBlock: blockOf(r.AccountPublicAccessBlock),
		SharedWith: r.SharedWith, Encrypted: r.Encrypted != nil && *r.Encrypted,
	}
	if r.ObjectOwnership != "BucketOwnerEnforced" {
		for _, e := range r.ACL {
			s.ACL = append(s.ACL, authz.ACLGrant{Grantee: e.Grantee.ID + group(e.Grantee.URI), Permission: e.Permission})
		}
	}
	for _, ap := range r.AccessPoints {
		s.AccessPoints = append(s.AccessPoints, AccessPoint{
			ARN: ap.ARN, Account: ap.Account, Policy: attached(ap.Policy), Block: blockOf(ap.PublicAccessBlock),
		})
	}
	for _, g := range r.Grants {
		s.Grants = append(s.Grants, authz.Grant{Grantee: g.GranteePrincipal, Operations: g.Operations})
	}
	for _, level := range c.RCP {
		var l authz.Level
		for i := range level {
			l.Policies = append(l.Policies, *attached(&level[i]))
		}
		s.RCP = append(s.RCP, l)
	}
	t := &Trust{Accounts: c.Zone.Accounts}
	if c.Zone.Type == casefile.ZoneOrganization {
		t.Organizations, s.Organization = []string{c.Zone.Organization}, c.Zone.Organization
	} else {
		t.Accounts = []string{c.Zone.Account}
	}
	return s, t
}

func attached(d *casefile.Document) *authz.Policy {
	if d == nil {
		return nil
	}
	return &authz.Policy{Name: "policy", Document: d.Document}
}

func blockOf(b *casefile.PublicAccessBlock) authz.PublicAccessBlock {
	if b == nil {
		return authz.PublicAccessBlock{}
	}
	return authz.PublicAccessBlock{
		BlockPublicACLs: b.BlockPublicACLs, IgnorePublicACLs: b.IgnorePublicACLs,
		BlockPublicPolicy: b.BlockPublicPolicy, RestrictPublicBuckets: b.RestrictPublicBuckets,
	}
}

// group is the last part of a group's URI.
func group(uri string) string { return uri[strings.LastIndexByte(uri, '/')+1:] }

// ToCase writes what External found as cases of the corpus do. What a snapshot
// or image is shared for has no actions there.
func ToCase(found []Access, s *Subject) []casefile.Finding {
	out := []casefile.Finding{}
	for i := range found {
		a := &found[i]
		f := casefile.Finding{Actions: []string{}, Condition: a.Condition, IsPublic: a.Public}
		switch a.Kind {
		case "Federated":
			f.Principal.Federated = a.Principal
		case "CanonicalUser":
			f.Principal.CanonicalUser = a.Principal
		case "Service":
			f.Principal.Service = a.Principal
		default:
			f.Principal.AWS = a.Principal
		}
		if len(s.SharedWith) == 0 {
			f.Actions = append(f.Actions, a.Actions...)
		}
		if a.Source != "" {
			f.Sources = []string{a.Source}
		}
		out = append(out, f)
	}
	return out
}
