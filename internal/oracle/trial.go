package oracle

import "strings"

// A trial is one case under decision.
type trial struct {
	request  Request
	policies Policies
	who      caller
	keys     map[string]Value // by folded name
}

func newTrial(c Case) *trial {
	t := &trial{request: c.Request, policies: c.Policies, who: identify(c.Request.Principal, c.Request.Action)}
	t.keys = make(map[string]Value, len(c.Request.Context)+3)
	t.derive("aws:PrincipalArn", t.who.arn)
	t.derive("aws:PrincipalAccount", t.who.account)
	t.derive("aws:ResourceAccount", c.Request.ResourceAccount)
	for name, value := range c.Request.Context {
		t.keys[fold(name)] = value
	}
	return t
}

// derive sets one of the three keys that follow from the request; the context
// may replace it.
func (t *trial) derive(key, text string) {
	if text != "" {
		t.keys[fold(key)] = Value{Texts: []string{text}}
	}
}

// fold gives the form in which key names are compared.
func fold(key string) string { return strings.ToLower(key) }

// crossAccount is also true of callers that belong to no account.
func (t *trial) crossAccount() bool { return t.who.account != t.request.ResourceAccount }

func (t *trial) action() string { return strings.ToLower(t.request.Action) }

func (t *trial) service() string {
	service, _, _ := strings.Cut(t.action(), ":")
	return service
}

// onResource tells whether the resource is of a service and begins, after the
// account, with a word such as "key/".
func (t *trial) onResource(service, word string) bool {
	parts := strings.SplitN(t.request.Resource, ":", 6)
	return len(parts) == 6 && parts[2] == service && strings.HasPrefix(parts[5], word)
}
