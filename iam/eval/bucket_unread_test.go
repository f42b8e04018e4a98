package eval_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
)

// A bucketCase is one question about a bucket or the access point before it.
type bucketCase struct {
	req    authz.Request
	stack  authz.Stack
	bucket authz.Bucket
	behind bool // the bucket stands behind an access point
}

// ask decides with a bucket in its place.
func (c bucketCase) ask(t *testing.T, b authz.Bucket, unread ...authz.Unread) authz.Decision {
	t.Helper()
	stack := c.stack
	stack.Unread = unread
	if c.behind {
		under := *stack.Underlying
		under.Bucket, stack.Underlying = &b, &under
	} else {
		stack.Bucket = &b
	}
	return decide(t, &stack, &c.req)
}

func (c bucketCase) String() string {
	return fmt.Sprintf("%s asks %s of %s (%s): bucket %+v, behind %v, policy %s, identity %s", c.req.Principal.ARN, c.req.Action,
		c.req.Resource, c.req.ResourceAccount, c.bucket, c.behind, raw(c.stack.Resource), raw(&c.stack.Identity[0]))
}

func raw(p *authz.Policy) string {
	if p == nil {
		return "none"
	}
	return string(p.Document.Raw)
}

func choose[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

func randomBucketCase(rng *rand.Rand) bucketCase {
	const own, foreign = "111122223333", "444455556666"
	alice := authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::" + own + ":user/alice", Account: own}
	dana := authz.Principal{Kind: authz.KindUser, ARN: "arn:aws:iam::" + foreign + ":user/dana", Account: foreign}
	c := bucketCase{behind: rng.IntN(4) == 0}
	c.req = authz.Request{
		ResourceAccount: own, Resource: "arn:aws:s3:::logs/a",
		Principal: choose(rng, alice, dana, authz.Principal{}, authz.Principal{Kind: authz.KindService, ARN: "config.amazonaws.com"}),
		Action:    choose(rng, "s3:ListBucket", "s3:PutObject", "s3:GetObject", "s3:GetBucketAcl", "s3:PutBucketAcl", "s3:DeleteBucket"),
	}
	c.stack.Identity = []authz.Policy{randomDocument(rng, ``)}
	c.stack.Resource = randomResourcePolicy(rng)
	if c.behind {
		c.req.Resource = "arn:aws:s3:us-east-1:" + own + ":accesspoint/reports/object/a"
		c.stack.Bucket = &authz.Bucket{}
		c.stack.Underlying = &authz.Underlying{Resource: "arn:aws:s3:::logs/a", Account: own, Policy: randomResourcePolicy(rng)}
	}
	c.bucket = authz.Bucket{ACL: randomACL(rng), Block: randomBlock(rng), ObjectACLsUnread: rng.IntN(5) == 0}
	return c
}

func randomResourcePolicy(rng *rand.Rand) *authz.Policy {
	if rng.IntN(3) == 0 {
		return nil
	}
	p := randomDocument(rng, choose(rng, `"Principal": "*",`, `"Principal": {"AWS": "444455556666"},`,
		`"Principal": {"AWS": "arn:aws:iam::444455556666:user/dana"},`, `"Principal": {"Service": "config.amazonaws.com"},`))
	return &p
}

func randomDocument(rng *rand.Rand, principal string) authz.Policy {
	return authz.Policy{Document: policy.Parse(fmt.Appendf(nil, `{"Version": "2012-10-17", "Statement": {"Effect": %q, %s "Action": %q, "Resource": "*"}}`,
		choose(rng, "Allow", "Allow", "Allow", "Deny"), principal, choose(rng, "s3:*", "s3:List*", "s3:PutObject", "ec2:*")))}
}

func randomACL(rng *rand.Rand) authz.ACL {
	acl := authz.ACL{Disabled: rng.IntN(4) == 0}
	for range rng.IntN(3) {
		acl.Grants = append(acl.Grants, authz.ACLGrant{
			Grantee:    choose(rng, authz.GranteeAllUsers, authz.GranteeAuthenticatedUsers, "111122223333", "444455556666", "LogDelivery"),
			Permission: choose(rng, "READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"),
		})
	}
	return acl
}

func randomBlock(rng *rand.Rand) authz.PublicAccessBlock {
	return authz.PublicAccessBlock{
		BlockPublicACLs: rng.IntN(2) == 0, IgnorePublicACLs: rng.IntN(2) == 0,
		BlockPublicPolicy: rng.IntN(2) == 0, RestrictPublicBuckets: rng.IntN(2) == 0,
	}
}

// TestUnreadBucketSettings: a decision that was taken without a bucket's list
// or its Block Public Access holds whatever they are. What was read of them
// may be a part: the account's settings without the bucket's, the list without
// the ownership that switches it off.
func TestUnreadBucketSettings(t *testing.T) {
	rng := rand.New(rand.NewPCG(uint64(setting(t, "SIGHTLINE_SEED", 1)), 1))
	for range lawCases(t) {
		c := randomBucketCase(rng)
		known, layer := c.bucket, authz.LayerACL
		if rng.IntN(2) == 0 {
			layer, known.Block = authz.LayerPublicAccessBlock, authz.PublicAccessBlock{}
			if rng.IntN(2) == 0 {
				account := randomBlock(rng)
				known.Block, c.bucket.Block = account, c.bucket.Block.Union(account)
			}
		} else {
			known.ACL.Disabled = false
			if rng.IntN(2) == 0 {
				known.ACL.Grants = nil
			}
		}
		before, after := c.ask(t, known, authz.Unread{Layer: layer, Gap: "refused"}), c.ask(t, c.bucket)
		if !holds(before, after) {
			t.Fatalf("%s with %s unread (known: %+v), but %s with it: %s", before, layer, known, after, c)
		}
	}
}

// TestPublicAccessBlockOnlyTakes: each further setting refuses more, never less.
func TestPublicAccessBlockOnlyTakes(t *testing.T) {
	rng := rand.New(rand.NewPCG(uint64(setting(t, "SIGHTLINE_SEED", 1)), 2))
	taken := 0
	for range max(lawCases(t), 5000) { // few cases have a setting that takes something
		c := randomBucketCase(rng)
		closer := c.bucket
		closer.Block = closer.Block.Union(randomBlock(rng))
		before, after := c.ask(t, c.bucket), c.ask(t, closer)
		if after == authz.Allowed && before != authz.Allowed {
			t.Fatalf("%s, but Allowed with %+v: %s", before, closer.Block, c)
		}
		if before == authz.Allowed && after != before {
			taken++
		}
	}
	if taken == 0 {
		t.Error("no setting took anything: the law was not asked")
	}
}

// TestEvaluateIsTheShortWay: the convenience gives what an engine gives.
func TestEvaluateIsTheShortWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 50 {
		c := randomBucketCase(rng)
		if e := eval.Evaluate(&c.stack, &c.req); e.Decision != decide(t, &c.stack, &c.req) {
			t.Fatalf("Evaluate says %s: %s", e.Decision, c)
		}
	}
}
