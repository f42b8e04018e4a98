package casefile

import "slices"

// need collects what a case lacks.
type need []string

// that adds a name unless the condition holds.
func (n *need) that(ok bool, name string) {
	if !ok {
		*n = append(*n, name)
	}
}

func (n *need) oneOf(value, name string, all ...string) {
	if slices.Contains(all, value) {
		return
	}
	what := name + " (one of"
	for _, one := range all {
		what += " " + one
	}
	*n = append(*n, what+")")
}

func (n *need) policyType(value string) { n.oneOf(value, "policyType", IdentityPolicy, ResourcePolicy) }

func (n *need) document(d Document, name string) { n.that(d.Document != nil, name) }

// result demands the verdict, and statements exactly where it is FAIL.
func (n *need) result(r Result) {
	n.oneOf(r.Result, "expect.result", "PASS", "FAIL")
	n.that(r.Statements != nil, "expect.statements")
	n.that((r.Result == "FAIL") == (len(r.Statements) > 0), "statements that fit expect.result")
}

func (h *head) need() (n need) {
	n.that(h.Name != "", "name")
	return n
}

func (c *NoNewAccess) lacks() []string {
	n := c.need()
	n.policyType(c.PolicyType)
	n.document(c.Existing, "existing")
	n.document(c.New, "new")
	n.result(c.Expect)
	return n
}

func (c *AccessNotGranted) lacks() []string {
	n := c.need()
	n.policyType(c.PolicyType)
	n.document(c.Policy, "policy")
	n.that(c.Access.Actions != nil || c.Access.Resources != nil, "access.actions or access.resources")
	n.result(c.Expect)
	return n
}

func (c *NoPublicAccess) lacks() []string {
	n := c.need()
	n.that(c.ResourceType != "", "resourceType")
	n.document(c.Policy, "policy")
	n.result(c.Expect)
	return n
}

func (c *Equivalent) lacks() []string {
	n := c.need()
	n.policyType(c.PolicyType)
	n.document(c.A, "a")
	n.document(c.B, "b")
	n.oneOf(c.Expect.Result, "expect.result", "EQUAL", "A_WIDER", "B_WIDER", "INCOMPARABLE")
	return n
}

func (c *ExternalAccess) lacks() []string {
	n := c.need()
	n.oneOf(c.Zone.Type, "zone.type", ZoneAccount, ZoneOrganization)
	n.that(c.Zone.Type != ZoneAccount || c.Zone.Account != "", "zone.account")
	n.that(c.Zone.Type != ZoneOrganization || c.Zone.Organization != "", "zone.organization")
	n.that(c.Resource.Type != "", "resource.type")
	n.that(c.Resource.ARN != "", "resource.arn")
	n.that(c.Resource.Account != "", "resource.account")
	n.that(c.Expect.Findings != nil, "expect.findings")
	for _, f := range c.Expect.Findings {
		n.that(f.Principal != Caller{}, "the principal of a finding")
		n.that(f.Actions != nil, "the actions of a finding")
		n.that(f.Condition != nil, "the condition of a finding")
	}
	return n
}
