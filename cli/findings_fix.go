package cli

import (
	"fmt"
	"strings"
)

// maxLost limits the losses that a table lists.
const maxLost = 10

// writeFix shows the change that ends a finding.
func writeFix(w *table, x *findingAnswer) {
	w.line("")
	if x.Fix == nil {
		w.line("No fix: " + x.NoFix)
		return
	}
	f := x.Fix
	w.line("Fix: " + f.Description)
	if f.Document != "" {
		w.line("")
		w.line("The new document")
		writeIndented(w, f.Document)
	}
	w.line("")
	w.line("To apply it (Sightline itself never writes to AWS)")
	for _, command := range f.Commands {
		w.line("  " + command)
	}
	w.line("")
	w.line("Proof")
	for _, sentence := range f.Proof {
		w.line("  " + sentence)
	}
	if len(f.Lost) > 0 {
		w.line("")
		w.line("What else is lost")
	}
	for i, lost := range f.Lost {
		if i == maxLost {
			w.line(fmt.Sprintf("  and %d more; --output json has all", len(f.Lost)-i))
			break
		}
		w.row("  "+lost.Principal, lost.Action, lost.Example)
	}
	for _, text := range f.Unsure {
		w.line("  not known: " + text)
	}
	if len(f.Alternatives) > 0 {
		w.line("")
		w.line("Other ways; --output json has their documents and commands")
	}
	for i := range f.Alternatives {
		other := &f.Alternatives[i]
		w.line("  " + other.Description + lostText(len(other.Lost), len(other.Unsure)))
	}
}

func lostText(lost, unsure int) string {
	switch {
	case lost > 0:
		return fmt.Sprintf(" (takes %s from inside)", count(lost, "action"))
	case unsure > 0:
		return " (whether it takes anything from inside is not known)"
	}
	return ""
}

func writeIndented(w *table, text string) {
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		w.line("  " + line)
	}
}
