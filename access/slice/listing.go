package slice

import (
	"slices"
	"strings"
)

// Limits of a page.
const (
	defaultPage = 100
	mostOnPage  = 1000
)

// A Page is a part of a list, by name.
type Page struct {
	Items  []Thing `json:"items"`
	Total  int     `json:"total"`
	Offset int     `json:"offset"`
}

// A PrincipalFilter selects principals. Empty fields select all users, roles
// and groups; instances, services and providers are listed if asked for by kind.
type PrincipalFilter struct {
	Query, Kind, Account string
	Offset, Limit        int
}

// A ResourceFilter selects resources. Empty fields select all.
type ResourceFilter struct {
	Query, Type, Account, Region string
	Offset, Limit                int
}

// Principals lists users, roles and groups whose name or ARN holds a text.
func (d *Directory) Principals(f PrincipalFilter) Page {
	return d.page(f.Query, f.Offset, f.Limit, func(e entry) bool {
		switch e.list {
		case listIdentities:
			id := &d.s.Identities()[e.at]
			return (f.Kind == "" || f.Kind == id.Kind) && (f.Account == "" || f.Account == id.Account)
		case listResources:
			r := &d.s.Data().Resources[e.at]
			return f.Kind != "" && f.Kind != string(ThingResource) && f.Kind == string(resourceKind(r)) && (f.Account == "" || f.Account == r.Account)
		case listStrangers:
			return f.Kind != "" && f.Account == "" && f.Kind == string(strangerThing(d.s, d.strange[e.at]).Kind)
		default:
			return false
		}
	})
}

// Resources lists resources whose name or ARN holds a text.
func (d *Directory) Resources(f ResourceFilter) Page {
	return d.page(f.Query, f.Offset, f.Limit, func(e entry) bool {
		if e.list != listResources {
			return false
		}
		r := &d.s.Data().Resources[e.at]
		return (f.Type == "" || strings.EqualFold(f.Type, r.Type)) && (f.Account == "" || f.Account == r.Account) &&
			(f.Region == "" || f.Region == r.Region)
	})
}

func (d *Directory) page(query string, offset, limit int, wanted func(entry) bool) Page {
	p := Page{Items: []Thing{}, Offset: max(offset, 0)}
	if limit <= 0 {
		limit = defaultPage
	}
	limit = min(limit, mostOnPage)
	text := strings.TrimSpace(folded(query))
	for _, at := range d.ordered() {
		i := int(at)
		if !wanted(d.entries[i]) || text != "" && !d.called(i, text) {
			continue
		}
		if p.Total >= p.Offset && len(p.Items) < limit {
			p.Items = append(p.Items, d.thing(i))
		}
		p.Total++
	}
	return p
}

// called tells whether an entry's name or ARN holds a text.
func (d *Directory) called(i int, text string) bool {
	fields := strings.SplitN(d.textOf(i), string(fieldMark), 3)
	return slices.ContainsFunc(fields[:min(2, len(fields))], func(f string) bool { return strings.Contains(f, text) })
}
