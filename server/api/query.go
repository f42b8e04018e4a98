package api

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// wellFormed refuses what would be passed over in silence: a query that cannot
// be read, and a parameter given twice of which only one counts.
func wellFormed(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		WriteProblem(w, NewProblem(http.StatusBadRequest, "The query cannot be read: "+shortened(err.Error())+"; percent-encode names and values."))
		return
	}
	for name, values := range q {
		if len(values) > 1 && !repeats(ctx.Operation(), name) {
			WriteProblem(w, NewProblem(http.StatusBadRequest, "Parameter "+quoted(name)+" is given "+times(len(values))+"; give it once."))
			return
		}
	}
	if name := empty(ctx.Operation(), q); name != "" {
		WriteProblem(w, NewProblem(http.StatusUnprocessableEntity, "Parameter "+name+" is empty: give a value, or leave it out."))
		return
	}
	next(ctx)
}

// empty finds a parameter that is given without a value where that would be
// taken for something that was not asked.
func empty(op *huma.Operation, q url.Values) string {
	for _, p := range op.Parameters {
		switch p.Name {
		case "resource", "context", "absent", "filter":
			if slices.Contains(q[p.Name], "") && !p.Required {
				return p.Name
			}
		}
	}
	return ""
}

func repeats(op *huma.Operation, name string) bool {
	return slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool {
		return p.Name == name && p.Schema != nil && p.Schema.Type == huma.TypeArray
	})
}

func times(n int) string {
	if n == 2 {
		return "twice"
	}
	return "several times"
}
