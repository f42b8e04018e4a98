package cli

import (
	"fmt"
	"slices"
	"strings"

	"sightline/iam/check"
)

// A checkAnswer is the answer of a check with its policy type and the places of
// its reasons.
type checkAnswer struct {
	Result     check.Result  `json:"result"`
	Message    string        `json:"message"`
	PolicyType policyType    `json:"policyType"`
	Reasons    []checkReason `json:"reasons"`
}

type checkReason struct {
	check.Reason
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// printCheck prints an answer about the statements of a file.
func (a *app) printCheck(answer check.Answer, f policyFile, t chosenType) error {
	out := checkAnswer{Result: answer.Result, Message: answer.Message, PolicyType: t.policyType, Reasons: []checkReason{}}
	for _, r := range answer.Reasons {
		reason := checkReason{Reason: r, File: f.name}
		if i := r.StatementIndex; i >= 0 && i < len(f.doc.Statements) {
			reason.Line = f.doc.Statements[i].Span.Start.Line
		}
		out.Reasons = append(out.Reasons, reason)
	}
	a.exit = checkStatus(answer.Result)
	return a.print(out, func(w *table) { writeCheck(w, &answer, f, t) })
}

func checkStatus(r check.Result) int {
	switch r {
	case check.Pass:
		return exitOK
	case check.Fail:
		return exitNo
	default:
		return exitUnknown
	}
}

func writeCheck(w *table, answer *check.Answer, f policyFile, t chosenType) {
	w.line(string(answer.Result) + ": " + answer.Message)
	w.line("Policy type: " + t.String() + ".")
	for _, r := range answer.Reasons {
		w.line("")
		w.line(f.site(r.StatementIndex) + ": " + r.Description)
		if r.Witness != nil {
			w.line("  A request that shows it:")
			writeWitness(w, r.Witness)
		}
	}
}

// writeWitness prints a request, a row for each part.
func writeWitness(w *table, r *check.Witness) {
	for kind, who := range r.Principal {
		if kind == "Anonymous" {
			w.row("    principal", "anyone, without credentials")
		} else {
			w.row("    principal", fmt.Sprintf("%s %v", kind, who))
		}
	}
	w.row("    action", r.Action)
	w.row("    resource", r.Resource)
	for _, key := range sortedNames(r.Context) {
		w.row("    "+key, contextText(r.Context[key]))
	}
	if len(r.Context) == 0 {
		w.row("    condition keys", "none")
	}
}

func sortedNames(context map[string]any) []string {
	var names []string
	for name := range context {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func contextText(value any) string {
	values, multi := value.([]string)
	if !multi {
		return fmt.Sprintf("%q", value)
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
