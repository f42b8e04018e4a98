package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"sightline/access/answer"
	"sightline/access/finding"
	"sightline/server/desk"
	"sightline/snapshot"
)

// Findings is one page of a list, in the contract's shape. Counts are of
// everything that is chosen, but that those by status leave out the choice of
// status, and those by severity that of severity; the other counts are of all
// with that status, so that a choice can be changed for another.
type Findings struct {
	Findings []Finding     `json:"findings"`
	Total    int           `json:"total"`
	Offset   int           `json:"offset"`
	Counts   FindingCounts `json:"counts"`
	// Analyzers are all there are, with what keeps them from looking: without
	// any, nothing can be found.
	Analyzers []Watch `json:"analyzers"`
	answer.Completeness
}

// Watch says who watches for what.
type Watch struct {
	ID           string                 `json:"id"`
	Name         string                 `json:"name"`
	Type         finding.Kind           `json:"type"`
	Zone         finding.Zone           `json:"zone"`
	Status       finding.AnalyzerStatus `json:"status"`
	StatusReason string                 `json:"statusReason,omitempty"`
}

// FindingCounts count findings.
type FindingCounts struct {
	Status        map[finding.Status]int   `json:"status"`
	Severity      map[finding.Severity]int `json:"severity"`
	Types         []Counted                `json:"types"`
	ResourceTypes []Counted                `json:"resourceTypes"`
	Accounts      []Counted                `json:"accounts"`
}

// Counted is a value and how many have it.
type Counted struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

type findingsIn struct {
	Filter    []string `query:"filter,explode" maxItems:"50" doc:"criterion as --filter of the command line takes it: key=value, key!=value, key~part, key?=true; may be repeated"`
	Status    string   `query:"status" maxLength:"64" doc:"comma list of ACTIVE, ARCHIVED, RESOLVED; absent: all"`
	Severity  string   `query:"severity" maxLength:"64" doc:"comma list of critical, high, medium, low; absent: all"`
	Analyzer  string   `query:"analyzer" maxLength:"255" doc:"name or id"`
	Principal string   `query:"principal" maxLength:"2048" doc:"part of whom the access is given to, in any case"`
	Query     string   `query:"q" maxLength:"2048" doc:"part of a resource, principal, action, condition, account or id, in any case"`
	Sort      string   `query:"sort" maxLength:"64" doc:"attribute to sort by, with - in front for descending; absent: worst first, then newest"`
	Offset    int      `query:"offset" minimum:"0" maximum:"100000000"`
	Limit     int      `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

func (a *api) findings() {
	atDesk(a, a.lookups, operation(http.MethodGet, "/findings", "findings", "Findings of every analyzer"), a.listFindings)
	a.oneFinding()
	a.decisions()
}

// chosen is what a list is asked for, read.
type chosenFindings struct {
	filter     finding.Filter
	order      finding.Order
	statuses   []string
	severities []string
}

func (in *findingsIn) read() (c chosenFindings, err error) {
	if c.filter, err = finding.ParseFilter(in.Filter, finding.UseList); err != nil {
		return c, err
	}
	if c.order, err = finding.ParseOrder(in.Sort); err != nil {
		return c, err
	}
	if c.statuses, err = words("status", in.Status, textsOf(finding.Statuses())...); err != nil {
		return c, err
	}
	c.severities, err = words("severity", in.Severity, textsOf(finding.Severities())...)
	return c, err
}

func textsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = string(one)
	}
	return out
}

func (a *api) listFindings(ctx context.Context, d *desk.Desk, in *findingsIn) (*Findings, error) {
	c, err := in.read()
	if err != nil {
		return nil, err
	}
	page, err := d.Findings(ctx, desk.Query{Analyzer: in.Analyzer, Sort: c.order})
	if err != nil {
		return nil, err
	}
	w, err := a.wordsOf(ctx, d)
	if err != nil {
		return nil, err
	}
	out := &Findings{Offset: in.Offset, Analyzers: w.watch()}
	found := out.choose(page.Findings, in, &c, w)
	out.Total = len(found)
	begin := min(in.Offset, len(found))
	out.Findings = w.findings(found[begin:min(begin+in.Limit, len(found))])
	out.Completeness = w.completeness()
	return out, nil
}

func (w *wording) watch() []Watch {
	out := make([]Watch, len(w.list))
	for i := range w.list {
		one := &w.list[i]
		out[i] = Watch{one.ID, one.Name, one.Kind, one.Zone, one.Status, one.StatusReason}
	}
	return out
}

// choose picks and counts.
func (out *Findings) choose(all []finding.Finding, in *findingsIn, c *chosenFindings, w *wording) (chosen []finding.Finding) {
	out.Counts.Status, out.Counts.Severity = make(map[finding.Status]int), make(map[finding.Severity]int)
	types, resources, accounts := counting{}, counting{}, counting{}
	text, principal := strings.ToLower(in.Query), strings.ToLower(in.Principal)
	for i := range all {
		f := &all[i]
		ofStatus := len(c.statuses) == 0 || slices.Contains(c.statuses, string(f.Status))
		ofSeverity := len(c.severities) == 0 || slices.Contains(c.severities, string(f.Severity))
		if ofStatus {
			types[string(f.Type)]++
			resources[f.ResourceType]++
			accounts[f.Account]++
		}
		if !c.filter.Match(f) || text != "" && !w.says(f, text) || principal != "" && !names(f, principal) {
			continue
		}
		if ofSeverity {
			out.Counts.Status[f.Status]++
		}
		if ofStatus {
			out.Counts.Severity[f.Severity]++
		}
		if ofStatus && ofSeverity {
			chosen = append(chosen, *f)
		}
	}
	out.Counts.Types, out.Counts.ResourceTypes, out.Counts.Accounts = types.list(), resources.list(), accounts.list()
	return chosen
}

func names(f *finding.Finding, text string) bool {
	return slices.ContainsFunc(whom(f), func(p string) bool { return holdsText(p, text) })
}

type counting map[string]int

// list is the most frequent first.
func (c counting) list() []Counted {
	out := []Counted{}
	for value, n := range c {
		if value != "" {
			out = append(out, Counted{value, n})
		}
	}
	slices.SortFunc(out, func(x, y Counted) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Value, y.Value))
	})
	return out
}

// completeness lists the gaps because of which findings may be missing or not
// proved. An analyzer that could not look says why in its status.
func (w *wording) completeness() answer.Completeness {
	out := answer.Completeness{Gaps: []answer.Gap{}, NotCollected: []snapshot.NotCollected{}}
	if w.picture == nil {
		return out
	}
	s := w.picture.Snapshot
	seen := make(map[snapshot.Gap]bool)
	for i := range w.list {
		for _, g := range w.list[i].Bearing(s) {
			if !seen[g] {
				seen[g] = true
				out.Gaps = append(out.Gaps, answer.Gap(g))
			}
		}
	}
	blind := slices.ContainsFunc(w.list, func(a finding.Analyzer) bool { return a.Status == finding.AnalyzerFailed })
	out.NotCollected, out.Incomplete = s.NotCollected(), len(out.Gaps) > 0 || blind
	return out
}
