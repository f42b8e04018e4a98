package main

import (
	"fmt"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

// peer is the workload in Cedar. Its language has no wildcards in actions, so a
// rule lists the action entities that its star stands for; the ARN of a
// resource and the name of its owner are attributes of the resource's entity.
type peer struct {
	policies *cedar.PolicySet
	entities types.EntityMap
	requests []cedar.Request
}

func newPeer(own bool) (*peer, error) {
	p := &peer{policies: cedar.NewPolicySet(), entities: types.EntityMap{}}
	for i := range policies {
		for j, r := range rules(i, own) {
			var one cedar.Policy
			if err := one.UnmarshalCedar([]byte(r.cedar())); err != nil {
				return nil, fmt.Errorf("the workload has a faulty Cedar policy: %w", err)
			}
			p.policies.Add(cedar.PolicyID(fmt.Sprintf("policy-%d-%d", i, j)), &one)
		}
	}
	for _, a := range asks(own) {
		if err := p.ask(a); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// cedar prints one rule.
func (r rule) cedar() string {
	effect := "permit"
	if r.deny {
		effect = "forbid"
	}
	out := fmt.Sprintf("%s (principal == User::%q, action in [%s], resource) when { (%s)", effect, userName, r.cedarActions(), r.cedarResources())
	if r.when != nil {
		out += " && " + r.when.cedar
	}
	return out + " };"
}

func (r rule) cedarActions() string {
	var out []string
	for _, a := range r.actions {
		prefix, wild := strings.CutSuffix(a, "*")
		if !wild {
			out = append(out, fmt.Sprintf("Action::%q", a))
			continue
		}
		service, verb, _ := strings.Cut(prefix, ":")
		for _, v := range verbs() {
			if strings.HasPrefix(v, verb) {
				out = append(out, fmt.Sprintf("Action::%q", service+":"+v))
			}
		}
	}
	return strings.Join(out, ", ")
}

func (r rule) cedarResources() string {
	var out []string
	for _, p := range r.resources {
		if strings.Contains(p, "*") {
			out = append(out, fmt.Sprintf("resource.arn like %q", p))
		} else {
			out = append(out, fmt.Sprintf("resource.arn == %q", p))
		}
	}
	if r.own != "" {
		out = append(out, fmt.Sprintf("(resource.arn like %q && resource.owner == context.username)", r.own+"*"))
	}
	return strings.Join(out, " || ")
}

// ask adds one request with the entity that it is about.
func (p *peer) ask(a ask) error {
	address, err := types.ParseIPAddr(a.sourceIP)
	if err != nil {
		return err
	}
	resource := cedar.NewEntityUID("Resource", cedar.String(a.resource))
	owner := "nobody"
	if strings.Contains(a.resource, "/"+userName+"/") {
		owner = userName
	}
	p.entities[resource] = types.Entity{UID: resource, Attributes: cedar.NewRecord(cedar.RecordMap{
		"arn": cedar.String(a.resource), "owner": cedar.String(owner),
	})}
	p.requests = append(p.requests, cedar.Request{
		Principal: cedar.NewEntityUID("User", userName),
		Action:    cedar.NewEntityUID("Action", cedar.String(a.action)),
		Resource:  resource,
		Context: cedar.NewRecord(cedar.RecordMap{
			"username": cedar.String(userName), "team": cedar.String(a.team), "sourceIp": address,
			"sourceArn": cedar.String(a.sourceARN), "secure": cedar.Boolean(a.secure),
		}),
	})
	return nil
}

func (p *peer) allows(i int) bool {
	d, _ := cedar.Authorize(p.policies, p.entities, p.requests[i])
	return d == cedar.Allow
}

// decide asks the requests in turn, n in all, and counts those allowed.
func (p *peer) decide(n int) (allowed uint64) {
	for i := range n {
		if p.allows(i % len(p.requests)) {
			allowed++
		}
	}
	return allowed
}
