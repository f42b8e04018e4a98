package analyze

import (
	"slices"
	"strconv"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/iam/glob"
	"sightline/iam/policy"
)

// actionsOf lists the actions that Allow statements of a policy name: those
// written out as they are written, patterns as the known actions that work on
// the resource. A pattern that fits none stands for itself.
// Precision: exact over the service reference; AWS adds actions every week.
func actionsOf(d *policy.Document, subject *Subject, c *catalog.Catalog) []string {
	var out []string
	add := func(names ...string) {
		for _, n := range names {
			if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, n) }) {
				out = append(out, n)
			}
		}
	}
	working := worksOn(subject, c)
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Effect == policy.EffectDeny {
			continue
		}
		for _, v := range s.Action.Values {
			switch {
			case s.Action.Negated:
				add(working...)
			case !strings.ContainsAny(v.Text, "*?"):
				add(v.Text)
			default:
				add(expand(v.Text, working, c)...)
			}
		}
	}
	return out
}

func expand(pattern string, working []string, c *catalog.Catalog) (out []string) {
	p := glob.NewFold(pattern)
	for _, name := range working {
		if p.Match(name) {
			out = append(out, name)
		}
	}
	if len(out) > 0 {
		return out
	}
	if _, service, _ := strings.Cut(pattern, ":"); service != "" && len(working) == 0 {
		out = c.Match(pattern)
	}
	if len(out) == 0 {
		return []string{pattern}
	}
	return out
}

// worksOn lists the known actions on a resource and what lies in it. A role's
// trust policy is asked for sessions alone, a key's by KMS alone.
func worksOn(s *Subject, c *catalog.Catalog) (out []string) {
	for _, arn := range []string{s.ARN, s.ARN + "/example"} {
		for _, name := range c.ActionsOn(arn) {
			asks := s.Type != typeRole && s.Type != typeKey || s.Type == typeRole && strings.HasPrefix(name, "sts:") || s.Type == typeKey && strings.HasPrefix(name, "kms:")
			if !asks || slices.Contains(out, name) {
				continue
			}
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// classes groups actions that no Action element of the documents tells apart,
// nor the facts about services.
func classes(actions []string, docs []*policy.Document, facts *authz.Facts) [][]string {
	var patterns []glob.Pattern
	for _, d := range docs {
		for i := range d.Statements {
			for _, v := range d.Statements[i].Action.Values {
				patterns = append(patterns, glob.NewFold(v.Text))
			}
		}
	}
	var keys []string
	groups := make(map[string][]string)
	for _, name := range actions {
		key := make([]byte, len(patterns))
		for i := range patterns {
			key[i] = '0'
			if patterns[i].Match(name) {
				key[i] = '1'
			}
		}
		for _, fact := range []bool{
			facts.NeedsCaller(name), facts.RootRefused(name), facts.RCPReachesAction(name),
			tokenOf(name) == "", tokenOf(name) == samlToken,
		} {
			key = strconv.AppendBool(key, fact)
		}
		if groups[string(key)] == nil {
			keys = append(keys, string(key))
		}
		groups[string(key)] = append(groups[string(key)], name)
	}
	out := make([][]string, 0, len(keys))
	for _, k := range keys {
		out = append(out, groups[k])
	}
	return out
}

// The tokens with which a role is assumed.
const (
	samlToken = "saml"
	webToken  = "web identity"
)

// tokenOf tells which token an action of STS takes; "" for those that a caller
// with credentials signs, and "any" for those that come with each.
// Source: STS API Reference, AssumeRole, AssumeRoleWithSAML,
// AssumeRoleWithWebIdentity; IAM User Guide "Pass session tags in AWS STS".
func tokenOf(action string) string {
	switch strings.ToLower(action) {
	case "sts:assumerolewithsaml":
		return samlToken
	case "sts:assumerolewithwebidentity":
		return webToken
	case "sts:tagsession", "sts:setsourceidentity":
		return "any"
	default:
		return ""
	}
}

// takes tells whether a principal can ask for an action of a role's trust
// policy at all: who brings a token asks with that token.
func takes(kind, who, action string) bool {
	if kind != "Federated" {
		return true
	}
	token := webToken
	if strings.Contains(who, ":saml-provider/") {
		token = samlToken
	}
	got := tokenOf(action)
	return got == token || got == "any"
}
