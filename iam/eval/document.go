package eval

import (
	"sort"
	"strings"

	"sightline/iam/policy"
)

// role is the place of a document in evaluation, as far as it changes how
// single statements are read.
type role uint8

const (
	// roleIdentity: identity, boundary, session and SCP documents. No
	// Principal, incomplete ARNs are completed, Resource is required.
	roleIdentity role = iota
	// roleResource: a Principal is required, an absent Resource means the
	// resource that holds the policy.
	roleResource
	// rolePerimeter: RCP and endpoint documents, whose absent Principal means
	// everybody.
	rolePerimeter
)

// document is a policy ready for evaluation.
type document struct {
	source     *policy.Document
	statements []statement
	// byService lists, for each service named in some Action, the statements
	// that may cover it; others lists those for every other service.
	byService map[string][]int
	others    []int
	broken    bool
}

// statement is one compiled statement.
type statement struct {
	source    *policy.Statement
	allow     bool
	broken    bool
	principal principals
	action    actions
	resource  resources
	tests     []test
}

func compileDocument(d *policy.Document, r role) *document {
	c := &document{source: d, broken: d.Broken, byService: make(map[string][]int)}
	c.statements = make([]statement, len(d.Statements))
	for i := range d.Statements {
		c.statements[i] = compileStatement(d, &d.Statements[i], r)
	}
	c.index()
	return c
}

func compileStatement(d *policy.Document, s *policy.Statement, r role) statement {
	out := statement{
		source: s,
		allow:  s.Effect == policy.EffectAllow,
		broken: len(s.Broken) > 0 || s.Effect == policy.EffectNone,
	}
	out.principal = compilePrincipals(s, r)
	out.action = compileActions(s.Action)
	out.resource = compileResources(s.Resource, d.HasVariables(), r)
	for i := range s.Conditions {
		out.tests = append(out.tests, compileTest(&s.Conditions[i], d.HasVariables(), out.allow))
	}
	return out
}

// index sorts statements by the services that their actions name, so that a
// request looks only at those that could cover it.
func (d *document) index() {
	var everywhere []int
	named := make(map[string]map[int]bool)
	for i := range d.statements {
		services, all := d.statements[i].services()
		if all {
			everywhere = append(everywhere, i)
			continue
		}
		for _, s := range services {
			if named[s] == nil {
				named[s] = make(map[int]bool)
			}
			named[s][i] = true
		}
	}
	d.others = everywhere
	for service, set := range named {
		list := append([]int(nil), everywhere...)
		for i := range set {
			list = append(list, i)
		}
		sort.Ints(list)
		d.byService[service] = list
	}
}

// services lists the services a statement's actions name; all is true when it
// may reach any service.
func (s *statement) services() (services []string, all bool) {
	if s.broken || s.action.negated {
		return nil, true
	}
	for _, v := range s.source.Action.Values {
		service, _, ok := strings.Cut(v.Text, ":")
		if !ok || strings.ContainsAny(service, "*?") {
			return nil, true
		}
		services = append(services, strings.ToLower(service))
	}
	return services, false
}

// relevant lists the indexes of statements that could cover an action.
func (d *document) relevant(service string) []int {
	if list, ok := d.byService[service]; ok {
		return list
	}
	return d.others
}
