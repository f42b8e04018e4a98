package semantics

import (
	"slices"
	"strings"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
)

// grantCases ask about constraints that the case format cannot say.
func grantCases() []stackCase {
	const table, other = "arn:aws:dynamodb:us-east-1:111122223333:table/orders", "arn:aws:dynamodb:us-east-1:111122223333:table/staff"
	ask := func(name, action string, g authz.Grant, c authz.Context, want authz.Decision) stackCase {
		g.Grantee, g.Operations = alice, []string{"Decrypt", "DescribeKey", "RetireGrant"}
		return stackCase{
			name: name, caller: user(alice, own), action: "kms:" + action, resource: key, context: c, want: want,
			stack: authz.Stack{Resource: one(`{"Effect": "Allow", "Principal": {"AWS": "` + own + `"}, "Action": "kms:*", "Resource": "*"}`), Grants: []authz.Grant{g}},
		}
	}
	from := func(arn string) (c authz.Context) { c.Set("aws:SourceArn", arn); return c }
	var none authz.Context
	source := authz.Grant{SourceARN: table}
	unknown := authz.Grant{OtherConstraints: []string{"RegionEquals"}}
	both := authz.Grant{SourceARN: table, ContextSubset: map[string]string{"purpose": "test"}}
	byPattern := authz.Grant{SourceARN: "arn:aws:dynamodb:us-east-1:111122223333:table/*"}
	gone := stackCase{
		name: "stack-grant-to-the-id-of-a-deleted-role-is-no-services", caller: service("AROAGONE"), action: "kms:Decrypt", resource: key,
		stack: authz.Stack{Grants: []authz.Grant{{Grantee: "AROAGONE", Operations: []string{"Decrypt"}}}}, want: authz.ImplicitlyDenied,
	}
	return []stackCase{
		ask("stack-grant-source-arn-met", "Decrypt", source, from(table), authz.Allowed),
		ask("stack-grant-source-arn-of-another-resource", "Decrypt", source, from(other), authz.ImplicitlyDenied),
		ask("stack-grant-source-arn-is-no-pattern", "Decrypt", byPattern, from(table), authz.ImplicitlyDenied),
		ask("stack-grant-source-arn-absent", "Decrypt", source, none, authz.ImplicitlyDenied),
		ask("stack-grant-source-arn-not-given-leaves-unknown", "Decrypt", source, openContext(), authz.Unknown),
		ask("stack-grant-source-arn-bears-on-describe-key", "DescribeKey", source, none, authz.ImplicitlyDenied),
		ask("stack-grant-source-arn-spares-retire-grant", "RetireGrant", source, none, authz.Allowed),
		ask("stack-grant-source-arn-beside-the-encryption-context", "Decrypt", both, from(table), authz.ImplicitlyDenied),
		ask("stack-grant-constraint-of-an-unknown-kind-leaves-unknown", "Decrypt", unknown, none, authz.Unknown),
		gone,
	}
}

// keyCases ask about the key behind an alias, and about RCPs on a key whose
// manager is not known.
func keyCases() []stackCase {
	const alias = "arn:aws:kms:us-east-1:111122223333:alias/orders"
	delegates := `{"Effect": "Allow", "Principal": {"AWS": "` + own + `"}, "Action": "kms:*", "Resource": "*"}`
	refuses := delegates + `, {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*"}`
	through := func(name, action, resourcePolicy, identity string, want authz.Decision, by authz.Layer) stackCase {
		return stackCase{
			name: name, caller: user(alice, own), action: "kms:" + action, resource: alias, want: want, by: by,
			stack: authz.Stack{Identity: list(identity), Resource: one(resourcePolicy), Alias: true, Key: key},
		}
	}
	reached := func(name, rcp string, want authz.Decision, by authz.Layer) stackCase {
		return stackCase{
			name: name, caller: user(alice, own), action: "kms:Decrypt", resource: key, want: want, by: by,
			stack: authz.Stack{
				Identity: list(allowKMS), Resource: one(delegates), RCPReachUnknown: "refused",
				RCP: []authz.Level{{Entity: "r-1", Policies: list(rcp)}},
			},
		}
	}
	lost := stackCase{
		name: "stack-alias-itself-though-its-key-is-not-known", caller: user(alice, own), action: "kms:CreateAlias", resource: alias, want: authz.Allowed,
		stack: authz.Stack{Identity: list(allowKMS), Alias: true, Unread: []authz.Unread{{Layer: authz.LayerResource, Gap: "refused"}, {Layer: authz.LayerGrant, Gap: "refused"}}},
	}
	unknown := lost
	unknown.name, unknown.action, unknown.want = "stack-alias-whose-key-is-not-known-leaves-unknown", "kms:Decrypt", authz.Unknown
	everything := `{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}`
	denied := everything + `, {"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}`
	onAlias := `{"Effect": "Allow", "Action": "kms:*", "Resource": "` + alias + `"}`
	onKey := `{"Effect": "Allow", "Action": "kms:*", "Resource": "` + key + `"}`
	return []stackCase{
		through("stack-alias-is-judged-on-its-key", "Decrypt", delegates, onKey, authz.Allowed, authz.LayerIdentity),
		through("stack-alias-whose-key-denies", "Decrypt", refuses, allowKMS, authz.ExplicitlyDenied, authz.LayerResource),
		through("stack-alias-named-by-an-identity-policy-is-not-its-key", "Decrypt", delegates, onAlias, authz.ImplicitlyDenied, authz.LayerIdentity),
		through("stack-alias-itself-is-not-its-key", "DeleteAlias", refuses, onAlias, authz.Allowed, authz.LayerIdentity),
		lost, unknown,
		reached("stack-rcp-deny-on-a-key-of-an-unknown-manager", denied, authz.Unknown, authz.LayerRCP),
		reached("stack-rcp-without-deny-on-a-key-of-an-unknown-manager", everything, authz.Allowed, authz.LayerIdentity),
		reached("stack-rcp-that-lacks-an-allow-on-a-key-of-an-unknown-manager", `{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}`, authz.Unknown, authz.LayerRCP),
	}
}

// What keeps an answer open is named: the key, or the constraint.
func TestOpenGrantsSayWhy(t *testing.T) {
	for _, c := range append(grantCases(), keyCases()...) {
		got := eval.New().Compile(&c.stack).Explain(c.request())
		switch c.name {
		case "stack-grant-source-arn-not-given-leaves-unknown":
			if !slices.Equal(got.MissingContext, []string{"aws:SourceArn"}) || len(got.Gaps) > 0 {
				t.Errorf("%s: %v, %v", c.name, got.MissingContext, got.Gaps)
			}
		case "stack-rcp-deny-on-a-key-of-an-unknown-manager":
			if !slices.Equal(got.Gaps, []string{"refused"}) {
				t.Errorf("%s: %v", c.name, got.Gaps)
			}
		case "stack-grant-constraint-of-an-unknown-kind-leaves-unknown":
			if len(got.Gaps) != 1 || !strings.Contains(got.Gaps[0], "RegionEquals") {
				t.Errorf("%s: %v", c.name, got.Gaps)
			}
		}
	}
}
