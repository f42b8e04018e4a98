package eval_test

import (
	"testing"

	"sightline/iam/authz"
)

const (
	homeAccount = "111122223333"
	keyARN      = "arn:aws:kms:us-east-1:111122223333:key/k"
)

func statements(list string) authz.Policy {
	return *document(`{"Version": "2012-10-17", "Statement": [` + list + `]}`)
}

// An openCase is decided only if something is known that is not.
type openCase struct {
	name    string
	req     authz.Request
	stack   authz.Stack
	context func(*authz.Context)
}

func alice() authz.Principal {
	return authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::" + homeAccount + ":user/alice", Account: homeAccount}
}

func listBucket() authz.Request {
	return authz.Request{Principal: alice(), Action: "s3:ListBucket", Resource: "arn:aws:s3:::logs", ResourceAccount: homeAccount}
}

const allowAll = `{"Effect": "Allow", "Action": "*", "Resource": "*"}`

func openByContext() []openCase {
	decrypt := authz.Request{Principal: alice(), Action: "kms:Decrypt", Resource: keyARN, ResourceAccount: homeAccount}
	grant := authz.Stack{Grants: []authz.Grant{{Grantee: alice().ARN, Operations: []string{"Decrypt"}, ContextEquals: map[string]string{"app": "x"}}}}
	arns := func(effect, listed string) authz.Stack {
		return authz.Stack{Identity: []authz.Policy{statements(allowAll), statements(`{"Effect": "` + effect + `", "Action": "*", "Resource": "*",
			"Condition": {"ArnLike": {"aws:SourceArn": [` + listed + `]}}}`)}}
	}
	onlyArns := func(listed string) authz.Stack {
		s := arns("Allow", listed)
		s.Identity = s.Identity[1:]
		return s
	}
	orders := func(c *authz.Context) {
		c.Set("aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:orders")
		c.SetUndetermined("aws:username")
	}
	return []openCase{
		{"grant equals, another pair undetermined", decrypt, grant, func(c *authz.Context) {
			c.Set("kms:EncryptionContext:app", "x")
			c.SetUndetermined("kms:EncryptionContext:other")
		}},
		{"grant equals, an open request", decrypt, grant, func(c *authz.Context) {
			c.Set("kms:EncryptionContext:app", "x")
			c.Default = authz.Undetermined
		}},
		{"an Allow whose list a variable may make malformed", listBucket(), onlyArns(`"arn:aws:sns:*:*:*", "arn:aws:sns:${aws:username}"`), orders},
		{"a Deny whose list a variable may make malformed", listBucket(), arns("Deny", `"arn:aws:sqs:*:*:*", "${aws:username}"`), orders},
		{"a variable may hold colons", listBucket(), onlyArns(`"arn:aws:${aws:username}:orders"`), orders},
		{"a variable may hold colons and move the rest", listBucket(), onlyArns(`"arn:aws:${aws:username}:111122223333:orders:v1"`), func(c *authz.Context) {
			c.Set("aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:orders:v1")
			c.SetUndetermined("aws:username")
		}},
	}
}

func openByGaps() []openCase {
	unread := func(l authz.Layer, s authz.Stack) authz.Stack {
		s.Unread = []authz.Unread{{Layer: l, Gap: "refused"}}
		return s
	}
	all := []authz.Policy{statements(allowAll)}
	everybody := statements(`{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}`)
	denies := func(principal string) []authz.Level {
		return []authz.Level{{Entity: "root", Policies: []authz.Policy{statements(`{"Effect": "Deny", ` + principal + `"Action": "ec2:*", "Resource": "*"}`)}}}
	}
	public := &authz.Bucket{ACL: authz.ACL{Grants: []authz.ACLGrant{{Grantee: authz.GranteeAllUsers, Permission: "READ"}}}}
	outsider := listBucket()
	outsider.Principal = authz.Principal{}
	return []openCase{
		{"session policies unread", listBucket(), unread(authz.LayerSession, authz.Stack{Identity: all}), nil},
		{"boundary unread", listBucket(), unread(authz.LayerBoundary, authz.Stack{Identity: all}), nil},
		{"endpoint policy unread", listBucket(), unread(authz.LayerEndpoint, authz.Stack{Identity: all}), nil},
		{"identity policies unread", listBucket(), unread(authz.LayerIdentity, authz.Stack{}), nil},
		{"identity policies unread, though the resource policy names the caller", listBucket(), unread(authz.LayerIdentity, authz.Stack{Resource: &everybody}), nil},
		{"resource policy unread", listBucket(), unread(authz.LayerResource, authz.Stack{Identity: all}), nil},
		{"one SCP of a level unread", listBucket(), unread(authz.LayerSCP, authz.Stack{Identity: all, SCP: denies("")}), nil},
		{"one RCP of a level unread", listBucket(), unread(authz.LayerRCP, authz.Stack{Identity: all, RCP: denies(`"Principal": "*", `)}), nil},
		{"public list, Block Public Access unread, caller of the account", listBucket(), unread(authz.LayerPublicAccessBlock, authz.Stack{Bucket: public}), nil},
		{"public list, Block Public Access unread, anonymous", outsider, unread(authz.LayerPublicAccessBlock, authz.Stack{Bucket: public}), nil},
		{"public policy, Block Public Access unread, anonymous", outsider, unread(authz.LayerPublicAccessBlock, authz.Stack{Resource: &everybody, Bucket: &authz.Bucket{}}), nil},
		{"list read, whether it is switched off not", outsider, unread(authz.LayerACL, authz.Stack{Bucket: public}), nil},
		{"grants unread", authz.Request{Principal: alice(), Action: "kms:Decrypt", Resource: keyARN, ResourceAccount: homeAccount}, unread(authz.LayerGrant, authz.Stack{Identity: all}), nil},
	}
}

// TestWhatIsNotKnown: each of these decisions depends on what is not known.
func TestWhatIsNotKnown(t *testing.T) {
	for _, c := range append(openByContext(), openByGaps()...) {
		t.Run(c.name, func(t *testing.T) {
			if c.context != nil {
				c.context(&c.req.Context)
			}
			if got := decide(t, &c.stack, &c.req); got != authz.Unknown {
				t.Errorf("%s, want Unknown", got)
			}
		})
	}
}
