package slice

import (
	"errors"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/iam/authz"
	"sightline/iam/catalog"
	"sightline/snapshot"
)

var errLater = errors.New("not built yet")

// From draws what a principal can become and touch.
func From(x *reach.Explorer, from string, o Options) (*Slice, error) { return nil, errLater }

// To draws who can reach a resource, or become a role.
func To(x *reach.Explorer, to string, o Options) (*Slice, error) { return nil, errLater }

// Between draws what is on a path between two.
func Between(x *reach.Explorer, from, to string, o Options) (*Slice, error) { return nil, errLater }

// A Request is one question to be explained.
type Request struct {
	// Principal is what Snapshot.FindPrincipal takes, or a caller from outside.
	Principal string
	Action    string
	Resource  string // "*" for actions without one
	// Session names the session in which a role acts; may be empty.
	Session string
	// Given are condition keys that the user gave; may be nil.
	Given *authz.Context
}

// Explain explains one request.
func Explain(k *permission.Asker, r Request) (*Explained, error) { return nil, errLater }

// ExplainQuestion is Explain for a question that is compiled already.
func ExplainQuestion(k *permission.Asker, q *permission.Question, action string) *Explained { return nil }

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

// ThingOf is Directory.Thing without a directory.
func ThingOf(s *snapshot.Snapshot, text string) Thing { return Thing{ARN: text} }
