package casefile

import (
	"encoding/json"
	"fmt"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// Question turns a case into what the engines are asked. Documents that are no
// policies are not an error here: what cannot be understood in them makes the
// decision Unknown.
func (c *Case) Question() (*authz.Stack, *authz.Request, error) {
	principal, err := authz.ParsePrincipal(c.Request.Principal, c.Request.Action)
	if err != nil {
		return nil, nil, fmt.Errorf("case %q: %w", c.Name, err)
	}
	if !strings.Contains(c.Request.Action, ":") {
		return nil, nil, fmt.Errorf("case %q: action %q: write it as service:Name", c.Name, c.Request.Action)
	}
	req := &authz.Request{
		Principal: principal, Action: c.Request.Action, Resource: c.Request.Resource,
		ResourceAccount: c.Request.ResourceAccount,
	}
	if err := readContext(c.Request.Context, &req.Context); err != nil {
		return nil, nil, fmt.Errorf("case %q: %w", c.Name, err)
	}
	return c.Policies.stack(), req, nil
}

// readContext reads a request's keys: a string is a single value, an array the
// values of a multivalued key.
func readContext(keys map[string]json.RawMessage, out *authz.Context) error {
	for key, raw := range keys {
		var one string
		var many []string
		switch {
		case json.Unmarshal(raw, &one) == nil && string(raw) != "null":
			out.Set(key, one)
		case json.Unmarshal(raw, &many) == nil && string(raw) != "null":
			out.SetMulti(key, many...)
		case isScalar(raw):
			out.Set(key, string(raw))
		default:
			return fmt.Errorf("context key %q: the value must be a string or an array of strings", key)
		}
	}
	return nil
}

// isScalar tells a JSON number or boolean, which people write unquoted.
func isScalar(raw json.RawMessage) bool {
	var number json.Number
	var boolean bool
	return string(raw) != "null" && (json.Unmarshal(raw, &number) == nil || json.Unmarshal(raw, &boolean) == nil)
}

func (p *Policies) stack() *authz.Stack {
	s := &authz.Stack{
		Identity: convertAll(p.Identity), Boundary: convertOne(p.Boundary), Session: convertAll(p.Session),
		Resource: convertOne(p.Resource), Endpoint: convertOne(p.Endpoint),
		SCP: convertLevels(p.SCP), RCP: convertLevels(p.RCP),
	}
	for _, g := range p.Grants {
		s.Grants = append(s.Grants, authz.Grant{
			Grantee: g.Grantee, Operations: g.Operations,
			ContextSubset: g.Constraints.Subset, ContextEquals: g.Constraints.Equals,
		})
	}
	return s
}

func convert(p Policy) authz.Policy {
	return authz.Policy{Name: p.Name, Document: policy.Parse(p.Document)}
}

func convertOne(p *Policy) *authz.Policy {
	if p == nil {
		return nil
	}
	out := convert(*p)
	return &out
}

func convertAll(list []Policy) []authz.Policy {
	out := make([]authz.Policy, len(list))
	for i, p := range list {
		out[i] = convert(p)
	}
	return out
}

func convertLevels(levels []Level) []authz.Level {
	if levels == nil {
		return nil
	}
	out := make([]authz.Level, len(levels))
	for i, l := range levels {
		out[i] = authz.Level{Entity: l.Entity, Policies: convertAll(l.Policies)}
	}
	return out
}
