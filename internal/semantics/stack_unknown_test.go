package semantics

import "sightline/iam/authz"

func principalCases() []stackCase {
	withID := func(p authz.Principal, id string) authz.Principal { p.UniqueID = id; return p }
	federated := authz.Principal{Kind: authz.KindFederatedUser, ARN: carol, Account: own, User: alice}
	role := authz.Principal{Kind: authz.KindRole, ARN: appRole, Role: appRole, Account: own}
	open := role
	open.OpenSession = true
	rich := user(dana, foreign)
	rich.CanonicalID = canonical
	session := names(`{"AWS": "arn:aws:sts::111122223333:assumed-role/app/job1"}`)
	byUser := names(`{"AWS": "` + alice + `"}`)
	byCanonical := names(`{"CanonicalUser": "` + canonical + `"}`)
	return []stackCase{
		{
			name: "stack-unique-id-names-a-user", caller: withID(user(alice, own), "AIDAEXAMPLEALICE"),
			stack: authz.Stack{Resource: names(`{"AWS": "AIDAEXAMPLEALICE"}`)}, want: authz.Allowed, by: authz.LayerResource,
		},
		{
			name: "stack-unique-id-of-a-role-is-limited-by-the-boundary", caller: withID(role, "AROAEXAMPLEAPP"),
			stack: authz.Stack{Resource: names(`{"AWS": "AROAEXAMPLEAPP"}`), Boundary: one(allowQueue)},
			want:  authz.ImplicitlyDenied, by: authz.LayerBoundary,
		},
		{
			name: "stack-unique-id-of-the-successor-differs", caller: withID(user(alice, own), "AIDAEXAMPLENEW"),
			stack: authz.Stack{Resource: names(`{"AWS": "AIDAEXAMPLEOLD"}`)}, want: authz.ImplicitlyDenied, by: authz.LayerIdentity,
		},
		{
			name: "stack-federated-user-by-its-users-arn-needs-a-session-policy", caller: federated,
			stack: authz.Stack{Resource: byUser}, want: authz.ImplicitlyDenied, by: authz.LayerSession,
		},
		{
			name: "stack-federated-user-by-its-users-arn-with-a-session-policy", caller: federated,
			stack: authz.Stack{Resource: byUser, Session: list(allowS3)}, want: authz.Allowed, by: authz.LayerResource,
		},
		{
			name: "stack-session-passed-without-policies-allows-nothing", caller: role,
			stack: authz.Stack{Identity: list(allowS3), SessionPassed: true}, want: authz.ImplicitlyDenied, by: authz.LayerSession,
		},
		{
			name: "stack-role-in-no-particular-session-is-not-a-named-one", caller: role,
			stack: authz.Stack{Resource: session}, want: authz.ImplicitlyDenied, by: authz.LayerIdentity,
		},
		{
			name: "stack-role-free-to-choose-its-session-name-is-unknown", caller: open,
			stack: authz.Stack{Resource: session}, want: authz.Unknown,
		},
		{
			name: "stack-canonical-user-of-the-callers-account", caller: rich,
			stack: authz.Stack{Resource: byCanonical, Identity: list(allowS3)}, want: authz.Allowed,
		},
		{
			name: "stack-canonical-user-unknown-in-an-open-request", caller: user(dana, foreign), context: openContext(),
			stack: authz.Stack{Resource: byCanonical, Identity: list(allowS3)}, want: authz.Unknown, by: authz.LayerResource,
		},
	}
}

func openContext() authz.Context { return authz.Context{Default: authz.Undetermined} }

func contextCases() []stackCase {
	when := func(effect, condition string) string {
		return `{"Effect": "` + effect + `", "Action": "s3:*", "Resource": "*", "Condition": {` + condition + `}}`
	}
	known := openContext()
	known.Set("aws:SecureTransport", "false")
	noTags := openContext()
	noTags.SetPrefixDefault("aws:PrincipalTag/", authz.Absent)
	ask := func(name, statements string, c authz.Context, want authz.Decision) stackCase {
		return stackCase{
			name: name, caller: user(alice, own), context: c, want: want,
			stack: authz.Stack{Identity: list(statements)},
		}
	}
	tag, secure := `{"aws:PrincipalTag/team": "shop"}`, `"Bool": {"aws:SecureTransport": "true"}`
	variable := `{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::shop-data/${aws:PrincipalTag/file}"}`
	return []stackCase{
		ask("stack-key-not-given-leaves-unknown", when("Allow", secure), openContext(), authz.Unknown),
		ask("stack-key-not-given-under-if-exists-leaves-unknown", when("Allow", `"StringEqualsIfExists": `+tag), openContext(), authz.Unknown),
		ask("stack-key-not-given-under-null-leaves-unknown", when("Allow", `"Null": {"aws:PrincipalTag/team": "false"}`), openContext(), authz.Unknown),
		ask("stack-key-not-given-beside-a-false-test", when("Allow", secure+`, "StringEquals": `+tag), known, authz.ImplicitlyDenied),
		ask("stack-key-not-given-in-a-needless-statement", allowS3+","+when("Allow", secure), openContext(), authz.Allowed),
		ask("stack-key-not-given-in-a-deny", allowS3+","+when("Deny", secure), openContext(), authz.Unknown),
		ask("stack-key-not-given-in-a-deny-without-an-allow", when("Deny", secure), openContext(), authz.ImplicitlyDenied),
		ask("stack-key-known-to-be-absent-by-its-prefix", when("Allow", `"StringEquals": `+tag), noTags, authz.ImplicitlyDenied),
		ask("stack-variable-not-given-leaves-unknown", variable, openContext(), authz.Unknown),
		ask("stack-variable-not-given-where-the-rest-differs", `{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::web/${aws:PrincipalTag/file}"}`,
			openContext(), authz.ImplicitlyDenied),
		ask("stack-two-halves-of-a-certainty-stay-unknown", when("Allow", `"StringEquals": `+tag)+","+when("Allow", `"StringNotEquals": `+tag),
			openContext(), authz.Unknown),
		{
			name: "stack-owner-not-given-leaves-unknown", caller: user(alice, own), context: openContext(), unowned: true,
			stack: authz.Stack{Identity: list(allowS3)}, want: authz.Unknown,
		},
		{
			name: "stack-owner-not-given-but-both-sides-agree", caller: user(alice, own), context: openContext(), unowned: true,
			stack: authz.Stack{Identity: list(allowS3), Resource: names(`{"AWS": "` + alice + `"}`)}, want: authz.Allowed,
		},
	}
}

func unreadCases() []stackCase {
	ask := func(name string, l authz.Layer, s authz.Stack, want authz.Decision, by authz.Layer) stackCase {
		s.Unread = []authz.Unread{{Layer: l, Gap: "refused"}}
		return stackCase{name: name, caller: user(alice, own), stack: s, want: want, by: by}
	}
	allowed := authz.Stack{Identity: list(allowS3)}
	denied := authz.Stack{Identity: list(allowS3 + `, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}`)}
	return []stackCase{
		ask("stack-identity-refused-leaves-unknown", authz.LayerIdentity, authz.Stack{}, authz.Unknown, authz.LayerIdentity),
		ask("stack-resource-policy-refused-leaves-unknown", authz.LayerResource, allowed, authz.Unknown, authz.LayerResource),
		ask("stack-scp-refused-leaves-unknown", authz.LayerSCP, allowed, authz.Unknown, authz.LayerSCP),
		ask("stack-rcp-refused-may-deny", authz.LayerRCP, allowed, authz.Unknown, authz.LayerRCP),
		ask("stack-rcp-refused-does-not-lack-an-allow", authz.LayerRCP, authz.Stack{}, authz.ImplicitlyDenied, authz.LayerIdentity),
		ask("stack-boundary-refused-leaves-unknown", authz.LayerBoundary, allowed, authz.Unknown, authz.LayerBoundary),
		ask("stack-scp-refused-but-an-explicit-deny-found", authz.LayerSCP, denied, authz.ExplicitlyDenied, authz.LayerIdentity),
	}
}

func silentCases() []stackCase {
	ask := func(name string, caller authz.Principal, action, resource string, identity []authz.Policy, want authz.Decision) stackCase {
		return stackCase{
			name: name, caller: caller, action: action, resource: resource, want: want,
			stack: authz.Stack{Identity: identity, ResourceNotCollected: true},
		}
	}
	return []stackCase{
		ask("stack-not-collected-identity-decides", user(alice, own), "", "", list(allowS3), authz.Allowed),
		ask("stack-not-collected-key-policy-is-not-demanded", user(alice, own), "kms:Decrypt", key, list(allowKMS), authz.Allowed),
		ask("stack-not-collected-other-account-counts-as-open", user(dana, foreign), "", "", list(allowS3), authz.Allowed),
		ask("stack-not-collected-without-identity", user(alice, own), "", "", nil, authz.ImplicitlyDenied),
	}
}
