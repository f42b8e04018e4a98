package slice

import (
	"sightline/access/answer"
	"sightline/access/permission"
	"sightline/iam/authz"
)

// Explained is one request explained in sentences.
type Explained struct {
	// Can is the object of the verb can.
	Can       *answer.Can        `json:"can"`
	Sentence  string             `json:"sentence"`
	Verdict   permission.Verdict `json:"verdict"`
	Principal Thing              `json:"principal"`
	Resource  Thing              `json:"resource"`
	// Layers in the order of evaluation, from the principal to the resource.
	Layers     []LayerState    `json:"layers"`
	Conditions []ConditionText `json:"conditions"`
	Statements []Excerpt       `json:"statements"`
	// Changes say what would have to change, for a denied request.
	Changes []string `json:"changes"`
	Example Example  `json:"example"`

	// Explanation is what the sentences were made from.
	Explanation authz.Explanation `json:"-"`
}

// A State is what a layer does to a request.
type State string

// The states. NotReached: an earlier layer stopped the request, and this one
// was looked at all the same.
const (
	StatePass       State = "pass"
	StateIf         State = "if"
	StateStop       State = "stop"
	StateNone       State = "none"
	StateUnknown    State = "unknown"
	StateNotReached State = "notReached"
)

// A LayerState is one plate of the sightline.
type LayerState struct {
	Layer    authz.Layer   `json:"layer"`
	Title    string        `json:"title"`
	State    State         `json:"state"`
	Sentence string        `json:"sentence"`
	Steps    []answer.Step `json:"steps"`
}

// A ConditionText is a condition in plain words and whether it holds: "true",
// "false" or "unknown".
type ConditionText struct {
	Text  string `json:"text"`
	Key   string `json:"key"`
	Holds string `json:"holds"`
}

// An Excerpt is a statement with the text round it. Lines count from FirstLine.
type Excerpt struct {
	Layer     authz.Layer `json:"layer"`
	Policy    string      `json:"policy"`
	Statement int         `json:"statement"`
	SID       string      `json:"sid"`
	Effect    string      `json:"effect"`
	File      string      `json:"file"`
	Line      int         `json:"line"`
	// Document is the SHA-256 of the policy's text.
	Document string `json:"document"`
	// Text is the policy, or the part of it round the statement; it begins at
	// FirstLine, and the statement runs from FromLine to ToLine.
	Text      string `json:"text"`
	FirstLine int    `json:"firstLine"`
	FromLine  int    `json:"fromLine"`
	ToLine    int    `json:"toLine"`
}

// An Example is the request that was asked about, with the keys that are known.
type Example struct {
	Principal string         `json:"principal"`
	Action    string         `json:"action"`
	Resource  string         `json:"resource"`
	Context   map[string]any `json:"context"`
}
