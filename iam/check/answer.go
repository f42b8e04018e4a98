package check

import (
	"fmt"
	"strings"

	"sightline/iam/catalog"
	"sightline/iam/eval"
	"sightline/iam/policy"
	"sightline/iam/symbolic"
)

// A Kind says how documents are read.
type Kind uint8

// Identity policies name no principal, resource policies do. Trust policies
// are resource policies.
const (
	Identity Kind = iota
	Resource
)

// Options of a check. The zero value is for identity policies.
type Options struct {
	Kind Kind
	// Work caps one question of the reasoner; 0 means its default.
	Work int
	// KnownOnly asks about the actions of the service reference alone, so that
	// what a pattern adds beyond them is no failure. AWS's own checks ask about
	// all names, as actions are added every week.
	KnownOnly bool
	// First ends NoNewAccess at the first statement that fails, as AWS's check
	// does, in place of naming all of them.
	First bool
	// Own is the ARN of the resource that a resource policy hangs on, for
	// witnesses; optional.
	Own string

	// engine keeps the documents compiled for all witnesses of a check.
	engine *eval.Engine
}

// A Result is the outcome of a check.
type Result string

// The results. Undetermined: neither proof nor witness.
const (
	Pass         Result = "PASS"
	Fail         Result = "FAIL"
	Undetermined Result = "UNDETERMINED"
)

// An Answer is the outcome of a check with all statements that fail it.
type Answer struct {
	Result  Result   `json:"result"`
	Message string   `json:"message"`
	Reasons []Reason `json:"reasons"`
}

// A Reason is one statement that fails a check, or of which it cannot be told
// (then there is no Witness).
type Reason struct {
	StatementIndex int      `json:"statementIndex"`
	StatementID    string   `json:"statementId,omitempty"`
	Description    string   `json:"description"`
	Witness        *Witness `json:"witness,omitempty"`
}

// A Witness is a request that shows a failure.
type Witness struct {
	// Principal has one of the members AWS, Service, Federated, CanonicalUser
	// (a text) and Anonymous (true); nil for identity policies.
	Principal map[string]any `json:"principal,omitempty"`
	Action    string         `json:"action"`
	Resource  string         `json:"resource"`
	// Context holds a text for a key of one value and a list for others.
	Context map[string]any `json:"context"`
	// Statement is the index of the statement that the request proves.
	Statement int `json:"statement"`
}

// problem prepares the reasoner.
func problem(o Options) *symbolic.Problem {
	options := symbolic.Options{
		Callers: o.Kind == Resource, Types: KeyType, Resource: o.Own, Work: o.Work,
		ActionsLike: catalog.Embedded().Match,
	}
	if o.KnownOnly {
		options.KnownActions = catalog.Embedded().Match
	}
	return symbolic.New(options)
}

// KeyType reads the type of a condition key off the embedded service reference.
func KeyType(key string) symbolic.KeyType {
	k, ok := catalog.Embedded().ConditionKey("", key)
	if !ok {
		return symbolic.KeyUnknown
	}
	return symbolic.KeyType(k.Type)
}

func add(p *symbolic.Problem, d *policy.Document, o Options) *symbolic.Policy {
	if o.Kind == Resource {
		return p.Resource(d)
	}
	return p.Identity(d)
}

// witness writes down a request of the reasoner.
func witness(r *symbolic.Request, statement int) *Witness {
	w := &Witness{Action: r.Action, Resource: r.Resource, Context: make(map[string]any), Statement: statement}
	switch r.Caller.Kind {
	case symbolic.CallerNone:
	case symbolic.CallerAWS:
		w.Principal = map[string]any{"AWS": r.Caller.Text}
	case symbolic.CallerService:
		w.Principal = map[string]any{"Service": r.Caller.Text}
	case symbolic.CallerFederated:
		w.Principal = map[string]any{"Federated": r.Caller.Text}
	case symbolic.CallerCanonicalUser:
		w.Principal = map[string]any{"CanonicalUser": r.Caller.Text}
	case symbolic.CallerAnonymous:
		w.Principal = map[string]any{"Anonymous": true}
	}
	for _, c := range r.Context {
		if c.Multi {
			w.Context[c.Key] = c.Values
		} else {
			w.Context[c.Key] = c.Values[0]
		}
	}
	return w
}

// Sentence says what the request is, for people.
func (w *Witness) Sentence() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s on %s", w.Action, w.Resource)
	for kind, who := range w.Principal {
		if kind == "Anonymous" {
			b.WriteString(" by anyone without credentials")
		} else {
			fmt.Fprintf(&b, " by %v", who)
		}
	}
	for i, key := range sorted(w.Context) {
		word := " and "
		if i == 0 {
			word = " with "
		}
		fmt.Fprintf(&b, "%s%s = %s", word, key, show(w.Context[key]))
	}
	return b.String()
}

func show(v any) string {
	switch v := v.(type) {
	case []string:
		quoted := make([]string, len(v))
		for i, s := range v {
			quoted[i] = fmt.Sprintf("%q", s)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	default:
		return fmt.Sprintf("%q", v)
	}
}
