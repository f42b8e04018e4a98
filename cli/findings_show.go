package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sightline/access/analyze"
	"sightline/access/export"
	"sightline/access/finding"
	"sightline/iam/authz"
	"sightline/iam/policy"
	"sightline/server/desk"
	"sightline/snapshot"
)

func (a *app) findingsShowCommand() *cobra.Command {
	var fix bool
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "explain one finding: who, what, through which statements, an example, its history",
		Long: "Explain one finding (an id, or the beginning of one): who may do what, through which statements, a request that shows\n" +
			"it, and its history. --fix works out the change that ends it and takes the least from inside the zone of trust, proves\n" +
			"it, and prints the new document and the AWS CLI command; Sightline itself never writes to AWS.\n\n" +
			"Exit status: 0 answered, 3 answered but incomplete (the finding could not be judged again, or is not proved).",
		Example: "  sightline findings show 385e0ada\n  sightline findings show 385e0ada --fix",
		Args:    arguments(1, 1, "ID [--fix]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.showFinding(cmd.Context(), args[0], fix)
		},
	}
	cmd.Flags().BoolVar(&fix, "fix", false, "work out and prove the change that ends the finding")
	return cmd
}

// findingAnswer is a finding with what belongs to it.
type findingAnswer struct {
	finding.Summary
	Analyzer string       `json:"analyzer"` // its name
	Example  string       `json:"example,omitempty"`
	Fix      *analyze.Fix `json:"fix,omitempty"`
	// NoFix says why there is no fix.
	NoFix string `json:"noFix,omitempty"`
}

func (a *app) showFinding(ctx context.Context, id string, fix bool) error {
	return a.findingsOf(ctx, func(d *desk.Desk, s *snapshot.Snapshot) error {
		f, err := d.Finding(ctx, id)
		if err != nil {
			return err
		}
		watcher, err := d.Analyzer(ctx, f.Analyzer)
		if err != nil {
			return err
		}
		shown := findingAnswer{Summary: f.Summary(), Analyzer: watcher.Name, Example: exampleOf(&f)}
		if fix {
			shown.fix(ctx, d, s, &f)
		}
		a.exit = statusOf(f.Status != finding.StatusResolved && (f.Stale != nil || f.Error != "" || f.Undetermined != ""))
		return a.print(shown, func(w *table) {
			writeFinding(w, &f, &watcher, s)
			if fix {
				writeFix(w, &shown)
			}
		})
	})
}

func (x *findingAnswer) fix(ctx context.Context, d *desk.Desk, s *snapshot.Snapshot, f *finding.Finding) {
	if f.Status == finding.StatusResolved {
		x.NoFix = "the finding is resolved: there is nothing to fix"
		return
	}
	if s == nil {
		x.NoFix = "there is no snapshot to work it out on: run `sightline scan`"
		return
	}
	fix, err := d.Fix(ctx, s, f.ID)
	if err != nil {
		x.NoFix = err.Error()
		return
	}
	x.Fix = fix
}

// exampleOf words the witness, with actions spelled as the finding has them.
func exampleOf(f *finding.Finding) string {
	text := analyze.Sentence(f.Witness)
	if f.Witness == nil {
		return ""
	}
	for _, action := range f.Actions {
		if strings.EqualFold(action, f.Witness.Action) {
			text = strings.Replace(text, " "+f.Witness.Action+" ", " "+action+" ", 1)
		}
	}
	return text
}

func writeFinding(w *table, f *finding.Finding, watcher *finding.Analyzer, s *snapshot.Snapshot) {
	w.line(export.Title(f))
	w.row("  finding", f.ID)
	w.row("  status", statusText(f))
	w.row("  severity", string(f.Severity))
	w.row("  resource", f.Resource)
	w.row("  of", ownerText(f, s))
	w.row("  found by", fmt.Sprintf("analyzer %s (%s), zone of trust %s", watcher.Name, watcher.Kind, watcher.Zone))
	if f.ConsoleURL != "" {
		w.row("  console", f.ConsoleURL)
	}
	w.line("")
	w.line("What is open")
	if f.Error != "" {
		w.line("  " + export.Sentence(f))
	} else {
		writeAccess(w, f)
	}
	writeHow(w, f, s)
	writeHistory(w, f)
}

func statusText(f *finding.Finding) string {
	text := string(f.Status) + ", first found " + moment(f.CreatedAt) + ", last judged " + moment(f.AnalyzedAt)
	if f.Stale != nil && f.Status != finding.StatusResolved {
		text += "; not judged since " + moment(f.Stale.Since) + ": " + f.Stale.Reason
	}
	return text
}

func ownerText(f *finding.Finding, s *snapshot.Snapshot) string {
	text := "account " + f.Account
	if s != nil {
		if account := s.Account(f.Account); account != nil && account.Name != "" {
			text += " (" + account.Name + ")"
		}
	}
	if f.Region != "" {
		text += ", " + f.Region
	}
	return text + ", " + f.ResourceType
}

func writeAccess(w *table, f *finding.Finding) {
	w.row("  who", who(f))
	if len(f.Actions) > 0 {
		w.row("  may", strings.Join(f.Actions, ", "))
	}
	if len(f.Condition) > 0 {
		w.row("  if", conditionsOf(f, 100))
	}
	for _, source := range f.Sources {
		w.row("  through", sourceText(source))
	}
	if text := exampleOf(f); text != "" {
		w.row("  for example", text)
	}
	if f.Remark != "" {
		w.row("  beware", f.Remark)
	}
	if f.Undetermined != "" {
		w.row("  not proved", f.Undetermined)
	}
	if f.Remark != "" {
		w.row("  beware", f.Remark)
	}
}

func sourceText(s finding.Source) string {
	switch {
	case s.AccessPointARN != "":
		return "access point " + s.AccessPointARN
	case s.AccessPointAccount != "":
		return "the access points of account " + s.AccessPointAccount
	case s.Type == analyze.SourceACL:
		return "the access control list"
	}
	return "the bucket policy"
}

func writeHow(w *table, f *finding.Finding, s *snapshot.Snapshot) {
	if len(f.Evidence) == 0 {
		return
	}
	w.line("")
	w.line("How: what grants it")
	for i := range f.Evidence {
		w.line("  " + export.Place(&f.Evidence[i]))
		if text := statementOf(s, f, &f.Evidence[i]); text != "" {
			writeIndented(w, text)
		}
	}
}

// statementOf is the text of a statement of the resource's own policy, if the
// snapshot still has it there.
func statementOf(s *snapshot.Snapshot, f *finding.Finding, e *finding.Evidence) string {
	through := slices.ContainsFunc(f.Sources, func(s finding.Source) bool { return s.AccessPointARN != "" })
	if s == nil || e.Statement == nil || e.Layer != string(authz.LayerResource) || through {
		return ""
	}
	d := policy.Parse([]byte(analyze.PolicyOf(s, f.Resource)))
	if *e.Statement >= len(d.Statements) || d.Statements[*e.Statement].SID != e.SID {
		return ""
	}
	at := d.Statements[*e.Statement].Span
	var out bytes.Buffer
	if json.Indent(&out, d.Raw[at.Start.Offset:at.End.Offset], "", "  ") != nil {
		return ""
	}
	return out.String()
}

func writeHistory(w *table, f *finding.Finding) {
	w.line("")
	w.line("History")
	for _, e := range f.History {
		w.row("  "+moment(e.At), string(e.To), e.Why, "by "+e.Who)
	}
	if by := f.Archived; by != nil {
		var parts []string
		for _, p := range [...]struct{ name, text string }{{"reason", by.Reason}, {"owner", by.Owner}, {"ticket", by.Ticket}} {
			if p.text != "" {
				parts = append(parts, p.name+" "+p.text)
			}
		}
		if by.Expires != nil {
			parts = append(parts, "until "+moment(*by.Expires))
		}
		if len(parts) > 0 {
			w.line("  Archived: " + strings.Join(parts, ", "))
		}
	}
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
