package api

import (
	"context"
	"net/http"
	"time"

	"sightline/access/finding"
	"sightline/server/desk"
)

// Rule is an archive rule. HidesPublic: it may archive public access.
type Rule struct {
	finding.ArchiveRule
	HidesPublic bool `json:"hidesPublic"`
}

func ruleOf(r *finding.ArchiveRule) Rule { return Rule{*r, r.HidesPublic()} }

func rulesOf(a *finding.Analyzer) []Rule {
	out := make([]Rule, len(a.Rules))
	for i := range a.Rules {
		out[i] = ruleOf(&a.Rules[i])
	}
	return out
}

// Rules are in the order in which they act.
type Rules struct {
	Rules []Rule `json:"archiveRules"`
}

// RuleChoice is what a person writes of a rule.
type RuleChoice struct {
	Name    string         `json:"ruleName,omitempty" maxLength:"1024" doc:"never changes: may be left out of PUT"`
	Filter  finding.Filter `json:"filter,omitempty" maxProperties:"100" doc:"as at AWS: {\"isPublic\": {\"eq\": [\"false\"]}}"`
	Owner   string         `json:"owner,omitempty" maxLength:"8192"`
	Reason  string         `json:"reason,omitempty" maxLength:"8192"`
	Ticket  string         `json:"ticket,omitempty" maxLength:"8192"`
	Expires *time.Time     `json:"expires,omitempty" doc:"ends the rule and what it archived"`
}

func (c *RuleChoice) rule(name string) finding.ArchiveRule {
	return finding.ArchiveRule{Name: name, Filter: c.Filter, Owner: c.Owner, Reason: c.Reason, Ticket: c.Ticket, Expires: c.Expires}
}

// Applied says what a rule did to findings that were there before it.
type Applied struct {
	Archived int `json:"archived"`
}

// RulePreview is what a rule would archive; Findings are the first of them.
type RulePreview struct {
	Total       int       `json:"total"`
	Findings    []Finding `json:"findings"`
	HidesPublic bool      `json:"hidesPublic"`
}

// mostPreviewed is how many findings a preview lists.
const mostPreviewed = 20

type newRuleIn struct {
	Name string `path:"name" maxLength:"255" doc:"name of an analyzer"`
	Body RuleChoice
}

type ruleIn struct {
	Name string `path:"name" maxLength:"255" doc:"name of an analyzer"`
	Rule string `path:"rule" maxLength:"255" doc:"name of a rule"`
}

type chosenRuleIn struct {
	Name string `path:"name" maxLength:"255" doc:"name of an analyzer"`
	Rule string `path:"rule" maxLength:"255" doc:"name of a rule"`
	Body RuleChoice
}

func (a *api) rules() {
	const all, one = "/analyzers/{name}/archive-rules", "/analyzers/{name}/archive-rules/{rule}"
	atDesk(a, a.lookups, operation(http.MethodGet, all, "archive-rules", "The archive rules of an analyzer"), listRules)
	atDesk(a, a.lookups, created(operation(http.MethodPost, all, "create-archive-rule", "Add a rule; it acts on what is found from then on")), createRule)
	atDesk(a, a.lookups, operation(http.MethodPost, all+"/preview", "preview-archive-rule", "Which active findings a rule would archive if it were applied"), a.previewRule)
	atDesk(a, a.lookups, operation(http.MethodPut, one, "update-archive-rule", "Put a rule in place of the one of its name"), updateRule)
	atDesk(a, a.lookups, operation(http.MethodDelete, one, "delete-archive-rule", "Delete a rule; what it archived stays so"), deleteRule)
	atDesk(a, a.lookups, operation(http.MethodPost, one+"/apply", "apply-archive-rule", "Let a rule act on findings that were there before it"), applyRule)
}

func listRules(ctx context.Context, d *desk.Desk, in *analyzerIn) (*Rules, error) {
	a, err := d.Analyzer(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	return &Rules{rulesOf(&a)}, nil
}

func createRule(ctx context.Context, d *desk.Desk, in *newRuleIn) (*Rule, error) {
	return kept(in.Body.Name)(d.CreateRule(ctx, in.Name, in.Body.rule(in.Body.Name)))
}

func updateRule(ctx context.Context, d *desk.Desk, in *chosenRuleIn) (*Rule, error) {
	if in.Body.Name != "" && in.Body.Name != in.Rule {
		return nil, &finding.InvalidError{Field: "ruleName", Text: "never changes: add another rule"}
	}
	return kept(in.Rule)(d.UpdateRule(ctx, in.Name, in.Body.rule(in.Rule)))
}

func deleteRule(ctx context.Context, d *desk.Desk, in *ruleIn) (*Rules, error) {
	a, err := d.DeleteRule(ctx, in.Name, in.Rule)
	if err != nil {
		return nil, err
	}
	return &Rules{rulesOf(&a)}, nil
}

func applyRule(ctx context.Context, d *desk.Desk, in *ruleIn) (*Applied, error) {
	n, err := d.ApplyRule(ctx, in.Name, in.Rule)
	return &Applied{n}, err
}

// kept gives the rule of a name as it is now.
func kept(name string) func(finding.Analyzer, error) (*Rule, error) {
	return func(a finding.Analyzer, err error) (*Rule, error) {
		r := a.Rule(name)
		if err != nil || r == nil {
			return nil, err
		}
		out := ruleOf(r)
		return &out, nil
	}
}

func (a *api) previewRule(ctx context.Context, d *desk.Desk, in *newRuleIn) (*RulePreview, error) {
	name := in.Body.Name
	if name == "" {
		name = "preview" // one that is written has no name yet
	}
	r := in.Body.rule(name)
	found, err := d.PreviewRule(ctx, in.Name, r)
	if err != nil {
		return nil, err
	}
	w, err := a.wordsOf(ctx, d)
	if err != nil {
		return nil, err
	}
	return &RulePreview{len(found), w.findings(found[:min(len(found), mostPreviewed)]), r.HidesPublic()}, nil
}
