package answer

import (
	"sightline/access/permission"
	"sightline/iam/authz"
)

// WhoCan lists who may do something on a resource.
type WhoCan struct {
	Action     string              `json:"action"`
	Resource   string              `json:"resource"`
	Principals []permission.Holder `json:"principals"`
	Completeness
}

// A WhoCanQuestion is well-formed.
type WhoCanQuestion struct {
	Action, Resource string
	actions          permission.Actions
	given            *authz.Context
}

// ReadWhoCan reads a question: one action, a glob, * or an access level, and an
// ARN or *. given may be nil.
func ReadWhoCan(action, resource string, values, absent []string) (*WhoCanQuestion, error) {
	actions, err := permission.ParseActions(action)
	if err != nil {
		return nil, err
	}
	if err := CheckResource(resource); err != nil {
		return nil, err
	}
	given, err := Context(values, absent)
	if err != nil {
		return nil, err
	}
	return &WhoCanQuestion{action, resource, actions, given}, nil
}

// Ask answers from one snapshot. The error names what does not exist.
func (q *WhoCanQuestion) Ask(k *permission.Asker) (*WhoCan, error) { return q.AskUntil(k, nil) }

// AskUntil is Ask that ends with the error of stop.
func (q *WhoCanQuestion) AskUntil(k *permission.Asker, stop permission.Stop) (*WhoCan, error) {
	if err := KnownResource(k, q.Resource); err != nil {
		return nil, err
	}
	holders, err := k.WhoUntil(q.actions, q.Resource, q.given, stop)
	if err != nil {
		return nil, err
	}
	w := &WhoCan{Action: q.Action, Resource: q.Resource, Principals: orEmpty(holders), Completeness: completeness(k, k.GapsOn(q.Resource))}
	for i := range holders {
		w.Incomplete = w.Incomplete || holders[i].Verdict == permission.Undetermined
	}
	return w, nil
}

// Fits tells whether some of the actions work on the type of the resource.
func (q *WhoCanQuestion) Fits(k *permission.Asker) bool {
	return q.Resource == "*" || k.Fits(q.actions, q.Resource)
}
