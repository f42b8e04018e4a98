package store

import (
	"context"
	"fmt"
	"iter"
)

// Findings keeps findings under their ids. All methods are safe for concurrent
// use, and all obey ctx.
//
// Two that change findings at once, a server and a command line, do not lose
// each other's work: Save refuses what was changed since it was read.
type Findings interface {
	// Save stores all of the findings or, with an error, none; when it returns
	// nil they are durable. Each is given with the Version that was read, 0 for
	// one that is new, and has the next Version afterwards.
	//
	// ErrConflict if a finding was saved or deleted meanwhile, or is new twice in
	// the list: read again, and decide again. ErrNotFound if the store lacks the
	// analyzer of one, as when it was deleted meanwhile.
	Save(ctx context.Context, list []Finding) error

	// Get returns the finding with this whole id. ErrNotFound.
	Get(ctx context.Context, id string) (Finding, error)

	// Resolve returns the finding whose id is, or alone begins with, prefix.
	// ErrNotFound if there is none, also for an empty prefix; ErrAmbiguous if
	// several begin with it and none is it.
	Resolve(ctx context.Context, prefix string) (Finding, error)

	// List returns one page of the findings that a query chooses.
	List(ctx context.Context, q FindingQuery) (FindingPage, error)

	// Count counts the findings that a query chooses, whatever its Limit and
	// After.
	Count(ctx context.Context, q FindingQuery) (int, error)

	// DeleteOf removes all findings of an analyzer, which stays, and says how
	// many they were.
	DeleteOf(ctx context.Context, analyzer string) (int, error)
}

// MaxPage is the most that one page holds.
const MaxPage = 5000

// A FindingQuery chooses findings: those whose columns have one of the values
// of every list that is not empty. The zero value chooses all, by id.
type FindingQuery struct {
	IDs, Analyzers, Statuses, Resources, Accounts, Kinds, Severities []string
	// Newest orders by UpdatedAt, the latest first, and else by id.
	Newest bool
	// Limit is how long a page is at most; 0, or more than MaxPage, is MaxPage.
	Limit int
	// After is the Next of the page before; empty for the first.
	After string
}

// A FindingPage is one part of a list. What is saved between two pages may be
// missed or, with Newest, be there twice; what nobody touches is there once.
type FindingPage struct {
	Findings []Finding
	// Next is After of the next page; empty if there is none.
	Next string
}

// All goes through every page of a query. It ends after the first error.
func All(ctx context.Context, f Findings, q FindingQuery) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for {
			page, err := f.List(ctx, q)
			if err != nil {
				yield(Finding{}, err)
				return
			}
			for _, one := range page.Findings {
				if !yield(one, nil) {
					return
				}
			}
			if q.After = page.Next; q.After == "" {
				return
			}
		}
	}
}

// Page is the Limit as it holds.
func (q FindingQuery) Page() int {
	if q.Limit <= 0 || q.Limit > MaxPage {
		return MaxPage
	}
	return q.Limit
}

// A Place is where a page begins: behind this finding. Backends make After of
// it and read it back.
type Place struct {
	ID        string
	UpdatedAt int64 // milliseconds; 0 unless the order is Newest
}

// PlaceOf is the place of a finding in the query's order.
func (q FindingQuery) PlaceOf(f Finding) Place {
	if !q.Newest {
		return Place{ID: f.ID}
	}
	return Place{f.ID, f.UpdatedAt.UnixMilli()}
}

// String is what Begin reads.
func (p Place) String() string { return fmt.Sprintf("%d %s", p.UpdatedAt, p.ID) }

// Begin reads After; given is false for the first page. An error says that After
// is none of a list's.
func (q FindingQuery) Begin() (p Place, given bool, err error) {
	if q.After == "" {
		return p, false, nil
	}
	n, err := fmt.Sscanf(q.After, "%d %s", &p.UpdatedAt, &p.ID)
	if err != nil || n != 2 || p.String() != q.After || checkID("finding", p.ID) != nil || !q.Newest && p.UpdatedAt != 0 {
		return Place{}, false, fmt.Errorf("%.100q is no place in this list of findings: give the one that came with the page before", q.After)
	}
	return p, true, nil
}

// Analyzers keeps analyzers under their ids, each with a name of its own. All
// methods are safe for concurrent use, and all obey ctx.
type Analyzers interface {
	// Save stores an analyzer, given with the Version that was read, 0 for a new
	// one, and returns it as it is kept. When it returns nil it is durable.
	// ErrExists if it is new and its id or name is taken, or if its name is
	// that of another; ErrConflict if it was saved or deleted since it was read.
	Save(ctx context.Context, a Analyzer) (Analyzer, error)

	// Get returns the analyzer with this id, and Named the one with this name.
	// ErrNotFound.
	Get(ctx context.Context, id string) (Analyzer, error)
	Named(ctx context.Context, name string) (Analyzer, error)

	// List returns all analyzers, by name.
	List(ctx context.Context) ([]Analyzer, error)

	// Delete removes the analyzer with this id and all its findings. ErrNotFound.
	Delete(ctx context.Context, id string) error
}
