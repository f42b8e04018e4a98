package semantics

import (
	"testing"

	"sightline/iam/authz"
	"sightline/iam/eval"
	"sightline/iam/policy"
)

const (
	own, foreign = "111122223333", "444455556666"
	alice        = "arn:aws:iam::111122223333:user/alice"
	dana         = "arn:aws:iam::444455556666:user/dana"
	appRole      = "arn:aws:iam::111122223333:role/app"
	carol        = "arn:aws:sts::111122223333:federated-user/carol"
	bucket       = "arn:aws:s3:::shop-data"
	object       = "arn:aws:s3:::shop-data/report.csv"
	point        = "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports"
	key          = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	canonical    = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
)

// A stackCase asks what the case format cannot say. The request is for
// s3:GetObject on an object of the own account unless it says otherwise.
type stackCase struct {
	name     string
	caller   authz.Principal
	action   string // "" is s3:GetObject
	resource string // "" is object
	stack    authz.Stack
	context  authz.Context
	unowned  bool // nobody knows whose the resource is
	want     authz.Decision
	by       authz.Layer
}

func stackCases() []stackCase {
	var all []stackCase
	for _, list := range [][]stackCase{
		aclCases(), blockCases(), accessPointCases(), principalCases(), contextCases(), unreadCases(), silentCases(), grantCases(), keyCases(),
	} {
		all = append(all, list...)
	}
	return all
}

func (c *stackCase) request() *authz.Request {
	r := &authz.Request{Principal: c.caller, Action: "s3:GetObject", Resource: object, ResourceAccount: own, Context: c.context}
	if c.action != "" {
		r.Action = c.action
	}
	if c.resource != "" {
		r.Resource = c.resource
	}
	if c.unowned {
		r.ResourceAccount = ""
	}
	return r
}

func TestStacks(t *testing.T) {
	for _, c := range stackCases() {
		t.Run(c.name, func(t *testing.T) {
			program, req := eval.New().Compile(&c.stack), c.request()
			got := program.Explain(req)
			if got.Decision != c.want || c.by != "" && got.DecidedBy != c.by {
				t.Errorf("%s by %q, want %s by %q", got.Decision, got.DecidedBy, c.want, c.by)
			}
			if alone := program.Decide(req); alone != got.Decision {
				t.Errorf("Decide says %s, Explain %s", alone, got.Decision)
			}
		})
	}
}

// says builds a policy of statements.
func says(statements string) authz.Policy {
	return authz.Policy{Name: "test", Document: policy.Parse([]byte(`{"Version": "2012-10-17", "Statement": [` + statements + `]}`))}
}

func one(statements string) *authz.Policy {
	p := says(statements)
	return &p
}

func list(statements string) []authz.Policy { return []authz.Policy{says(statements)} }

// Statements that the tables share.
const (
	allowS3    = `{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}`
	allowKMS   = `{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}`
	allowQueue = `{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}`
	openBucket = `{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}`
)

func names(principal string) *authz.Policy {
	return one(`{"Effect": "Allow", "Principal": ` + principal + `, "Action": "s3:*", "Resource": "*"}`)
}

func user(arn, account string) authz.Principal {
	return authz.Principal{Kind: authz.KindUser, ARN: arn, Account: account}
}

func service(name string) authz.Principal { return authz.Principal{Kind: authz.KindService, ARN: name} }
