package semantics

import "sightline/iam/authz"

func acl(grantee, permission string) *authz.Bucket {
	return &authz.Bucket{ACL: authz.ACL{Grants: []authz.ACLGrant{{Grantee: grantee, Permission: permission}}}}
}

func (c stackCase) with(change func(*authz.Bucket)) stackCase {
	b := *c.stack.Bucket
	change(&b)
	c.stack.Bucket = &b
	return c
}

func listing(name string, caller authz.Principal, b *authz.Bucket, want authz.Decision, by authz.Layer) stackCase {
	return stackCase{
		name: name, caller: caller, action: "s3:ListBucket", resource: bucket,
		stack: authz.Stack{Bucket: b}, want: want, by: by,
	}
}

func aclCases() []stackCase {
	var nobody authz.Principal
	everybody, known := authz.GranteeAllUsers, authz.GranteeAuthenticatedUsers
	unread := func(name string, caller authz.Principal, ignore bool, want authz.Decision, by authz.Layer) stackCase {
		b := &authz.Bucket{ObjectACLsUnread: true, Block: authz.PublicAccessBlock{IgnorePublicACLs: ignore}}
		return stackCase{name: name, caller: caller, stack: authz.Stack{Bucket: b}, want: want, by: by}
	}
	withIdentity := listing("stack-acl-foreign-account-with-identity", user(dana, foreign), acl(foreign, "READ"), authz.Allowed, "")
	withIdentity.stack.Identity = list(allowS3)
	return []stackCase{
		listing("stack-acl-all-users-lets-anonymous-list", nobody, acl(everybody, "READ"), authz.Allowed, authz.LayerACL),
		listing("stack-acl-full-control-lets-anonymous-list", nobody, acl(everybody, "FULL_CONTROL"), authz.Allowed, authz.LayerACL),
		listing("stack-acl-write-does-not-list", nobody, acl(everybody, "WRITE"), authz.ImplicitlyDenied, authz.LayerResource),
		listing("stack-acl-authenticated-users-are-not-anonymous", nobody, acl(known, "READ"), authz.ImplicitlyDenied, authz.LayerResource),
		listing("stack-acl-of-another-account", user(dana, foreign), acl(own, "READ"), authz.ImplicitlyDenied, authz.LayerResource),
		listing("stack-acl-foreign-account-without-identity", user(dana, foreign), acl(foreign, "READ"), authz.ImplicitlyDenied, authz.LayerIdentity),
		withIdentity,
		listing("stack-acl-disabled-by-ownership", nobody, acl(everybody, "READ"), authz.ImplicitlyDenied, authz.LayerResource).
			with(func(b *authz.Bucket) { b.ACL.Disabled = true }),
		listing("stack-acl-public-grants-ignored", nobody, acl(everybody, "READ"), authz.ImplicitlyDenied, authz.LayerPublicAccessBlock).
			with(func(b *authz.Bucket) { b.Block.IgnorePublicACLs = true }),
		listing("stack-acl-blocking-new-ones-changes-no-old-one", nobody, acl(everybody, "READ"), authz.Allowed, authz.LayerACL).
			with(func(b *authz.Bucket) { b.Block.BlockPublicACLs = true }),
		{
			name: "stack-acl-of-the-bucket-reads-no-object", caller: nobody,
			stack: authz.Stack{Bucket: acl(everybody, "READ")}, want: authz.ImplicitlyDenied, by: authz.LayerResource,
		},
		unread("stack-object-acl-unread-leaves-anonymous-unknown", nobody, false, authz.Unknown, authz.LayerACL),
		unread("stack-object-acl-unread-but-public-ones-ignored", nobody, true, authz.ImplicitlyDenied, authz.LayerResource),
		unread("stack-object-acl-unread-is-no-matter-within-the-account", user(alice, own), false, authz.ImplicitlyDenied, authz.LayerIdentity),
	}
}

func blockCases() []stackCase {
	restricted := &authz.Bucket{Block: authz.PublicAccessBlock{RestrictPublicBuckets: true}}
	ask := func(name string, caller authz.Principal, resource *authz.Policy, want authz.Decision, by authz.Layer) stackCase {
		return stackCase{
			name: name, caller: caller, want: want, by: by,
			stack: authz.Stack{Bucket: restricted, Resource: resource, Identity: list(allowS3)},
		}
	}
	both := one(openBucket + `, {"Effect": "Allow", "Principal": {"AWS": "` + dana + `"}, "Action": "s3:*", "Resource": "*"}`)
	onlyNew := ask("stack-block-new-policies-changes-no-old-one", authz.Principal{}, one(openBucket), authz.Allowed, authz.LayerResource).
		with(func(b *authz.Bucket) { b.Block = authz.PublicAccessBlock{BlockPublicPolicy: true} })
	return []stackCase{
		ask("stack-block-restricts-anonymous", authz.Principal{}, one(openBucket), authz.ImplicitlyDenied, authz.LayerPublicAccessBlock),
		ask("stack-block-restricts-outsiders-named-beside-the-public", user(dana, foreign), both, authz.ImplicitlyDenied, authz.LayerPublicAccessBlock),
		ask("stack-block-spares-the-account", user(alice, own), one(openBucket), authz.Allowed, ""),
		ask("stack-block-spares-services", service("config.amazonaws.com"), one(openBucket), authz.Allowed, authz.LayerResource),
		ask("stack-block-is-idle-without-a-public-policy", user(dana, foreign), names(`{"AWS": "`+dana+`"}`), authz.Allowed, ""),
		onlyNew,
	}
}

func accessPointCases() []stackCase {
	delegates := one(`{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*",
		"Condition": {"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}}}`)
	other := one(`{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*",
		"Condition": {"StringEquals": {"s3:DataAccessPointAccount": "444455556666"}}}`)
	denies := one(openBucket + `, {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "` + object + `"}`)
	ask := func(name string, caller authz.Principal, at, behind *authz.Policy, want authz.Decision, by authz.Layer) stackCase {
		return stackCase{
			name: name, caller: caller, resource: point + "/object/report.csv", want: want, by: by,
			stack: authz.Stack{
				Resource: at, Identity: list(allowS3),
				Underlying: &authz.Underlying{Resource: object, Account: own, Policy: behind},
			},
		}
	}
	named := names(`{"AWS": "` + dana + `"}`)
	return []stackCase{
		ask("stack-access-point-and-delegating-bucket", user(dana, foreign), named, delegates, authz.Allowed, ""),
		ask("stack-access-point-alone-is-not-enough", user(dana, foreign), named, nil, authz.ImplicitlyDenied, authz.LayerResource),
		ask("stack-access-point-silent-bucket-open", user(dana, foreign), nil, delegates, authz.ImplicitlyDenied, authz.LayerResource),
		ask("stack-access-point-of-an-account-that-the-bucket-does-not-name", user(dana, foreign), named, other, authz.ImplicitlyDenied, authz.LayerResource),
		ask("stack-access-point-bucket-deny-wins", user(alice, own), named, denies, authz.ExplicitlyDenied, authz.LayerResource),
		ask("stack-access-point-within-the-account", user(alice, own), nil, nil, authz.Allowed, authz.LayerIdentity),
	}
}
