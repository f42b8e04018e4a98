package eval_test

import (
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
)

// A fuzzed question has its texts from the fuzzer.
type fuzzed struct {
	principal, action, resource, owner string
	key, value                         string
	identity, other                    string
	place                              byte // where other stands, and how the key is given
}

// FuzzEvaluate: whatever the documents and the request hold, there is no
// panic, the three ways of asking agree, an added Deny never allows, an added
// Allow never refuses, a boundary, an SCP and an endpoint policy never allow,
// and what is decided without a context key holds with it.
func FuzzEvaluate(f *testing.F) {
	const identity = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/${aws:username}/*","Condition":{"StringLike":{"aws:username":["a*","${aws:username}"]}}}]}`
	const resource = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:user/a"]},"NotAction":"ec2:*","Resource":"*","Condition":{"ForAllValues:ArnNotLikeIfExists":{"aws:SourceArn":["arn:aws:sns:${aws:username}:*:*","${aws:username, 'x'}"]}}}]}`
	const odd = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["*",1],"Resource":"arn:aws","Condition":{"IpAddress":{"aws:SourceIp":"::/0"},"Date":{"x":"y"}}},{"Effect":"Maybe"}]}`
	for place := range byte(16) {
		f.Add("arn:aws:iam::111122223333:user/a", "s3:GetObject", "arn:aws:s3:::b/a/x", "111122223333", "aws:username", "a", identity, resource, place*17)
		f.Add("arn:aws:sts::111122223333:assumed-role/r/s", "kms:Decrypt", "arn:aws:kms:us-east-1:444455556666:key/k", "444455556666", "aws:SourceIp", "203.0.113.7", odd, identity, place*17)
	}
	f.Add("*", ":", "", "", "", "", "", "null", byte(2))
	f.Add("sns.amazonaws.com", "sts:AssumeRole", "arn:aws:iam::111122223333:role/r", "", "aws:username", "x:y", odd, odd, byte(9))
	f.Fuzz(func(t *testing.T, principal, action, resource, owner, key, value, identity, other string, place byte) {
		if len(identity)+len(other) > 20_000 {
			return // the size of documents is for the parser's limits
		}
		fuzzed{principal, action, resource, owner, key, value, identity, other, place}.check(t)
	})
}

func (q fuzzed) check(t *testing.T) {
	caller, err := authz.ParsePrincipal(q.principal, q.action)
	if err != nil {
		caller = authz.Principal{Kind: authz.KindUser, ARN: q.principal, Account: q.owner}
	}
	req := authz.Request{Principal: caller, Action: q.action, Resource: q.resource, ResourceAccount: q.owner}
	q.give(&req.Context)
	stack := q.stack()
	before := decide(t, &stack, &req)
	q.checkAdditions(t, &stack, &req, before)
	open := req
	open.Context = req.Context.Clone()
	open.Context.SetUndetermined(q.key)
	if without := decide(t, &stack, &open); !holds(without, before) {
		t.Errorf("%s without %q, but %s with it", without, q.key, before)
	}
	eval.New().Compile(&stack).Survey(&req)
	eval.New().Compile(&stack).Patterns(&req)
}

func (q fuzzed) give(c *authz.Context) {
	switch q.place >> 6 {
	case 0:
		c.SetAbsent(q.key)
	case 1:
		c.SetMulti(q.key, q.value, q.value+"x")
	case 2:
		c.SetMulti(q.key)
	default:
		c.Set(q.key, q.value)
	}
	if q.place&0x20 != 0 {
		c.Default = authz.Undetermined
	}
}

func document(text string) *authz.Policy {
	return &authz.Policy{Name: "fuzzed", Document: policy.Parse([]byte(text))}
}

// stack puts the second document in one of the layers.
func (q fuzzed) stack() authz.Stack {
	s := authz.Stack{Identity: []authz.Policy{*document(q.identity)}}
	other := document(q.other)
	switch q.place % 8 {
	case 0:
		s.Resource = other
	case 1:
		s.Boundary = other
	case 2:
		s.SCP = []authz.Level{{Entity: "root", Policies: []authz.Policy{*other}}}
	case 3:
		s.RCP = []authz.Level{{Entity: "root", Policies: []authz.Policy{*other}}}
	case 4:
		s.Endpoint = other
	case 5:
		s.Session = []authz.Policy{*other}
	case 6:
		s.Bucket = &authz.Bucket{Block: authz.PublicAccessBlock{RestrictPublicBuckets: true}}
		s.Resource = other
	default:
		s.Underlying = &authz.Underlying{Resource: q.resource, Account: q.owner, Policy: other, Bucket: &authz.Bucket{}}
		s.Grants = []authz.Grant{{Grantee: q.principal, Operations: []string{"Decrypt"}, ContextEquals: map[string]string{q.key: q.value}}}
	}
	return s
}

// checkAdditions puts one more policy into each layer.
func (q fuzzed) checkAdditions(t *testing.T, s *authz.Stack, req *authz.Request, before authz.Decision) {
	more := *document(q.other)
	takes := map[string]authz.Stack{}
	deny := *s
	deny.Identity = append(deny.Identity[:len(deny.Identity):len(deny.Identity)], *document(
		`{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"ec2:*","Resource":"*"}}`))
	takes["a Deny"] = deny
	scp := *s
	scp.SCP = append(scp.SCP[:len(scp.SCP):len(scp.SCP)], authz.Level{Entity: "more", Policies: []authz.Policy{more}})
	takes["an SCP"] = scp
	boundary := *s
	boundary.Boundary = &more
	if s.Boundary == nil {
		takes["a boundary"] = boundary
	}
	for name, stack := range takes {
		if after := decide(t, &stack, req); after == authz.Allowed && before != after {
			t.Errorf("%s turns %s into Allowed", name, before)
		}
	}
	allow := *s
	allow.Identity = append(allow.Identity[:len(allow.Identity):len(allow.Identity)], *document(
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","kms:*"],"Resource":"*"}}`))
	if after := decide(t, &allow, req); before == authz.Allowed && after != before {
		t.Errorf("an Allow turns Allowed into %s", after)
	}
}
