package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sightline/iam/authz"
	"sightline/iam/policy"
)

// The workload of the first rows: one user with 10 policies of 5 statements,
// each with 4 actions and 3 resources, four in five with a condition, one in
// five a Deny. It is written once, as rules, and printed in both languages.
const (
	policies   = 10
	statements = 5
	account    = "111122223333"
	userARN    = "arn:aws:iam::" + account + ":user/ana"
	userName   = "ana"
)

// A rule is one statement in neither language.
type rule struct {
	deny      bool
	actions   []string // exact names; one may end in a star
	resources []string
	own       string // a resource with the user's name in it, or empty
	when      *test
}

// A test is one condition in both languages.
type test struct {
	operator, key string
	values        []string
	cedar         string
}

// verbs are the actions of each service, all of them made up alike so that
// every service is as hard as any other: three are named, the rest by a star.
func verbs() []string { return []string{"GetItem", "PutItem", "Publish", "ListNames", "ListTags"} }

func services() []string {
	return []string{"s3", "sqs", "sns", "dynamodb", "lambda", "ecr", "ssm", "logs"}
}

func tests() []*test {
	return []*test{
		nil,
		{"StringEquals", "aws:PrincipalTag/team", []string{"atlas", "birch"}, `(context.team == "atlas" || context.team == "birch")`},
		{"IpAddress", "aws:SourceIp", []string{"10.0.0.0/8", "192.0.2.0/24"}, `(context.sourceIp.isInRange(ip("10.0.0.0/8")) || context.sourceIp.isInRange(ip("192.0.2.0/24")))`},
		{"ArnLike", "aws:SourceArn", []string{"arn:aws:sns:*:" + account + ":topic-*"}, `context.sourceArn like "arn:aws:sns:*:` + account + `:topic-*"`},
		{"Bool", "aws:SecureTransport", []string{"false"}, `context.secure == false`},
	}
}

// rules makes the statements of policy p. The last one of each policy is a
// Deny of insecure transport. own adds the user's name to a resource.
func rules(p int, own bool) (out []rule) {
	for s := range statements {
		service := services()[(p+s)%len(services())]
		arn := fmt.Sprintf("arn:aws:%s:eu-west-1:%s:", service, account)
		r := rule{deny: s == statements-1, when: tests()[s]}
		for _, v := range verbs()[:3] {
			r.actions = append(r.actions, service+":"+v)
		}
		r.actions = append(r.actions, service+":List*")
		r.resources = []string{arn + fmt.Sprintf("item-%d-%d", p, s), arn + fmt.Sprintf("tree-%d-%d/*", p, s)}
		if own {
			r.own = arn + fmt.Sprintf("home-%d-%d/", p, s)
		} else {
			r.resources = append(r.resources, fmt.Sprintf("arn:aws:%s:*:%s:shared-%d-*/reports/*", service, account, p))
		}
		out = append(out, r)
	}
	return out
}

// stack prints the rules as IAM policies.
func stack(own bool) (*authz.Stack, error) {
	var s authz.Stack
	for p := range policies {
		var list []map[string]any
		for _, r := range rules(p, own) {
			list = append(list, r.statement())
		}
		text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": list})
		if err != nil {
			return nil, err
		}
		d := policy.Parse(text)
		if len(d.Issues) > 0 {
			return nil, fmt.Errorf("the workload has a faulty policy: %s", d.Issues[0].Error())
		}
		s.Identity = append(s.Identity, authz.Policy{Name: fmt.Sprint("policy-", p), Document: d})
	}
	return &s, nil
}

func (r rule) statement() map[string]any {
	resources := r.resources
	if r.own != "" {
		resources = append(slices.Clone(resources), r.own+"${aws:username}/*")
	}
	out := map[string]any{"Effect": "Allow", "Action": r.actions, "Resource": resources}
	if r.deny {
		out["Effect"] = "Deny"
	}
	if r.when != nil {
		out["Condition"] = map[string]any{r.when.operator: map[string]any{r.when.key: r.when.values}}
	}
	return out
}

// An ask is one request in neither language.
type ask struct {
	action, resource          string
	team, sourceIP, sourceARN string
	secure                    bool
}

// asks makes requests of every rule: two that meet it, one on a resource that
// nothing names, one whose conditions fail, one of an action that nothing
// names, and one over an insecure line.
func asks(own bool) (out []ask) {
	for p := range policies {
		for i, r := range rules(p, own) {
			if r.deny {
				continue
			}
			service, _, _ := strings.Cut(r.actions[0], ":")
			a := ask{service + ":" + verbs()[(p+i)%len(verbs())], r.example(p + i), "atlas", "10.1.2.3", "arn:aws:sns:eu-west-1:" + account + ":topic-1", true}
			b, c, d, e, f := a, a, a, a, a
			b.action, b.resource = service+":ListTags", r.example(p+i+1)
			c.resource += "-other"
			c.resource = strings.Replace(c.resource, ":eu-west-1:", ":eu-west-2:", 1)
			d.team, d.sourceIP, d.sourceARN = "cobalt", "203.0.113.9", "arn:aws:sqs:eu-west-1:"+account+":topic-1"
			e.action = service + ":DeleteItem"
			f.secure = false
			out = append(out, a, b, c, d, e, f)
		}
	}
	return out
}

// example gives a resource that the rule covers.
func (r rule) example(i int) string {
	list := r.resources
	if r.own != "" {
		list = append(slices.Clone(list), r.own+userName+"/*")
	}
	return strings.ReplaceAll(list[i%len(list)], "*", "eu-west-1")
}

// request prints an ask as an IAM request.
func (a ask) request() authz.Request {
	r := authz.Request{
		Principal: authz.Principal{Kind: authz.KindUser, ARN: userARN, Account: account},
		Action:    a.action, Resource: a.resource, ResourceAccount: account,
	}
	r.Context.Set("aws:username", userName)
	r.Context.Set("aws:PrincipalTag/team", a.team)
	r.Context.Set("aws:SourceIp", a.sourceIP)
	r.Context.Set("aws:SourceArn", a.sourceARN)
	r.Context.Set("aws:SecureTransport", fmt.Sprint(a.secure))
	return r
}
