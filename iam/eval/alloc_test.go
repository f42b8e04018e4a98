package eval_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
)

// busyStack is a principal with 50 statements, with conditions of every family
// and a policy variable in resources and in a condition.
func busyStack() (*authz.Stack, *authz.Request) {
	conditions := []string{
		`"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}`,
		`"StringLike": {"aws:username": ["a*", "b*"]}`,
		`"StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "Blue"}`,
		`"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}`,
		`"NumericLessThan": {"s3:max-keys": "100"}`,
		`"DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}`,
		`"Bool": {"aws:SecureTransport": "true"}`,
		`"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:orders"}`,
		`"Null": {"aws:TokenIssueTime": "true"}`,
		`"ForAllValues:StringEquals": {"aws:TagKeys": ["env", "cost"]}`,
	}
	var list []string
	for i := range 50 {
		list = append(list, fmt.Sprintf(`{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::logs/${aws:username}/%d/*", "Condition": {%s}}`,
			i, conditions[i%len(conditions)]))
	}
	list[49] = `{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::logs/${aws:username}/*",
		"Condition": {"StringNotEquals": {"aws:RequestedRegion": "${aws:PrincipalTag/team}"}}}`
	req := listBucket()
	req.Action, req.Resource = "s3:GetObject", "arn:aws:s3:::logs/alice/2026/report.csv"
	c := &req.Context
	c.Set("aws:RequestedRegion", "eu-west-1")
	c.Set("aws:username", "alice")
	c.Set("aws:PrincipalTag/team", "blue")
	c.Set("aws:SourceIp", "203.0.113.7")
	c.Set("s3:max-keys", "10")
	c.Set("aws:CurrentTime", "2026-06-01T00:00:00Z")
	c.Set("aws:SecureTransport", "true")
	c.Set("aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:orders")
	c.SetMulti("aws:TagKeys", "env")
	return &authz.Stack{Identity: []authz.Policy{statements(strings.Join(list, ","))}}, &req
}

// TestDecideDoesNotAllocate is the promise of Decide.
func TestDecideDoesNotAllocate(t *testing.T) {
	stack, req := busyStack()
	program := eval.New().Compile(stack)
	if got := program.Decide(req); got != authz.Allowed {
		t.Fatalf("%s, want Allowed by the last statement", got)
	}
	if n := testing.AllocsPerRun(200, func() { program.Decide(req) }); n != 0 {
		t.Errorf("Decide allocates %v times", n)
	}
}

// TestDecideDoesNotAllocateByFamily: each kind of condition alone, applied to
// a statement whose resource is plain.
func TestDecideDoesNotAllocateByFamily(t *testing.T) {
	conditions := map[string]string{
		"none":                   ``,
		"StringEquals":           `"StringEquals": {"aws:username": "alice"}`,
		"StringLike":             `"StringLike": {"aws:username": "al?c*"}`,
		"StringEqualsIgnoreCase": `"StringEqualsIgnoreCase": {"aws:username": "alice"}`,
		"StringEquals, variable": `"StringEquals": {"aws:username": "${aws:username}"}`,
		"StringLike, variable":   `"StringLike": {"aws:username": "${aws:username}*"}`,
		"folded, variable":       `"StringEqualsIgnoreCase": {"aws:username": "${aws:username}"}`,
		"IpAddress":              `"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}`,
		"NumericEquals":          `"NumericEquals": {"s3:max-keys": "10.0"}`,
		"Date":                   `"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}`,
		"Bool":                   `"Bool": {"aws:SecureTransport": "true"}`,
		"ArnLike":                `"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:ord*"}`,
		"ArnLike, variable":      `"ArnLike": {"aws:SourceArn": ["arn:aws:sns:*:*:${aws:username}", "arn:aws:sns:*:*:orders"]}`,
		"ArnLike, derived":       `"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}`,
		"Null":                   `"Null": {"aws:TokenIssueTime": "true"}`,
		"ForAnyValue":            `"ForAnyValue:StringLike": {"aws:TagKeys": "e*"}`,
	}
	for name, condition := range conditions {
		t.Run(name, func(t *testing.T) {
			_, req := busyStack()
			stack := &authz.Stack{Identity: []authz.Policy{statements(`{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::logs/*", "Condition": {` + condition + `}}`)}}
			program := eval.New().Compile(stack)
			if got := program.Decide(req); got != authz.Allowed {
				t.Fatalf("%s, want Allowed", got)
			}
			if n := testing.AllocsPerRun(200, func() { program.Decide(req) }); n != 0 {
				t.Errorf("Decide allocates %v times", n)
			}
		})
	}
}

// TestEngineIsSafeForConcurrentUse: one engine, one program and new ones, many
// callers. The race detector looks on.
func TestEngineIsSafeForConcurrentUse(t *testing.T) {
	stack, req := busyStack()
	engine := eval.New()
	shared := engine.Compile(stack)
	other := *req
	other.Action = "s3:PutObject"
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				program := engine.Compile(stack)
				for _, p := range []*eval.Program{shared, program} {
					if got := p.Decide(req); got != authz.Allowed {
						t.Errorf("%s, want Allowed", got)
					}
					if got := p.Explain(&other).Decision; got != authz.ImplicitlyDenied {
						t.Errorf("%s, want ImplicitlyDenied", got)
					}
				}
			}
		})
	}
	wg.Wait()
}
