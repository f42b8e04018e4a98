package api

import (
	"context"
	"net/http"

	"sightline/access/finding"
	"sightline/server/desk"
)

// Analyzer is a finding.Analyzer with what became of what it found.
type Analyzer struct {
	finding.Analyzer
	Origin   finding.Origin `json:"origin" enum:"person,default,configuration"`
	Rules    []Rule         `json:"archiveRules"`
	Findings FindingsOf     `json:"findings"`
}

// FindingsOf counts the findings of an analyzer by status.
type FindingsOf struct {
	Active   int `json:"active"`
	Archived int `json:"archived"`
	Resolved int `json:"resolved"`
}

// Analyzers are in the order of their names.
type Analyzers struct {
	Analyzers []Analyzer `json:"analyzers"`
}

// AnalyzerChoice is what a person chooses. What is wrong with it is said by
// finding.Analyzer, as on the command line.
type AnalyzerChoice struct {
	Name              string              `json:"name,omitempty" maxLength:"1024" doc:"never changes: may be left out of PUT"`
	Type              string              `json:"type,omitempty" maxLength:"64" doc:"external, internal or unused; never changes"`
	Zone              string              `json:"zone,omitempty" maxLength:"65536" doc:"account:ID, organization, organization:ID or accounts:ID,ID"`
	UnusedAge         int                 `json:"unusedAccessAge,omitempty" minimum:"-1000000" maximum:"1000000" doc:"days, 1 to 365; of type unused"`
	Exclude           []finding.Exclusion `json:"exclude,omitempty" maxItems:"4000"`
	Include           []finding.Inclusion `json:"include,omitempty" maxItems:"4000" doc:"of type internal"`
	ServicePrincipals bool                `json:"servicePrincipals,omitempty" doc:"of type external"`
	Tags              map[string]string   `json:"tags,omitempty" maxProperties:"1000"`
}

func (c *AnalyzerChoice) analyzer(name string) (finding.Analyzer, error) {
	zone, err := finding.ParseZone(c.Zone)
	return finding.Analyzer{
		Name: name, Kind: finding.Kind(c.Type), Zone: zone, UnusedAge: c.UnusedAge, Exclude: c.Exclude, Include: c.Include,
		ServicePrincipals: c.ServicePrincipals, Tags: c.Tags,
	}, err
}

type analyzerIn struct {
	Name string `path:"name" maxLength:"255" doc:"name or id of an analyzer"`
}

type newAnalyzerIn struct {
	Body AnalyzerChoice
}

type chosenAnalyzerIn struct {
	Name string `path:"name" maxLength:"255" doc:"name of an analyzer"`
	Body AnalyzerChoice
}

func (a *api) analyzers() {
	atDesk(a, a.lookups, operation(http.MethodGet, "/analyzers", "analyzers", "Who watches for what"), a.listAnalyzers)
	atDesk(a, a.questions, created(operation(http.MethodPost, "/analyzers", "create-analyzer", "Create an analyzer; it looks at the latest snapshot at once")), a.createAnalyzer)
	atDesk(a, a.lookups, operation(http.MethodGet, "/analyzers/{name}", "analyzer", "One analyzer"), func(ctx context.Context, d *desk.Desk, in *analyzerIn) (*Analyzer, error) {
		return a.analyzer(ctx, d, in.Name)
	})
	atDesk(a, a.questions, operation(http.MethodPut, "/analyzers/{name}", "update-analyzer", "Choose again what an analyzer watches; it looks again at once"), a.updateAnalyzer)
	atDesk(a, a.lookups, operation(http.MethodDelete, "/analyzers/{name}", "delete-analyzer", "Delete an analyzer with its findings"), func(ctx context.Context, d *desk.Desk, in *analyzerIn) (*Analyzer, error) {
		was, err := a.analyzer(ctx, d, in.Name)
		if err != nil {
			return nil, err
		}
		return was, d.Delete(ctx, in.Name)
	})
}

func (a *api) listAnalyzers(ctx context.Context, d *desk.Desk, _ *nothing) (*Analyzers, error) {
	list, err := d.Analyzers(ctx)
	if err != nil {
		return nil, err
	}
	out := &Analyzers{make([]Analyzer, len(list))}
	for i := range list {
		one, err := withCounts(ctx, d, list[i])
		if err != nil {
			return nil, err
		}
		out.Analyzers[i] = *one
	}
	return out, nil
}

func (a *api) analyzer(ctx context.Context, d *desk.Desk, name string) (*Analyzer, error) {
	one, err := d.Analyzer(ctx, name)
	if err != nil {
		return nil, err
	}
	return withCounts(ctx, d, one)
}

func withCounts(ctx context.Context, d *desk.Desk, a finding.Analyzer) (*Analyzer, error) {
	page, err := d.Findings(ctx, desk.Query{Analyzer: a.ID, Limit: 1})
	if err != nil {
		return nil, err
	}
	n := page.ByStatus
	out := &Analyzer{Analyzer: a, Origin: a.Origin, Rules: rulesOf(&a), Findings: FindingsOf{
		Active: n[finding.StatusActive], Archived: n[finding.StatusArchived], Resolved: n[finding.StatusResolved],
	}}
	if out.Origin == "" {
		out.Origin = finding.OriginPerson
	}
	return out, nil
}

func (a *api) createAnalyzer(ctx context.Context, d *desk.Desk, in *newAnalyzerIn) (*Analyzer, error) {
	choice, err := in.Body.analyzer(in.Body.Name)
	if err != nil {
		return nil, err
	}
	made, err := d.Create(ctx, choice)
	if err != nil {
		return nil, err
	}
	return a.looked(ctx, d, made.Name)
}

func (a *api) updateAnalyzer(ctx context.Context, d *desk.Desk, in *chosenAnalyzerIn) (*Analyzer, error) {
	choice, err := in.Body.analyzer(in.Name)
	if err != nil {
		return nil, err
	}
	if in.Body.Name != "" && in.Body.Name != in.Name {
		return nil, &finding.InvalidError{Field: "name", Text: "never changes: create another analyzer"}
	}
	made, err := d.Update(ctx, choice)
	if err != nil {
		return nil, err
	}
	return a.looked(ctx, d, made.Name)
}

// looked lets an analyzer look at the latest snapshot. If that fails it is kept
// all the same, and looks after the next scan.
func (a *api) looked(ctx context.Context, d *desk.Desk, name string) (*Analyzer, error) {
	if p := a.Pipeline.Picture(); p != nil {
		if _, err := d.AnalyzeWith(ctx, name, p.Snapshot); err != nil {
			a.Log.Warn("an analyzer did not come to an end", "analyzer", name, "error", err.Error())
		}
	}
	return a.analyzer(ctx, d, name)
}
