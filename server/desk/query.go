package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sightline/access/finding"
	"sightline/store"
)

// A Query chooses findings. The zero value chooses all.
type Query struct {
	// Analyzer is a name or an id; empty means every analyzer.
	Analyzer string
	Filter   finding.Filter
	Sort     finding.Order
	// Cursor is the Next of the page before; empty for the first.
	Cursor string
	// Limit is how long a page is at most; 0: everything.
	Limit int
}

// A Page is one part of the findings that a Query chooses.
type Page struct {
	Findings []finding.Finding
	// Next is the Cursor of the next page; empty if there is none.
	Next string
	// Total counts all that the query chooses, on every page.
	Total int
	// Counts of these by status and by severity; ByAnalyzer by the id.
	ByStatus   map[finding.Status]int
	BySeverity map[finding.Severity]int
	ByAnalyzer map[string]int
	// Stale counts those that could not be judged again, Errors the resources
	// that could not be analysed, Undetermined those that are not proved; resolved
	// ones do not count.
	Stale, Errors, Undetermined int
}

// Findings lists findings. Errors: *finding.InvalidError, store.ErrNotFound for
// the analyzer.
func (d *Desk) Findings(ctx context.Context, q Query) (Page, error) {
	if err := q.Filter.Validate(finding.UseList); err != nil {
		return Page{}, err
	}
	narrow := narrowed(q.Filter)
	if q.Analyzer != "" {
		a, err := d.Analyzer(ctx, q.Analyzer)
		if err != nil {
			return Page{}, err
		}
		narrow.Analyzers = []string{a.ID}
	}
	s, err := d.shelf(ctx, narrow)
	if err != nil {
		return Page{}, err
	}
	chosen := q.Filter.Select(s.findings)
	q.Sort.Sort(chosen)
	return q.page(chosen)
}

// narrowed is the part of a filter that the store's columns answer.
func narrowed(f finding.Filter) store.FindingQuery {
	return store.FindingQuery{
		IDs: f["id"].Eq, Statuses: f["status"].Eq, Resources: columns(f["resource"].Eq),
		Accounts: columns(f["resourceOwnerAccount"].Eq), Kinds: f["findingType"].Eq, Severities: f["severity"].Eq,
	}
}

func (q Query) page(chosen []finding.Finding) (Page, error) {
	p := Page{Findings: []finding.Finding{}, Total: len(chosen)}
	p.count(chosen)
	begin, err := q.begin(chosen)
	if err != nil {
		return Page{}, err
	}
	end := len(chosen)
	if q.Limit > 0 && q.Limit < end-begin {
		end = begin + q.Limit
		p.Next = strconv.Itoa(end) + "-" + chosen[end-1].ID
	}
	p.Findings = append(p.Findings, chosen[begin:end]...)
	return p, nil
}

// begin finds where a page begins: behind the finding that ended the one before
// or, if that is not chosen any more, where it stood.
func (q Query) begin(chosen []finding.Finding) (int, error) {
	if q.Cursor == "" {
		return 0, nil
	}
	place, id, _ := strings.Cut(q.Cursor, "-")
	n, err := strconv.Atoi(place)
	if err != nil || n < 1 || id == "" {
		return 0, &finding.InvalidError{Field: "cursor", Text: fmt.Sprintf("%.100q is no place in this list: give the one that came with the page before", q.Cursor)}
	}
	if i := slices.IndexFunc(chosen, func(f finding.Finding) bool { return f.ID == id }); i >= 0 {
		return i + 1, nil
	}
	return min(n-1, len(chosen)), nil
}

func (p *Page) count(chosen []finding.Finding) {
	p.ByStatus, p.BySeverity = make(map[finding.Status]int), make(map[finding.Severity]int)
	p.ByAnalyzer = make(map[string]int)
	for i := range chosen {
		f := &chosen[i]
		p.ByStatus[f.Status]++
		p.BySeverity[f.Severity]++
		p.ByAnalyzer[f.Analyzer]++
		if f.Status != finding.StatusResolved {
			p.Stale += oneIf(f.Stale != nil)
			p.Errors += oneIf(f.Error != "")
			p.Undetermined += oneIf(f.Error == "" && f.Undetermined != "")
		}
	}
}
