package sample

import (
	"encoding/json"
	"fmt"

	"sightline/iam/authz"
)

// Expected are the answers that are right for the sample, derived by hand from
// AWS's rules and not from what any program of this project says.
type Expected struct {
	Can    []CanCase    `json:"can"`
	WhoCan []WhoCanCase `json:"whoCan"`
	Reach  []ReachCase  `json:"reach"`
}

// A CanCase is a question of `sightline can` with its answer.
type CanCase struct {
	Question CanQuestion `json:"question"`
	Expect   struct {
		Decision string `json:"decision"`
		// DecidedBy is empty where several layers, or none alone, decide.
		DecidedBy authz.Layer `json:"decidedBy"`
		// MissingContext is complete for Unknown decisions: the keys whose
		// values would decide, sorted. None means that something else is not
		// known (a gap, an outside account, an object's list, a session name).
		MissingContext []string `json:"missingContext"`
	} `json:"expect"`
	Reason string `json:"reason"`
}

// A CanQuestion has the arguments of the command. Context keys that are neither
// given nor absent nor derived from the snapshot are not known.
type CanQuestion struct {
	Verb      string                 `json:"verb"`
	Principal string                 `json:"principal"`
	Action    string                 `json:"action"`
	Resource  string                 `json:"resource"`
	Context   map[string]ContextText `json:"context"`
	Absent    []string               `json:"absent"`
}

// A ContextText is a string for a single-valued key and an array for a
// multivalued one, as in conformance cases.
type ContextText struct {
	Multi  bool
	Values []string
}

// UnmarshalJSON reads either form.
func (c *ContextText) UnmarshalJSON(text []byte) error {
	var one string
	if err := json.Unmarshal(text, &one); err == nil {
		*c = ContextText{Values: []string{one}}
		return nil
	}
	c.Multi = true
	if err := json.Unmarshal(text, &c.Values); err != nil {
		return fmt.Errorf("a context value is a string or an array of strings: %w", err)
	}
	return nil
}

// AddTo puts the question's keys into a context, whose other keys stay.
func (q *CanQuestion) AddTo(ctx *authz.Context) {
	for key, v := range q.Context {
		if v.Multi {
			ctx.SetMulti(key, v.Values...)
		} else {
			ctx.Set(key, v.Values[0])
		}
	}
	for _, key := range q.Absent {
		ctx.SetAbsent(key)
	}
}

// A WhoCanCase names principals that must be in the answer, under whatever
// verdict, and principals that must not.
type WhoCanCase struct {
	Question struct {
		Verb     string `json:"verb"`
		Action   string `json:"action"`
		Resource string `json:"resource"`
	} `json:"question"`
	Expect struct {
		Principals []string `json:"principals"`
		Not        []string `json:"not"`
	} `json:"expect"`
	Reason string `json:"reason"`
}

// A ReachCase names identities and resources that a path must lead to, under
// whatever conditions, and such that no path leads to. A bucket counts as
// reached when any object of it is.
type ReachCase struct {
	Question struct {
		Verb string `json:"verb"`
		From string `json:"from"`
	} `json:"question"`
	Expect struct {
		Reaches    []string `json:"reaches"`
		NotReaches []string `json:"notReaches"`
	} `json:"expect"`
	Reason string `json:"reason"`
}

// ExpectedAnswers reads expected.json.
func ExpectedAnswers() (Expected, error) {
	var e Expected
	err := readTable("expected.json", &e)
	return e, err
}
