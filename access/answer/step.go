package answer

import "sightline/iam/authz"

// A Step is an authz.Step as answers show it: the fields that scripts rely on
// are always there.
type Step struct {
	Layer      authz.Layer       `json:"layer"`
	Policy     string            `json:"policy"`
	Statement  int               `json:"statement"`
	SID        string            `json:"sid,omitempty"`
	Effect     string            `json:"effect,omitempty"`
	Verdict    authz.Verdict     `json:"verdict"`
	Reason     authz.Reason      `json:"reason"`
	Facts      map[string]string `json:"facts,omitempty"`
	Conditions []authz.Test      `json:"conditions,omitempty"`
	File       string            `json:"file"`
	Line       int               `json:"line"`
}

// Steps is never nil.
func Steps(steps []authz.Step) []Step {
	out := make([]Step, len(steps))
	for i, s := range steps {
		out[i] = Step(s)
	}
	return out
}
