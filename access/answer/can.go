package answer

import (
	"strings"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// Can is one decision with every step, and what keeps it open.
type Can struct {
	Principal      string                  `json:"principal"`
	Action         string                  `json:"action"`
	Resource       string                  `json:"resource"`
	Decision       authz.Decision          `json:"decision"`
	DecidedBy      authz.Layer             `json:"decidedBy"`
	Steps          []Step                  `json:"steps"`
	MissingContext []string                `json:"missingContext"`
	Gaps           []Gap                   `json:"gaps"`
	NotCollected   []snapshot.NotCollected `json:"notCollected"`
	Incomplete     bool                    `json:"incomplete"`
}

// CanText is a question as it is written.
type CanText struct {
	Principal string
	Action    string
	Resource  string // an ARN, or * for actions that have none
	Session   string // name of the session in which a role acts; may be empty
	Context   []string
	Absent    []string
}

// A CanQuestion is well-formed.
type CanQuestion struct {
	Principal, Action, Resource, Session string
	Given                                *authz.Context
}

// ReadCan reads a question. The error is a *QuestionError.
func ReadCan(t CanText) (*CanQuestion, error) {
	if err := CheckAction(t.Action); err != nil {
		return nil, err
	}
	if err := CheckResource(t.Resource); err != nil {
		return nil, err
	}
	given, err := Context(t.Context, t.Absent)
	if err != nil {
		return nil, err
	}
	return &CanQuestion{t.Principal, t.Action, t.Resource, t.Session, given}, nil
}

// Ask answers from one snapshot. The error names what does not exist.
func (q *CanQuestion) Ask(k *permission.Asker) (*Can, error) {
	compiled, err := q.Compile(k)
	if err != nil {
		return nil, err
	}
	can := CanOf(k, compiled, q.Action, compiled.Explain(q.Action))
	return &can, nil
}

// Compile finds who and what is meant.
func (q *CanQuestion) Compile(k *permission.Asker) (*permission.Question, error) {
	p, err := Principal(k.Snapshot, q.Principal, q.Session, q.Action)
	if err != nil {
		return nil, err
	}
	if err := KnownResource(k, q.Resource); err != nil && !creates(q.Action, q.Resource) {
		return nil, err
	}
	return k.Question(p, q.Resource, q.Given)
}

// creates tells whether an action makes a resource of the very kind that is
// named: then that it is not there is no slip. iam:CreateAccessKey makes no user.
func creates(action, resource string) bool {
	_, name, _ := strings.Cut(action, ":")
	parts := strings.SplitN(resource, ":", 6)
	kind := strings.TrimPrefix(parts[len(parts)-1], "/")
	if cut := strings.IndexAny(kind, "/:"); cut >= 0 {
		kind = kind[:cut]
	}
	kindOfType := snapshot.ResourceTypeOf(resource)
	kindOfType = kindOfType[strings.LastIndexByte(kindOfType, ':')+1:]
	return strings.EqualFold(name, "Create"+kind) || strings.EqualFold(name, "Create"+kindOfType)
}

// CanOf shows the explanation of one action of a question.
func CanOf(k *permission.Asker, q *permission.Question, action string, e authz.Explanation) Can {
	return Can{
		Principal: CallerName(q.Principal), Action: action, Resource: q.Resource, Decision: e.Decision, DecidedBy: e.DecidedBy,
		Steps: Steps(e.Steps), MissingContext: orEmpty(e.MissingContext), Gaps: gapsNamed(k.Snapshot, e.Gaps),
		NotCollected: k.Snapshot.NotCollected(), Incomplete: len(e.Gaps) > 0,
	}
}
