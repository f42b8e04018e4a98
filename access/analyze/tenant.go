package analyze

import (
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A tenancy is an identity provider that issues tokens to anybody who signs up.
// A trust in one means little unless it says whose tokens it means.
type tenancy struct {
	issuer string
	// whose names, in an example, how a token tells its owner.
	whose string
	// key is the claim to narrow; its values name the owner after the first
	// colon where owned is true.
	key   string
	owned bool
}

// tenancies lists the providers that are known to serve everybody.
// Source: their own documentation of OpenID Connect tokens; IAM User Guide
// "Controls for shared OIDC providers" (id_roles_providers_oidc_secure-by-default),
// read 2026-11.
func tenancies() []tenancy {
	return []tenancy{
		{"token.actions.githubusercontent.com", "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main", "sub", true},
		{"gitlab.com", "project_path:GROUP/PROJECT:ref_type:branch:ref:main", "sub", true},
		{"app.terraform.io", "organization:ORGANIZATION:project:PROJECT:workspace:WORKSPACE:run_phase:apply", "sub", true},
		{"agent.buildkite.com", "organization:ORGANIZATION:pipeline:PIPELINE:ref:refs/heads/main", "sub", true},
		{"cognito-identity.amazonaws.com", "the id of the identity pool", "aud", false},
		{"accounts.google.com", "the id of the client", "aud", false},
		{"graph.facebook.com", "the id of the application", "app_id", false},
		{"www.amazon.com", "the id of the application", "app_id", false},
	}
}

// tenancyOf finds the provider that a principal names: its host, or the ARN of
// the provider in an account.
func tenancyOf(provider string) (tenancy, bool) {
	host := provider
	if _, after, ok := strings.Cut(provider, ":oidc-provider/"); ok {
		host = after
	}
	list := tenancies()
	at := slices.IndexFunc(list, func(t tenancy) bool { return t.issuer == host })
	if at < 0 {
		return tenancy{}, false
	}
	return list[at], true
}

// strangers remarks on a trust in a provider for everybody that does not say
// whose tokens it means: the reasoner looks for a token of an owner whom no
// policy names.
func (q *policyQuestion) strangers(a *Access) {
	t, shared := tenancyOf(a.Principal)
	if a.Kind != "Federated" || !shared {
		return
	}
	docs := []*policy.Document{q.policy.Document}
	p := symbolic.New(symbolic.Options{Callers: true, Types: q.keyType, Resource: q.subject.ARN, ActionsLike: q.catalog.Match})
	trust := p.Resource(q.policy.Document)
	stranger := p.Perimeter(statement(map[string]any{
		"Principal": map[string]string{"Federated": a.Principal}, "Action": a.Actions, "Condition": t.unnamed(docs),
	})).Rules[0]
	outside := p.Perimeter(q.outside(q.documents())).Rules[0]
	same := p.Perimeter(statement(map[string]any{"Condition": narrowed(a, q.documents())})).Rules[0]
	some, never := q.rcp(p)
	for _, allow := range trust.Allows {
		answer := p.Solve(symbolic.Query{
			All: []*symbolic.Rule{allow, stranger, outside, same}, Some: some, None: slices.Concat(trust.Denies, never), Callers: symbolic.OnlyFederated,
		})
		if answer.Request != nil {
			a.Request = answer.Request
			a.Note = "anybody who can get a token of " + t.issuer + " gets in: the condition key " + t.issuer + ":" + t.key +
				" is not held to an owner, such as " + t.whose
			return
		}
	}
}

// unnamed describes the tokens of owners whom no policy names.
func (t tenancy) unnamed(docs []*policy.Document) block {
	b, set := block{}, sets(docs)
	eachCondition(docs, func(d *policy.Document, c *policy.Condition) {
		folded := authz.FoldKey(c.Key)
		claim, ours := strings.CutPrefix(folded, t.issuer+":")
		if !ours || t.owned && claim == "aud" {
			return // whoever asks for a token chooses its audience
		}
		for _, v := range c.Values {
			if d.HasVariables() && policy.HasVariable(v.Text) || t.owned && claim == t.key && !namesOwner(v.Text) {
				continue
			}
			op := "StringNotLike"
			if set[folded] {
				op = "ForAllValues:" + op
			}
			b.add(op, folded, v.Text)
		}
	})
	return b
}

// namesOwner: the part after the first colon, up to the next separator, is
// there and has no wildcard.
func namesOwner(value string) bool {
	kind, rest, ok := strings.Cut(value, ":")
	if !ok || strings.ContainsAny(kind, "*?") {
		return false
	}
	owner := rest
	if i := strings.IndexAny(rest, "/:"); i >= 0 {
		owner = rest[:i]
	}
	return owner != "" && !strings.ContainsAny(owner, "*?")
}
