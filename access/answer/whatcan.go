package answer

import (
	"sightline/access/permission"
	"sightline/iam/authz"
)

// WhatCan lists all that a principal may do.
type WhatCan struct {
	Principal string             `json:"principal"`
	Grants    []permission.Grant `json:"grants"`
	Completeness
}

// WhatCanText is a question as it is written.
type WhatCanText struct {
	Principal string
	Session   string // may be empty
	Filter    permission.Filter
	Context   []string
	Absent    []string
}

// A WhatCanQuestion is well-formed.
type WhatCanQuestion struct {
	Principal, Session string
	Filter             permission.Filter
	given              *authz.Context
}

// ReadWhatCan reads a question. The error is a *QuestionError.
func ReadWhatCan(t WhatCanText) (*WhatCanQuestion, error) {
	given, err := Context(t.Context, t.Absent)
	if err != nil {
		return nil, err
	}
	return &WhatCanQuestion{t.Principal, t.Session, t.Filter, given}, nil
}

// Ask answers from one snapshot. The error names what does not exist.
func (q *WhatCanQuestion) Ask(k *permission.Asker) (*WhatCan, error) { return q.AskUntil(k, nil) }

// AskUntil is Ask that ends with the error of stop.
func (q *WhatCanQuestion) AskUntil(k *permission.Asker, stop permission.Stop) (*WhatCan, error) {
	if q.Filter.Service != "" {
		if _, ok := k.Catalog.Service(q.Filter.Service); !ok {
			return nil, malformed("service", " %q: no such service in the service reference (%s)", q.Filter.Service, k.Catalog.Version())
		}
	}
	p, err := Principal(k.Snapshot, q.Principal, q.Session, "")
	if err != nil {
		return nil, err
	}
	grants, err := k.GrantsUntil(p, q.Filter, q.given, stop)
	if err != nil {
		return nil, err
	}
	w := &WhatCan{Principal: CallerName(p), Grants: orEmpty(grants), Completeness: completeness(k, k.GapsOf(grants))}
	for i := range grants {
		w.Incomplete = w.Incomplete || grants[i].Verdict == permission.Undetermined
	}
	return w, nil
}
